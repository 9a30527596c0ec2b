import type { CustomId, TransactionId } from './ids.js';
import { amountInWords } from './money.js';
import type { Amount } from './money.js';
import type { NotSentReason } from './not-sent.js';
import type { UndoType } from './transaction-type.js';

/** A sale whose money goes back, as the one place that remembers its undos knows it. */
export interface UndoneSale {
  /** `tx_…` for a sale of ours, else Getnet's numbers of it: what its undos are remembered by. */
  readonly name: string;
  readonly merchant: string;
  /** Only of a sale of ours: of any other neither terminal nor amount is known. */
  readonly transactionId?: TransactionId;
  readonly terminalId?: string;
  readonly amount?: Amount;
  /** As the sale's own receipt has it. */
  readonly authorizationCode?: string;
  /** Epoch ms: until then its undos are remembered. */
  readonly rememberUntil: number;
}

/** A void or return that wants to be sent. */
export interface UndoClaim {
  readonly transactionId: TransactionId;
  readonly customId: CustomId;
  readonly type: UndoType;
  readonly terminalId: string;
  /** Of a return; a void gives all of it back. */
  readonly amount?: Amount;
}

/** `open`: granted, and not proven yet how it ended. `failed`: declined, or never sent. */
export type UndoState = 'open' | 'done' | 'failed';

/** A void or return that was granted. */
export interface Undo extends UndoClaim {
  readonly state: UndoState;
  /** ISO 8601. */
  readonly since: string;
  readonly endedAt?: string;
}

/** Why an undo must not be sent: interface §3, undo rules. */
export type UndoRefusal = Extract<
  NotSentReason,
  'not-settled' | 'already-reversed' | 'not-reversible' | 'amount-exceeds-original' | 'wrong-terminal'
>;

/** An undo that was turned away, for its caller. */
export interface TurnedAway {
  readonly reason: UndoRefusal;
  /** A clause about the sale. */
  readonly detail: string;
}

/** What is remembered of a sale that is undone. */
export interface Undoing {
  readonly sale: UndoneSale;
  readonly undos: readonly Undo[];
}

/**
 * The undo rules (interface §3): one undo of a sale at a time, one of unknown outcome blocks the next, and together they
 * never exceed the sale.
 *
 * @returns undefined when the undo may be sent.
 */
export function refusalOf({ sale, undos }: Undoing, claim: UndoClaim): TurnedAway | undefined {
  const open = undos.find(({ state, customId }) => state === 'open' && customId !== claim.customId);
  if (open)
    return away('not-settled', `${open.transactionId}, a ${open.type} of it, has no proven outcome yet`);
  const done = undos.filter(({ state }) => state === 'done');
  const returned = returnedOf(undos);
  if (done.some(({ type }) => type === 'void') || (returned > 0 && returned === sale.amount?.value)) {
    return away('already-reversed', `it was reversed by ${done.at(-1)?.transactionId ?? 'an earlier undo'}`);
  }
  return claim.type === 'void'
    ? refusalOfVoid(sale, returned, claim)
    : refusalOfReturn(sale, returned, claim);
}

function refusalOfVoid(sale: UndoneSale, returned: number, claim: UndoClaim): TurnedAway | undefined {
  if (returned > 0)
    return away('not-reversible', 'part of it was returned, so only the rest can be returned');
  if (sale.terminalId === undefined || sale.terminalId === claim.terminalId) return undefined;
  return away('wrong-terminal', `it was made on ${sale.terminalId}, and only that terminal can void it`);
}

function refusalOfReturn(sale: UndoneSale, returned: number, { amount }: UndoClaim): TurnedAway | undefined {
  if (sale.amount === undefined || amount === undefined) return undefined;
  const left = { ...sale.amount, value: sale.amount.value - returned };
  if (amount.currency === left.currency && amount.value <= left.value) return undefined;
  return away('amount-exceeds-original', `${amountInWords(left)} of it are left to return`);
}

function away(reason: UndoRefusal, detail: string): TurnedAway {
  return { reason, detail };
}

/** @returns what has provably been returned so far, in minor units. */
export function returnedOf(undos: readonly Undo[]): number {
  const returns = undos.filter(({ type, state }) => type === 'return' && state === 'done');
  return returns.reduce((sum, { amount }) => sum + (amount?.value ?? 0), 0);
}

/** @returns what a return without an amount gives back: all that is left; undefined where nothing is, or it is not known. */
export function leftToReturn({ sale, undos }: Undoing): Amount | undefined {
  if (sale.amount === undefined) return undefined;
  const value = sale.amount.value - returnedOf(undos);
  return value > 0 ? { ...sale.amount, value } : undefined;
}
