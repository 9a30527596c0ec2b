import { expect, it } from '@jest/globals';
import { decideConfirmation, needsConfirmation, openConfirmation } from '../../src/domain/confirmation.js';
import { withLateCharges } from '../../src/domain/late-charge.js';
import { findProvenOutcome } from '../../src/domain/proof.js';
import {
  closeDoubt,
  enterStatus,
  openDoubt,
  openRecord,
  recordNotSent,
  recordProof,
  requestAttention,
  withEvidence,
} from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { deriveMoneyMoved, isFinal } from '../../src/domain/status.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { approved, declined, requireIdPosTxs, saleInput } from '../support/terms.js';

/** EVIDENCE_ORDERS=5000000 tries as many. */
const orders = Number(process.env['EVIDENCE_ORDERS'] ?? 200_000);
const LONGEST = 12;

const { accepted } = saleInput({ confirmWithinMs: 60_000 });
const startMs = Date.parse(accepted.createdAt);
const number = requireIdPosTxs('900001');
const busy = { reason: 'terminal-busy' } as const;

/** What has been said so far, by whom it counts. */
interface ReportedSoFar {
  approval: boolean;
  decline: boolean;
  refusal: boolean;
}

/** One thing that may happen to a transaction, whenever it does. */
interface Occurrence {
  readonly name: string;
  readonly apply: (record: Snapshot, at: string, reported: ReportedSoFar) => Snapshot;
}

const answers: readonly [string, Verdict, isLifecycleOver: boolean][] = [
  ['approved', approved(), false],
  ['declined', declined(), false],
  ['approved without a code, early', { ...approved(), kind: 'approved_without_code' }, false],
  ['approved without a code, after the lifecycle', { ...approved(), kind: 'approved_without_code' }, true],
  ['in process', { kind: 'pending', idPosTxs: number }, false],
  ['not found', { kind: 'not_found' }, true],
  ['another sale', { kind: 'contradiction', fields: ['customId'], foreign: true }, true],
  ['nothing readable', { kind: 'silent', cause: 'HTTP 502' }, true],
];

const occurrences: readonly Occurrence[] = [
  ...answers.map(([name, verdict, isLifecycleOver]) => ({
    name,
    apply: (record: Snapshot, at: string, reported: ReportedSoFar) => {
      const noted = withEvidence(record, { source: 'status_query', says: name }, at);
      const outcome = findProvenOutcome(verdict, { isLifecycleOver });
      if (outcome === undefined) return noted;
      if (!isFinal(record.status))
        reported[outcome.proof.kind === 'approved' ? 'approval' : 'decline'] = true;
      return recordProof(noted, { ...outcome, source: 'status_query' }, at);
    },
  })),
  {
    name: 'a callback claims an approval',
    apply: (record, at) => withEvidence(record, { source: 'callback', says: 'claims approved' }, at),
  },
  { name: 'acknowledged', apply: (record, at) => enterStatus(record, 'in_progress', at) },
  { name: 'being verified', apply: (record, at) => enterStatus(record, 'verifying', at) },
  { name: 'a cancel is asked for', apply: (record, at) => enterStatus(record, 'cancel_requested', at) },
  { name: 'the budget is over', apply: (record, at) => requestAttention(record, 'nobody knows', at) },
  {
    name: 'refused',
    apply: (record, at, reported) => {
      if (!isFinal(record.status)) reported.refusal = true;
      return recordNotSent(record, busy, at);
    },
  },
  { name: 'called back although it was refused', apply: (record, at) => openDoubt(record, 'doubted', at) },
  {
    name: 'that callback was wrong',
    apply: (record, at, reported) => (reported.refusal ? closeDoubt(record, busy, at) : record),
  },
  {
    name: 'a charge after a refusal',
    apply: (record, at, reported) => {
      if (!reported.refusal) return record;
      reported.approval = true;
      const charge = { proof: approved(), source: 'status_query', accepted, idPosTxs: number } as const;
      return withLateCharges(record, [charge], at);
    },
  },
  {
    name: 'the confirmation opens',
    apply: (record, at) => (needsConfirmation(record) ? openConfirmation(record, Date.parse(at)) : record),
  },
  { name: 'confirmed', apply: (record, at) => decideConfirmation(record, 'confirmed', at) },
  { name: 'not confirmed in time', apply: (record, at) => decideConfirmation(record, 'expired', at) },
];

/** mulberry32 */
function createPicker(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

/** @returns what is wrong with a step; undefined where nothing is. */
function findFault(before: Snapshot, after: Snapshot, reported: ReportedSoFar): string | undefined {
  const { status, outcome, states, evidence, finalAt } = after;
  if (status === 'approved' && !reported.approval) return 'approved, and nobody said so';
  if (status === 'declined' && !reported.decline) return 'declined, and nobody said so';
  if (status === 'not_sent' && !reported.refusal) return 'not sent, and nobody refused it';
  if (before.status === 'approved' && status !== 'approved') return 'an approval was lost';
  if (before.status === 'declined' && status !== 'declined' && status !== 'approved')
    return 'a decline was left for something unknown';
  if (before.status === 'not_sent' && status === 'declined') return 'not sent gave way to a decline';
  if (outcome.moneyMoved !== deriveMoneyMoved(status, 'sale')) return 'money and status disagree';
  if (states.at(-1)?.status !== status) return 'the log of states ends elsewhere';
  if (states.some(({ n }, place) => n !== place + 1)) return 'the log of states has a gap';
  if ((finalAt !== undefined) !== isFinal(status)) return 'finalAt and status disagree';
  if (evidence.length > 40) return 'the list of evidence grows without end';
  const decided = before.confirmation?.state;
  if (decided !== undefined && decided !== 'open' && after.confirmation?.state !== decided)
    return 'a decided confirmation was decided again';
  return undefined;
}

function findBrokenOrder(pickBelow: (sides: number) => number): string | undefined {
  const reported: ReportedSoFar = { approval: false, decline: false, refusal: false };
  const names: string[] = [];
  let record = openRecord(accepted);
  for (let length = 1 + pickBelow(LONGEST); length > 0; length -= 1) {
    const occurrence = occurrences[pickBelow(occurrences.length)];
    if (occurrence === undefined) continue;
    names.push(occurrence.name);
    const next = occurrence.apply(record, new Date(startMs + names.length * 1_000).toISOString(), reported);
    const fault = findFault(record, next, reported);
    if (fault !== undefined) return `${fault}, after: ${names.join('; ')}`;
    record = next;
  }
  return undefined;
}

it(`whatever arrives in whatever order: no approval is lost, none is invented (${orders} orders)`, () => {
  const seed = Number(process.env['EVIDENCE_SEED'] ?? Date.now() % 1_000_000);
  const pickBelow = createPicker(seed);
  let tried = 0;
  for (; tried < orders; tried += 1) {
    const fault = findBrokenOrder(pickBelow);
    if (fault !== undefined) throw new Error(`seed ${seed}, order ${tried}: ${fault}`);
  }
  process.stdout.write(`${tried} orders of evidence tried, seed ${seed}\n`);
  expect(tried).toBe(orders);
});
