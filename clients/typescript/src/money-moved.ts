import type { Transaction } from './schemas.js';

/** As the service writes it. */
export type MoneyAnswer = Transaction['outcome']['moneyMoved'];

/** What to do in each of the three cases. */
export interface MoneyCases<Yes, No, Unknown> {
  /** Proven: the money moved. */
  readonly yes: () => Yes;
  /** Proven: it did not. */
  readonly no: () => No;
  /** Not proven either way. Never charge by other means; wait, or ask again. */
  readonly unknown: () => Unknown;
}

/**
 * Whether money moved, as a function that wants all three cases. It is no boolean, and TypeScript says so: `if (payment.moneyMoved)`
 * does not compile, and neither does a call that leaves out a case.
 */
export type MoneyMoved = <Yes, No, Unknown>(cases: MoneyCases<Yes, No, Unknown>) => Yes | No | Unknown;

/** Anything but a clear `yes` or `no` is unknown: a later version of the service may say more than this client knows. */
export function createMoneyMoved(answer: string): MoneyMoved {
  if (answer === 'yes') return ({ yes }) => yes();
  if (answer === 'no') return ({ no }) => no();
  return ({ unknown }) => unknown();
}

/** For logs and stores. */
export function nameMoneyMoved(moneyMoved: MoneyMoved): MoneyAnswer {
  return moneyMoved({
    yes: () => 'yes' as const,
    no: () => 'no' as const,
    unknown: () => 'unknown' as const,
  });
}
