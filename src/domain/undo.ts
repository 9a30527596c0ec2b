import type { TransactionId } from './ids.js';
import { amountInWords } from './money.js';
import type { Amount } from './money.js';
import type { NotSentReason } from './not-sent.js';
import type { Undo, UndoClaim, Undoing, UndoneSale } from './undo-terms.js';
import { concerning, givenBack } from './undos-by-number.js';

export type { OwnSale, Undo, UndoClaim, UndoState, Undoing, UndoneSale } from './undo-terms.js';

/** Why an undo must not be sent: docs/failures.md, "Undoing a sale, and closing a batch". */
export type UndoRefusal = Extract<
  NotSentReason,
  | 'not-settled'
  | 'already-reversed'
  | 'not-reversible'
  | 'amount-exceeds-original'
  | 'wrong-terminal'
  | 'duplicate-undo'
>;

/** An undo that was turned away, for its caller. */
export interface TurnedAway {
  readonly reason: UndoRefusal;
  /** A clause about the sale. */
  readonly detail: string;
}

/** The same return of a sale made elsewhere within this time is a repeat, unless its caller says otherwise. */
const REPEAT_WITHIN_MS = 24 * 3_600_000;

/**
 * The undo rules: one undo of a sale at a time, one of unknown outcome blocks the next, and together they
 * never exceed what was charged.
 *
 * @param now ISO 8601.
 * @returns undefined when the undo may be sent.
 */
export function refusalOf(
  remembered: Undoing,
  claim: UndoClaim,
  now = new Date().toISOString(),
): TurnedAway | undefined {
  const { sale, undos } = concerning(remembered, claim);
  const open = undos.find(({ state, customId }) => state === 'open' && customId !== claim.customId);
  if (open)
    return away('not-settled', `${open.transactionId}, a ${open.type} of it, has no proven outcome yet`);
  const done = undos.filter(({ state }) => state === 'done');
  const returned = returnedOf(undos);
  const isReturned = sale.amount !== undefined && returned > 0 && returned >= sale.amount.value;
  if (done.some(({ type }) => type === 'void') || isReturned) {
    return away('already-reversed', `it was reversed by ${done.at(-1)?.transactionId ?? 'an earlier undo'}`);
  }
  const isByNumbers = sale.transactionId === undefined && claim.of === undefined;
  const ours = isByNumbers ? done.find(({ of }) => of !== undefined)?.of : undefined;
  if (ours) return refusalOfOwnNumbers(ours.transactionId);
  return claim.type === 'void'
    ? refusalOfVoid(sale, returned, claim)
    : (refusalOfReturn(sale, returned, claim) ?? refusalOfRepeat(remembered, { done, claim, now }));
}

/** @returns the answer to an undo by the numbers of a sale of ours. */
export function refusalOfOwnNumbers(id: TransactionId): TurnedAway {
  return away('not-reversible', `its numbers are those of ${id}: send originalTransactionId instead of them`);
}

function refusalOfVoid(sale: UndoneSale, returned: number, claim: UndoClaim): TurnedAway | undefined {
  if (returned > 0)
    return away('not-reversible', 'part of it was returned, so only the rest can be returned');
  if (sale.terminalId === undefined || isItsTerminal(sale, claim)) return undefined;
  const { terminalId, device } = sale;
  const detail =
    terminalId === claim.terminalId
      ? `the device ${device?.serialNumber} took it as ${terminalId}, which is another device now, and only that one can void it`
      : `it was made on ${terminalId}, and only that terminal can void it`;
  return away('wrong-terminal', detail);
}

/** A terminal's name outlives its device. */
function isItsTerminal({ device, terminalId }: UndoneSale, claim: UndoClaim): boolean {
  if (device === undefined || claim.device === undefined) return terminalId === claim.terminalId;
  return device.country === claim.device.country && device.serialNumber === claim.device.serialNumber;
}

function refusalOfReturn(sale: UndoneSale, returned: number, { amount }: UndoClaim): TurnedAway | undefined {
  if (sale.amount === undefined || amount === undefined) return undefined;
  const left = { ...sale.amount, value: sale.amount.value - returned };
  if (amount.currency === left.currency && amount.value <= left.value) return undefined;
  return away('amount-exceeds-original', `${amountInWords(left)} of it are left to return`);
}

interface Repeat {
  readonly done: readonly Undo[];
  readonly claim: UndoClaim;
  readonly now: string;
}

/** How much a sale made elsewhere was is not known, so that only the repeat itself can be seen. */
function refusalOfRepeat({ sale }: Undoing, { done, claim, now }: Repeat): TurnedAway | undefined {
  if (sale.transactionId !== undefined || claim.of !== undefined || claim.evenIfRepeated) return undefined;
  const since = Date.parse(now) - REPEAT_WITHIN_MS;
  const same = done.find(
    ({ amount, endedAt, since: began }) =>
      amount?.value === claim.amount?.value && Date.parse(endedAt ?? began) >= since,
  );
  if (same === undefined) return undefined;
  return away('duplicate-undo', `${same.transactionId} has returned the same amount of it already`);
}

function away(reason: UndoRefusal, detail: string): TurnedAway {
  return { reason, detail };
}

/** @returns what has provably been returned so far, in minor units. */
export function returnedOf(undos: readonly Undo[]): number {
  const returns = undos.filter(({ type, state }) => type === 'return' && state === 'done');
  return returns.reduce((sum, undo) => sum + (givenBack(undo)?.value ?? 0), 0);
}

/** @returns what a return without an amount gives back: all that is left; undefined where nothing is, or it is not known. */
export function leftToReturn({ sale, undos }: Undoing): Amount | undefined {
  if (sale.amount === undefined) return undefined;
  const value = sale.amount.value - returnedOf(undos);
  return value > 0 ? { ...sale.amount, value } : undefined;
}
