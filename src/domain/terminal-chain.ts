import { CLOCK_SKEW_MS } from './clock-skew.js';
import type { TransactionId } from './ids.js';
import type { Snapshot } from './snapshot.js';
import { isFinal } from './status.js';
import type { Country } from './terminal.js';
import { isSale } from './transaction-type.js';
import type { TransactionType } from './transaction-type.js';

/** Reads a transaction as it stands, by its id; undefined for one that is forgotten. */
export type TransactionReader = (id: TransactionId) => Promise<Snapshot | undefined>;

/** How far back the transactions of a terminal are read. */
export interface WalkLimits {
  /** Whether what was before this one does not matter. */
  readonly isEnd: (snapshot: Snapshot) => boolean;
  readonly maxTransactions: number;
}

/** What a terminal did, latest first, as far as it was read. */
export interface TerminalWalk {
  readonly transactions: readonly Snapshot[];
  /** One of them is forgotten: what was before it is not known. */
  readonly isBroken: boolean;
  /** There is more than was read. */
  readonly isCut: boolean;
}

/** The transactions that had the terminal before each attempt of this one. */
export function listPreceding({ accepted, before = [] }: Snapshot): readonly TransactionId[] {
  const all = accepted.previous === undefined ? before : [accepted.previous, ...before];
  return [...new Set(all)].filter((id) => id !== accepted.transactionId);
}

/**
 * Reads what a terminal did, from one transaction to the one before it: each names it, so no index is needed. A transaction
 * with several attempts may come after and before another one.
 */
export async function walkBack(
  read: TransactionReader,
  from: readonly TransactionId[],
  { isEnd, maxTransactions }: WalkLimits,
): Promise<TerminalWalk> {
  const transactions: Snapshot[] = [];
  const seen = new Set(from);
  let isBroken = false;
  for (let next = [...seen]; next.length > 0;) {
    if (transactions.length + next.length > maxTransactions) return { transactions, isBroken, isCut: true };
    const found = await Promise.all(next.map((id) => read(id)));
    const known = found.filter((snapshot) => snapshot !== undefined);
    isBroken ||= known.length < found.length;
    transactions.push(...known);
    next = known.filter((one) => !isEnd(one)).flatMap(listPreceding);
    next = [...new Set(next)].filter((id) => !seen.has(id));
    for (const id of next) seen.add(id);
  }
  return { transactions, isBroken, isCut: false };
}

/** When its latest attempt had its terminal; undefined where its run does not say. */
export function findDispatchedAtMs({ states }: Pick<Snapshot, 'states'>): number | undefined {
  const entry = states.findLast(({ status }) => status === 'dispatching');
  return entry && Date.parse(entry.at);
}

/** What empties a terminal's batch in each country; in Argentina nothing that is known: a shift ends no batch (contract §4.7). */
export const batchClosers = { CL: 'close', AR: undefined } as const satisfies Record<
  Country,
  TransactionType | undefined
>;

/** Whether a transaction has closed the batch of its terminal. */
export function hasClosedBatch({ accepted, status }: Snapshot): boolean {
  return accepted.type === batchClosers[accepted.terminal.country] && status === 'completed';
}

/** A sale that is to be voided, by its number on its terminal. */
export interface VoidableSale {
  readonly transactionId: TransactionId;
  readonly operationId: number;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** So many transactions back the terminal of a sale is looked at before a void. */
export const MAX_OPERATIONS_SINCE_SALE = 300;

/** Stops at the sale, and at what had ended long before it. */
export function stopAtSale({ transactionId, createdAt }: VoidableSale): (snapshot: Snapshot) => boolean {
  const longBefore = Date.parse(createdAt) - CLOCK_SKEW_MS;
  return ({ accepted, finalAt, status }) =>
    accepted.transactionId === transactionId ||
    (status !== 'not_sent' && finalAt !== undefined && Date.parse(finalAt) < longBefore);
}

/** Why a void by a sale's number may hit nothing, or another sale. */
export type VoidObstacle =
  | { readonly kind: 'transaction'; readonly transaction: Snapshot }
  /** What the terminal did since cannot be told. */
  | { readonly kind: 'not_known'; readonly why: 'cut' | 'broken' };

/** Looks through all that the terminal did since the sale. */
export function findObstacle(sale: VoidableSale, walk: TerminalWalk): VoidObstacle | undefined {
  const since = listTransactionsSince(sale, walk);
  const transaction = since.find((later) => isAmbiguousWith(sale, later));
  if (transaction !== undefined) return { kind: 'transaction', transaction };
  const isReached = walk.transactions.some(({ accepted }) => accepted.transactionId === sale.transactionId);
  if (isReached) return undefined;
  return { kind: 'not_known', why: walk.isCut ? 'cut' : 'broken' };
}

/** Those from which the way back leads to the sale; where it was not reached, all. */
function listTransactionsSince(
  { transactionId }: VoidableSale,
  { transactions }: TerminalWalk,
): readonly Snapshot[] {
  const others = transactions.filter(({ accepted }) => accepted.transactionId !== transactionId);
  if (others.length === transactions.length) return others;
  const after = new Set<TransactionId>([transactionId]);
  for (let grew = true; grew;) {
    const more = others.filter(
      (one) => !after.has(one.accepted.transactionId) && listPreceding(one).some((id) => after.has(id)),
    );
    for (const { accepted } of more) after.add(accepted.transactionId);
    grew = more.length > 0;
  }
  return others.filter(({ accepted }) => after.has(accepted.transactionId));
}

/** Whether what the terminal did later closed the sale's batch, or was given its number. */
function isAmbiguousWith({ operationId }: VoidableSale, { accepted, status, outcome }: Snapshot): boolean {
  if (accepted.type === 'close') return status === 'completed' || !isFinal(status);
  return isSale(accepted.type) && status === 'approved' && outcome.result?.operationId === operationId;
}

/** Why the sale cannot be voided, as a clause of a sentence to the caller. */
export function describeObstacle(obstacle: VoidObstacle): string {
  if (obstacle.kind === 'not_known')
    return obstacle.why === 'cut'
      ? `its terminal has done more than ${MAX_OPERATIONS_SINCE_SALE} things since, too many to look through for a close of its batch`
      : 'what its terminal did since is not known any more, so that its batch may be closed';
  const { accepted, status } = obstacle.transaction;
  return accepted.type === 'close'
    ? `its batch ${status === 'completed' ? 'was' : 'may have been'} closed by ${accepted.transactionId}, and a terminal voids only sales of the open batch`
    : `the terminal has given its number to ${accepted.transactionId} since, which a void would take back instead`;
}
