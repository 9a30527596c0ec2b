import type { TransactionId } from './ids.js';
import { formatAmount } from './money.js';
import type { Amount } from './money.js';
import type { NotSentReason } from './not-sent.js';
import type { Undo, UndoClaim, SaleUndos, UndoneSale } from './undo-terms.js';
import { isOfOtherUse } from './undo-terms.js';
import { selectForClaim, findAmountGiven } from './undos-by-number.js';

export type { OwnSale, Undo, UndoClaim, UndoState, SaleUndos as Undoing, UndoneSale } from './undo-terms.js';

/** Why an undo must not be sent: docs/failures.md, "Undoing a sale, and closing a batch". */
export type UndoRefusalReason = Extract<
  NotSentReason,
  | 'not-settled'
  | 'already-reversed'
  | 'not-reversible'
  | 'amount-exceeds-original'
  | 'wrong-terminal'
  | 'duplicate-undo'
>;

/** A refused undo, for its caller. */
export interface UndoRefusal {
  readonly reason: UndoRefusalReason;
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
export function findRefusal(
  remembered: SaleUndos,
  claim: UndoClaim,
  now = new Date().toISOString(),
): UndoRefusal | undefined {
  // Its key was used before, whichever attempt that was: the run of that use is gone, and may have given money back.
  const earlier = remembered.undos.find(
    (undo) => undo.transactionId === claim.transactionId && isOfOtherUse(undo, claim),
  );
  if (earlier)
    return refuse(
      'not-reversible',
      `its key was used for another ${earlier.type} of it before; use a new key`,
    );
  const { sale, undos } = selectForClaim(remembered, claim);
  const open = undos.find(({ state, customId }) => state === 'open' && customId !== claim.customId);
  if (open)
    return refuse('not-settled', `${open.transactionId}, a ${open.type} of it, has no proven outcome yet`);
  const done = undos.filter(({ state }) => state === 'done');
  const returned = sumReturned(undos);
  const isReturned = sale.amount !== undefined && returned >= sale.amount.value;
  const last = done.at(-1);
  if (last && (isReturned || done.some(({ type }) => type === 'void')))
    return refuse('already-reversed', `it was reversed by ${last.transactionId}`);
  const isByNumbers = sale.transactionId === undefined && claim.of === undefined;
  const ours = isByNumbers ? done.find(({ of }) => of !== undefined)?.of : undefined;
  if (ours) return refuseOwnNumbers(ours.transactionId);
  return claim.type === 'void'
    ? findVoidRefusal(sale, returned, claim)
    : (findReturnRefusal(sale, returned, claim) ?? findRepeatRefusal(remembered, { done, claim, now }));
}

/** Refuses an undo by Getnet's numbers of a sale that we know. */
export function refuseOwnNumbers(id: TransactionId): UndoRefusal {
  return refuse(
    'not-reversible',
    `its numbers belong to ${id}. Send originalTransactionId instead; if ${id} is not an approved sale of this service, undo it at the terminal`,
  );
}

function findVoidRefusal(sale: UndoneSale, returned: number, claim: UndoClaim): UndoRefusal | undefined {
  if (returned > 0)
    return refuse('not-reversible', 'part of it was returned, so only the rest can be returned');
  if (sale.terminalId === undefined || isSameTerminal(sale, claim)) return undefined;
  const { terminalId, device } = sale;
  const detail =
    terminalId === claim.terminalId
      ? `the device ${device?.serialNumber} took it as ${terminalId}, which is another device now; only the device that took it can void it`
      : `it was made on ${terminalId}, and only that terminal can void it`;
  return refuse('wrong-terminal', detail);
}

/** A terminal keeps its name when its device is replaced, so the devices decide. */
function isSameTerminal({ device, terminalId }: UndoneSale, claim: UndoClaim): boolean {
  if (device === undefined || claim.device === undefined) return terminalId === claim.terminalId;
  return device.country === claim.device.country && device.serialNumber === claim.device.serialNumber;
}

function findReturnRefusal(
  sale: UndoneSale,
  returned: number,
  { amount }: UndoClaim,
): UndoRefusal | undefined {
  if (sale.amount === undefined || amount === undefined) return undefined;
  const left = { ...sale.amount, value: sale.amount.value - returned };
  if (amount.currency === left.currency && amount.value <= left.value) return undefined;
  return refuse('amount-exceeds-original', `${formatAmount(left)} of it are left to return`);
}

interface RepeatCheck {
  readonly done: readonly Undo[];
  readonly claim: UndoClaim;
  readonly now: string;
}

/** The amount of a sale made elsewhere is not known, so only a repeat can be recognised. */
function findRepeatRefusal({ sale }: SaleUndos, { done, claim, now }: RepeatCheck): UndoRefusal | undefined {
  if (sale.transactionId !== undefined || claim.of !== undefined || claim.evenIfRepeated) return undefined;
  const since = Date.parse(now) - REPEAT_WITHIN_MS;
  const same = done.find(
    ({ amount, endedAt, since: began }) =>
      amount?.value === claim.amount?.value && Date.parse(endedAt ?? began) >= since,
  );
  if (same === undefined) return undefined;
  return refuse('duplicate-undo', `${same.transactionId} has returned the same amount of it already`);
}

function refuse(reason: UndoRefusalReason, detail: string): UndoRefusal {
  return { reason, detail };
}

/** @returns in minor units, proven returns alone. */
export function sumReturned(undos: readonly Undo[]): number {
  const returns = undos.filter(({ type, state }) => type === 'return' && state === 'done');
  return returns.reduce((sum, undo) => sum + (findAmountGiven(undo)?.value ?? 0), 0);
}

/** A return without an amount returns all that is left. @returns undefined where nothing is left, or the amount is not known. */
export function computeLeftToReturn({ sale, undos }: SaleUndos): Amount | undefined {
  if (sale.amount === undefined) return undefined;
  const value = sale.amount.value - sumReturned(undos);
  return value > 0 ? { ...sale.amount, value } : undefined;
}
