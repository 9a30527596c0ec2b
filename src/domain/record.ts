import type { IdPosTxs } from './ids.js';
import type { NotSentReason } from './not-sent.js';
import type { Settlement } from './proof.js';
import type { EvidenceEntry, Holder, Snapshot } from './snapshot.js';
import { isFinal, moneyMovedAt, statusProven } from './status.js';
import type { Status } from './status.js';
import type { Accepted } from './transaction.js';
import type { ProofSource } from './verdict.js';

/** The list of evidence stays readable, and a history small, however long an outcome is asked for. */
const MOST_EVIDENCE = 40;

/** @returns a transaction that has just been accepted. */
export function opened(accepted: Accepted): Snapshot {
  return {
    version: 1,
    status: 'dispatching',
    outcome: { moneyMoved: moneyMovedAt('dispatching', accepted.type) },
    accepted,
    states: [{ n: 1, at: accepted.createdAt, status: 'dispatching' }],
    evidence: [],
  };
}

/** @returns the record in its next state; a final state is never left, a state entered twice is one state. */
export function entered(record: Snapshot, status: Status, at: string): Snapshot {
  if (record.status === status || isFinal(record.status)) return record;
  return {
    ...record,
    status,
    ...(isFinal(status) ? { finalAt: at } : {}),
    outcome: { ...record.outcome, moneyMoved: moneyMovedAt(status, record.accepted.type) },
    states: [...record.states, { n: record.states.length + 1, at, status }],
  };
}

/** Something that was learned, and from whom. */
export interface Lesson {
  readonly source: EvidenceEntry['source'];
  readonly says: string;
}

/** @returns the record with one more piece of evidence; the same again only counts up. */
export function learned(record: Snapshot, { source, says }: Lesson, at: string): Snapshot {
  const { evidence } = record;
  const latest = evidence.at(-1);
  if (latest?.source === source && latest.says === says) {
    const again = { ...latest, times: latest.times + 1, lastAt: at };
    return { ...record, evidence: [...evidence.slice(0, -1), again] };
  }
  const entry: EvidenceEntry = { at, source, says, times: 1, lastAt: at };
  const kept = evidence.length < MOST_EVIDENCE ? evidence : [...evidence.slice(0, 1), ...evidence.slice(2)];
  return { ...record, evidence: [...kept, entry] };
}

/** @returns the record with Getnet's number; the first one that was learned stays. */
export function numbered(record: Snapshot, idPosTxs: IdPosTxs | undefined): Snapshot {
  return idPosTxs === undefined || record.idPosTxs !== undefined ? record : { ...record, idPosTxs };
}

/** @returns the record with its outcome proven. */
export function settled(
  record: Snapshot,
  { proof, warning, source }: Settlement & { readonly source: ProofSource },
  at: string,
): Snapshot {
  if (isFinal(record.status)) return record;
  const { detail: _, ...outcome } = record.outcome;
  const proven = { ...outcome, evidence: source, result: proof.result, ...(warning ? { warning } : {}) };
  const status = statusProven(proof.kind, record.accepted.type);
  return entered({ ...numbered(record, proof.idPosTxs), outcome: proven }, status, at);
}

/** Why nothing was sent. */
export interface NotSent {
  readonly reason: NotSentReason;
  readonly detail?: string;
  readonly holder?: Holder;
}

/** @returns the record of a command that provably never reached the terminal. */
export function neverSent(record: Snapshot, why: NotSent, at: string): Snapshot {
  if (isFinal(record.status)) return record;
  const { detail: _, ...outcome } = record.outcome;
  return entered({ ...record, outcome: { ...outcome, ...why } }, 'not_sent', at);
}

/** @returns the record of a transaction whose outcome only a person or a late answer can settle. */
export function needingAttention(record: Snapshot, detail: string, at: string): Snapshot {
  if (isFinal(record.status)) return record;
  return entered({ ...record, outcome: { ...record.outcome, detail } }, 'needs_attention', at);
}
