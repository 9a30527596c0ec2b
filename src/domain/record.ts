import type { IdPosTxs, TransactionId } from './ids.js';
import type { NotSentReason } from './not-sent.js';
import { withoutPersonalData } from './personal-data.js';
import type { ProvenOutcome } from './proof.js';
import { describeResolution } from './resolution.js';
import type { SettledResolution } from './resolution.js';
import type { EvidenceEntry, Holder, KnownAtEntry, Outcome, Snapshot, StateEntry } from './snapshot.js';
import { isFinal, deriveMoneyMoved, deriveProvenStatus } from './status.js';
import type { Status } from './status.js';
import type { Accepted } from './transaction.js';
import type { ProofSource } from './verdict.js';

/** The list of evidence stays readable, and a history small, however long an outcome is asked for. */
const MAX_EVIDENCE = 40;

export function openRecord(accepted: Accepted): Snapshot {
  return {
    version: 1,
    status: 'dispatching',
    outcome: { moneyMoved: deriveMoneyMoved('dispatching', accepted.type) },
    accepted: dropPersonalData(accepted),
    states: [{ n: 1, at: accepted.createdAt, status: 'dispatching' }],
    evidence: [],
  };
}

/** What is kept of a request once it was accepted: the terminal alone needs the rest. */
function dropPersonalData(accepted: Accepted): Accepted {
  return { ...accepted, options: withoutPersonalData(accepted.options) };
}

/** A final state is never left; entering the present state again changes nothing. */
export function enterStatus(record: Snapshot, status: Status, at: string): Snapshot {
  return isFinal(record.status) ? record : withState(record, status, at);
}

function withState(record: Snapshot, status: Status, at: string): Snapshot {
  if (record.status === status) return record;
  const { finalAt: _, ...open } = record;
  return {
    ...open,
    status,
    ...(isFinal(status) ? { finalAt: at } : {}),
    outcome: { ...record.outcome, moneyMoved: deriveMoneyMoved(status, record.accepted.type) },
    states: [...record.states, { n: record.states.length + 1, at, status, ...pickKnown(record, status) }],
  };
}

/** A proven outcome is never replaced: it is not kept twice. */
function pickKnown({ idPosTxs, outcome }: Snapshot, status: Status): Pick<StateEntry, 'known'> {
  if (isFinal(status) && status !== 'not_sent') return {};
  const { reason, detail, holder } = outcome;
  const known: KnownAtEntry = {
    ...(idPosTxs !== undefined && { idPosTxs }),
    ...(reason !== undefined && { reason }),
    ...(detail !== undefined && { detail }),
    ...(holder !== undefined && { holder }),
  };
  return Object.keys(known).length === 0 ? {} : { known };
}

/** Nothing of the attempt before counts for the next. */
export function startNextAttempt(record: Snapshot, accepted: Accepted): Snapshot {
  const { idPosTxs: _number, retryUntil: _until, ...others } = record;
  const outcome: Outcome = { moneyMoved: deriveMoneyMoved('dispatching', accepted.type) };
  const next = withPrevious(
    { ...others, accepted: dropPersonalData(accepted), outcome },
    record.accepted.previous,
  );
  return withState(next, 'dispatching', accepted.createdAt);
}

/** The attempt waited, and was given the terminal: its time to send runs from now. */
export function startAfterWait(record: Snapshot, { dispatchBy }: Accepted, at: string): Snapshot {
  return enterStatus({ ...record, accepted: { ...record.accepted, dispatchBy } }, 'dispatching', at);
}

/** An attempt was given the terminal after another transaction: that one counts as the latest before it. */
export function startAfter(record: Snapshot, { customId, previous }: Accepted): Snapshot {
  const { accepted } = record;
  if (previous === undefined || customId !== accepted.customId) return withPrevious(record, previous);
  return withPrevious({ ...record, accepted: { ...accepted, previous } }, accepted.previous);
}

/** Adds what had the terminal before this transaction. */
export function withPrevious(record: Snapshot, previous: TransactionId | undefined): Snapshot {
  const { accepted, before = [] } = record;
  if (previous === undefined || previous === accepted.transactionId) return record;
  if (previous === accepted.previous || before.includes(previous)) return record;
  return { ...record, before: [...before, previous] };
}

/** The transaction's key may try again until then. */
export function park(record: Snapshot, retryUntil: string): Snapshot {
  return { ...record, retryUntil };
}

/** The transaction was not sent, and was called off before its key tried again. */
export function cancelParked(record: Snapshot, why: NotSent): Snapshot {
  const { retryUntil: _until, ...others } = record;
  const { moneyMoved } = record.outcome;
  return { ...others, outcome: { moneyMoved, ...why } };
}

/** The transaction was reported as not sent, and Getnet says otherwise. */
export function openDoubt(record: Snapshot, detail: string, at: string): Snapshot {
  if (record.status !== 'not_sent') return record;
  const { reason: _reason, holder: _holder, evidence: _evidence, ...outcome } = record.outcome;
  return withState({ ...record, outcome: { ...outcome, detail } }, 'verifying', at);
}

/** The transaction was reported as not sent, and this run cannot know whether it was. */
export function reopenUnknown(record: Snapshot, detail: string, at: string): Snapshot {
  if (isFinal(record.status) && record.status !== 'not_sent') return record;
  const { retryUntil: _until, ...others } = record;
  const { reason: _reason, holder: _holder, ...outcome } = record.outcome;
  return withState({ ...others, outcome: { ...outcome, detail } }, 'needs_attention', at);
}

/** The callback was disproved: nothing was sent. */
export function closeDoubt(record: Snapshot, why: NotSent, at: string): Snapshot {
  if (record.status !== 'verifying' && record.status !== 'needs_attention') return record;
  return recordNotSent(record, why, at);
}

/** Something that was learned, and from whom. */
export interface EvidenceItem {
  readonly source: EvidenceEntry['source'];
  readonly says: string;
}

/** Repeated evidence only counts up. */
export function withEvidence(record: Snapshot, { source, says }: EvidenceItem, at: string): Snapshot {
  const { evidence } = record;
  const latest = evidence.at(-1);
  if (latest?.source === source && latest.says === says) {
    const again = { ...latest, times: latest.times + 1, lastAt: at };
    return { ...record, evidence: [...evidence.slice(0, -1), again] };
  }
  const entry: EvidenceEntry = { at, source, says, times: 1, lastAt: at };
  const kept = evidence.length < MAX_EVIDENCE ? evidence : [...evidence.slice(0, 1), ...evidence.slice(2)];
  return { ...record, evidence: [...kept, entry] };
}

/** The first number stays. */
export function withIdPosTxs(record: Snapshot, idPosTxs: IdPosTxs | undefined): Snapshot {
  return idPosTxs === undefined || record.idPosTxs !== undefined ? record : { ...record, idPosTxs };
}

/** A proof, where it came from, and which attempt it is about. */
export interface ProvenSettlement extends ProvenOutcome {
  readonly source: ProofSource;
}

export function recordProof(record: Snapshot, proven: ProvenSettlement, at: string): Snapshot {
  return isFinal(record.status) ? record : withProof(record, proven, at);
}

function withProof(record: Snapshot, { proof, warning, source }: ProvenSettlement, at: string): Snapshot {
  const { detail: _, reason: _reason, holder: _holder, ...outcome } = record.outcome;
  const proven = {
    ...outcome,
    evidence: source,
    result: proof.result,
    ...(warning !== undefined && { warning }),
    ...(proof.kind === 'approved' && proof.amountCharged && { amountCharged: proof.amountCharged }),
  };
  const status = deriveProvenStatus(proof.kind, record.accepted.type);
  return withState({ ...withIdPosTxs(record, proof.idPosTxs), outcome: proven }, status, at);
}

/** The warning about a charge that was proven after the transaction had been reported as not sent: docs/failures.md, "Answers that are not errors and need care". */
export const REPORTED_NOT_SENT_BEFORE = 'reported-not-sent-before';

/** A charge by an attempt that had been reported as not sent. */
export interface LateCharge extends ProvenSettlement {
  readonly accepted: Accepted;
  readonly idPosTxs: IdPosTxs | undefined;
}

/** The transaction was reported as not sent, and charged all the same. */
export function recordLateCharge(record: Snapshot, charge: LateCharge, at: string): Snapshot {
  const { retryUntil: _until, idPosTxs: _number, ...others } = record;
  const warning = joinWarnings(REPORTED_NOT_SENT_BEFORE, charge.warning);
  const outcome: Outcome = { moneyMoved: record.outcome.moneyMoved };
  const ours = withIdPosTxs(
    { ...others, accepted: dropPersonalData(charge.accepted), outcome },
    charge.idPosTxs,
  );
  return withProof(withPrevious(ours, record.accepted.previous), { ...charge, warning }, at);
}

export function withWarning(record: Snapshot, warning: string): Snapshot {
  return {
    ...record,
    outcome: { ...record.outcome, warning: joinWarnings(record.outcome.warning, warning) },
  };
}

function joinWarnings(...warnings: readonly (string | undefined)[]): string {
  return warnings.filter((warning) => warning !== undefined).join('; ');
}

/** Why nothing was sent. */
export interface NotSent {
  readonly reason: NotSentReason;
  readonly detail?: string;
  readonly holder?: Holder;
}

/** The command provably never reached the terminal. */
export function recordNotSent(record: Snapshot, why: NotSent, at: string): Snapshot {
  if (isFinal(record.status)) return record;
  const { detail: _, ...outcome } = record.outcome;
  return withState({ ...record, outcome: { ...outcome, ...why } }, 'not_sent', at);
}

/** Only a person or a late answer can settle the outcome. */
export function requestAttention(record: Snapshot, detail: string, at: string): Snapshot {
  if (isFinal(record.status)) return record;
  return withState({ ...record, outcome: { ...record.outcome, detail } }, 'needs_attention', at);
}

/** A person settled what Getnet did not tell: no result of a terminal goes with it. */
export interface PersonalSettlement {
  readonly resolution: SettledResolution;
  /** The attempt that the verdict is about. */
  readonly accepted: Accepted;
  readonly idPosTxs: IdPosTxs | undefined;
  readonly warning?: string | undefined;
}

export function recordResolution(record: Snapshot, settled: PersonalSettlement, at: string): Snapshot {
  if (isFinal(record.status)) return record;
  const { resolution, accepted, idPosTxs, warning } = settled;
  const { verdict } = resolution;
  const { retryUntil: _until, idPosTxs: _number, ...others } = record;
  const outcome: Outcome = {
    moneyMoved: record.outcome.moneyMoved,
    evidence: 'operator',
    ...(verdict === 'not_sent' && { reason: 'cancelled', detail: SETTLED_NOT_SENT }),
    ...(warning !== undefined && { warning }),
  };
  const status = verdict === 'not_sent' ? verdict : deriveProvenStatus(verdict, accepted.type);
  const ours = { ...others, accepted: dropPersonalData(accepted), outcome, resolution };
  const known = withPrevious(withIdPosTxs(ours, idPosTxs), record.accepted.previous);
  const said = { source: 'operator', says: describeResolution(resolution) } as const;
  return withState(withEvidence(known, said, at), status, at);
}

const SETTLED_NOT_SENT = 'an operator settled it as not sent';
