import { formatAmount } from '../../domain/money.js';
import type { Amount, Currency } from '../../domain/money.js';
import type { WireResult } from '../wire/terminal-result.js';
import { fromWireAmount } from './amount.js';
import type { MinorPerWireUnit } from './amount.js';

/** How the amounts in answers to a command that moves money are read. */
export interface MoneyTerms {
  readonly currency: Currency;
  readonly minorPerWireUnit: MinorPerWireUnit;
  /** The tip that was asked for, in the wire unit: whether an answer's amount includes it is not known (contract §14.12). */
  readonly tip?: number;
  /** A void or return: money goes back, and its amount may be written as a negative one. */
  readonly givesBack: boolean;
}

/** What was asked for, in the wire unit. */
export interface AskedAmount {
  readonly amount?: number;
  readonly money?: MoneyTerms;
}

/** What an approval says was charged, or given back. */
export interface Charge {
  /** The amount is not ours, and the answer does not name us well enough to be about our command all the same. */
  readonly contradicts: boolean;
  /** Only where it differs from what was asked for. */
  readonly amountCharged?: Amount;
  readonly warnings: readonly string[];
}

/**
 * Compares the amount of an approval with the one asked for. Another amount is a contradiction, unless the answer names
 * both our `customId` and our number: then it is about our command, and that is what was charged (contract §14.12). One
 * name of the two is not enough: a number alone may be an older sale's, and a `customId` alone may be an echo of the
 * question.
 *
 * @param namesBoth whether the answer names our `customId` and our `idPosTxs`
 */
export function compareCharge(result: WireResult, asked: AskedAmount, namesBoth: boolean): Charge {
  const { amount: ours, money } = asked;
  const theirs = money?.givesBack && result.amount !== undefined ? Math.abs(result.amount) : result.amount;
  if (theirs === undefined || ours === undefined || theirs === ours) return compareExtras(result, asked);
  const withTip = money?.tip !== undefined && theirs === ours + money.tip;
  if (!namesBoth && !withTip) return { contradicts: true, warnings: [] };
  if (money === undefined || Number.isNaN(theirs)) return { contradicts: true, warnings: [] };
  if (theirs === 0) return { contradicts: false, warnings: [ZERO] };
  const [charged, wanted] = [toAmount(theirs, money), toAmount(ours, money)];
  if (charged === undefined || wanted === undefined || charged.value < 0)
    return { contradicts: true, warnings: [] };
  const words = money.givesBack ? describeRefund(charged, wanted) : describeCharge(charged, wanted);
  return { contradicts: false, amountCharged: charged, warnings: [words] };
}

function toAmount(amount: number, { currency, minorPerWireUnit }: MoneyTerms): Amount | undefined {
  const value = fromWireAmount(amount, minorPerWireUnit);
  return value === undefined ? undefined : { value, currency };
}

const ZERO = 'Getnet approved this and named the amount 0: check the amount on the receipt.';

function describeCharge(charged: Amount, wanted: Amount): string {
  const said = `Getnet says that ${formatAmount(charged)} were charged; ${formatAmount(wanted)} were asked for.`;
  return charged.value < wanted.value
    ? `${said} Collect the rest in another way, or undo the sale.`
    : `${said} The difference may be a tip: check the receipt.`;
}

function describeRefund(back: Amount, wanted: Amount): string {
  const said = `Getnet says that ${formatAmount(back)} were given back; ${formatAmount(wanted)} were asked for.`;
  return `${said} Check the receipt.`;
}

/** Money that an answer names beside an amount that is ours: whether the amount includes it is not known. */
function compareExtras({ receipt, amount }: WireResult, { amount: ours, money }: AskedAmount): Charge {
  if (amount === undefined || ours === undefined || money === undefined || money.givesBack) return NOTHING;
  const extras = { tip: [receipt.tip, money.tip ?? 0], cashback: [receipt.cashback, 0] } as const;
  const warnings = Object.entries(extras).flatMap(([name, [theirs, asked]]) => {
    const extra = typeof theirs === 'boolean' ? NaN : Number(theirs ?? 0);
    const value = extra > asked ? toAmount(extra, money) : undefined;
    return value ? [`Getnet names a ${name} of ${formatAmount(value)}: ${MAY_BE_ADDED}`] : [];
  });
  return { contradicts: false, warnings };
}

const NOTHING: Charge = { contradicts: false, warnings: [] };
const MAY_BE_ADDED = 'whether it was charged in addition to the amount is on the receipt.';
