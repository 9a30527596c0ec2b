import type { TransactionId } from './ids.js';
import { toLocalDay } from './local-day.js';
import { readWallClock } from './local-time.js';
import { findChargedAmount } from './net-sale.js';
import type { OurSale, OurState } from './reconciliation-lines.js';
import type { Snapshot } from './snapshot.js';
import { isFinal } from './status.js';
import { batchClosers, hasClosedBatch } from './terminal-chain.js';
import type { TerminalWalk } from './terminal-chain.js';
import type { Country } from './terminal.js';
import { isSale } from './transaction-type.js';
import type { Report } from './verdict.js';

/** What a terminal did before it told its numbers. */
export interface ReconciliationPast {
  readonly country: Country;
  readonly merchant: string;
  /** Since its batch was closed by us, the close included; or all that is remembered. */
  readonly batch: TerminalWalk;
  /** The batch before that one. */
  readonly earlier: TerminalWalk;
  readonly report: Pick<Report, 'sales'> | undefined;
  /** When the terminal told its numbers. */
  readonly reportedAtMs: number;
}

const DAY_MS = 86_400_000;

/**
 * How far back a terminal's past is read: to the close before, and where a country has none, to what was accepted more than a day before
 * the batch begins.
 */
export function endsPast(
  past: Pick<ReconciliationPast, 'country' | 'report' | 'reportedAtMs'>,
): (snapshot: Snapshot) => boolean {
  const { country } = past;
  const firstDay = findFirstDay(past);
  const hasClose = batchClosers[country] !== undefined;
  return (snapshot) =>
    hasClosedBatch(snapshot) ||
    (!hasClose && toLocalDay(country, getCreatedAtMs(snapshot) + DAY_MS) < firstDay);
}

/** Our side of a comparison. */
export interface OurBatch {
  readonly ours: readonly OurSale[];
  /** Whether nothing of ours is missing that the report can be about. */
  readonly isComplete: boolean;
  /** Where the batch begins: ISO 8601, or the local day where no close of ours is remembered. */
  readonly since: string;
  readonly closedBy: TransactionId | null;
}

/**
 * The batch begins where we closed it last. Where no close of ours is remembered, the shop may have closed it by hand: then it begins
 * with the day of the earliest sale that the report lists, or with the day of the report.
 */
export function collectOurs(past: ReconciliationPast): OurBatch {
  const { batch, earlier, country, merchant } = past;
  const closing = batch.transactions.find(hasClosedBatch);
  const firstDay = findFirstDay(past);
  const voids = findVoids(batch.transactions);
  const isOurs = ({ accepted }: Snapshot) => accepted.merchant === merchant;
  const present = batch.transactions.filter(isOurs).flatMap((snapshot) => {
    const isKnown = closing !== undefined || toLocalDay(country, getCreatedAtMs(snapshot)) >= firstDay;
    return toOurSale(snapshot, voids, isKnown ? 'this' : 'not_known');
  });
  const seen = new Set(present.map(({ transactionId }) => transactionId));
  const former = earlier.transactions
    .filter(isOurs)
    .flatMap((snapshot) => toOurSale(snapshot, new Map(), 'other'));
  return {
    ours: [...present, ...former.filter(({ transactionId }) => !seen.has(transactionId))],
    isComplete: isBatchComplete(past, closing, firstDay),
    since: closing?.finalAt ?? firstDay,
    closedBy: closing?.accepted.merchant === merchant ? closing.accepted.transactionId : null,
  };
}

function getCreatedAtMs({ accepted }: Snapshot): number {
  return Date.parse(accepted.createdAt);
}

/** YYYY-MM-DD, in the country. */
function findFirstDay({
  report,
  country,
  reportedAtMs,
}: Pick<ReconciliationPast, 'country' | 'report' | 'reportedAtMs'>): string {
  const days = (report?.sales ?? []).flatMap(({ realDate, accountingDate }) => {
    const wallMs = readWallClock(realDate) ?? readWallClock(accountingDate);
    return wallMs === undefined ? [] : [new Date(wallMs).toISOString().slice(0, 10)];
  });
  const today = toLocalDay(country, reportedAtMs);
  const [first = today] = [...days, today].toSorted();
  return first;
}

/** A close whose outcome is not known leaves open what belongs to the batch; what is forgotten may, too. */
function isBatchComplete(
  { batch, country }: ReconciliationPast,
  closing: Snapshot | undefined,
  firstDay: string,
): boolean {
  const isCloseOpen = batch.transactions.some(
    ({ accepted, status }) => accepted.type === 'close' && !isFinal(status),
  );
  if (isCloseOpen) return false;
  if (closing !== undefined || !(batch.isBroken || batch.isCut)) return true;
  return batch.transactions.some((snapshot) => toLocalDay(country, getCreatedAtMs(snapshot)) < firstDay);
}

type Voids = ReadonlyMap<TransactionId, 'done' | 'open'>;

/** A void is sent to the terminal of its sale alone, so the terminal's own past has them all. */
function findVoids(transactions: readonly Snapshot[]): Voids {
  const voids = new Map<TransactionId, 'done' | 'open'>();
  for (const { accepted, status } of transactions) {
    const sale = accepted.type === 'void' ? accepted.undoes?.transactionId : undefined;
    if (sale === undefined) continue;
    if (status === 'approved') voids.set(sale, 'done');
    else if (!isFinal(status) && voids.get(sale) === undefined) voids.set(sale, 'open');
  }
  return voids;
}

/** Sales, and the returns that explain a line; nothing else can be listed. */
function toOurSale(snapshot: Snapshot, voids: Voids, batch: OurSale['batch']): readonly OurSale[] {
  const { accepted, status, outcome } = snapshot;
  const isOptional = accepted.type === 'return';
  if (!isSale(accepted.type) && !isOptional) return [];
  if (isOptional && status !== 'approved') return [];
  return [
    {
      transactionId: accepted.transactionId,
      state: toState(snapshot, voids),
      status,
      operationId: outcome.result?.operationId ?? null,
      authorizationCode: outcome.result?.authorizationCode ?? null,
      amount: findChargedAmount(snapshot) ?? null,
      createdAtMs: getCreatedAtMs(snapshot),
      batch,
      isOptional,
    },
  ];
}

function toState({ status, accepted }: Snapshot, voids: Voids): OurState {
  if (!isFinal(status)) return 'unknown';
  if (status !== 'approved') return 'not_charged';
  const undo = voids.get(accepted.transactionId);
  if (undo === undefined) return 'approved';
  return undo === 'done' ? 'voided' : 'void_open';
}
