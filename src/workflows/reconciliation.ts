import {
  CancellationScope,
  allHandlersFinished,
  condition,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { ComparisonReport } from '../activities/contract.js';
import type { Closing } from '../domain/closing.js';
import { MAX_ROUNDS, deriveClosingId, deriveReportId } from '../domain/reconciliation-id.js';
import { Announcer } from './announcer.js';
import { comparisonProxy } from './activity-proxies.js';
import { obtainReport } from './obtain-report.js';
import { ReconciliationState } from './reconciliation-state.js';
import { differencesSettledUpdate, standingQuery } from './reconciliation.messages.js';
import type { ReconciliationInput, ReconciliationStanding } from './reconciliation.messages.js';
import { transactionStatusKey } from './search-attributes.messages.js';

/**
 * A terminal's own numbers against ours. The report is a transaction like any other, so that it takes its turn at the terminal. Where it
 * is to close the batch, it does so once nothing is open, and only as it was compared. What differs waits for people; the run ends when
 * they have dealt with all of it.
 */
export async function reconciliation(input: ReconciliationInput): Promise<ReconciliationStanding> {
  const state = new ReconciliationState(input);
  setHandler(standingQuery, () => state.standing, { description: 'The reconciliation as it stands' });
  setHandler(differencesSettledUpdate, (request) => state.settle(request), {
    description: 'A person has dealt with differences',
    validator: (request) => state.requireDifferences(request),
  });
  return CancellationScope.nonCancellable(() => run(state));
}

async function run(state: ReconciliationState): Promise<ReconciliationStanding> {
  state.update({ status: 'running' });
  for (let round = 1; !(await makeRound(state, round)); round += 1)
    await sleep(round * PAUSE_STEP_MS, { summary: 'until the terminal is asked again' });
  if (state.standing.status === 'different') await announceDifference(state.standing);
  if (state.openDifferences.length > 0) await waitForPeople(state);
  await condition(allHandlersFinished);
  return state.standing;
}

/** Payments under way are given time to end before a terminal is closed: some four minutes in all. */
const PAUSE_STEP_MS = 5_000;

/** @returns whether it was the last one. */
async function makeRound(state: ReconciliationState, round: number): Promise<boolean> {
  const { input, closing } = state.standing;
  const reportId = deriveReportId(input.id, round);
  state.update({ reportId });
  const report = await obtainReport({ input, type: 'details', transactionId: reportId });
  if (report.kind === 'not_told') {
    state.update({ status: 'incomplete', why: report.why, ...giveUpClosing(closing, report.why) });
    return true;
  }
  const { at = 0, ...found } = await comparisonProxy.compareTerminal({ merchant: input.merchant, reportId });
  const closed = closing && (await close(state, found, round));
  if (closed?.isTooEarly && round < MAX_ROUNDS) return false;
  const { status, counts, lines, batch } = found;
  const comparedAt = new Date(at).toISOString();
  state.update({ status, counts, lines, batch, comparedAt, ...(closed && { closing: closed.closing }) });
  return true;
}

function giveUpClosing(closing: Closing | undefined, why: string): Pick<ReconciliationStanding, 'closing'> {
  return closing ? { closing: { ...closing, state: 'not_closed', why } } : {};
}

/** What came of a closing; `isTooEarly`: it may be closed once a payment has ended. */
interface ClosingEnd {
  readonly closing: Closing;
  readonly isTooEarly: boolean;
}

async function close(
  { standing: { input, reportId } }: ReconciliationState,
  { unsettled }: Pick<ComparisonReport, 'unsettled'>,
  round: number,
): Promise<ClosingEnd | undefined> {
  const { closes: type } = input;
  if (type === undefined) return undefined;
  if (unsettled !== undefined)
    return { closing: { type, state: 'not_closed', why: unsettled }, isTooEarly: true };
  const transactionId = deriveClosingId(input.id, round);
  const end = await obtainReport({ input, type, transactionId, closesAfter: reportId });
  if (end.kind === 'told') return { closing: { type, state: 'closed', transactionId }, isTooEarly: false };
  const state = end.isUnknown ? 'unknown' : 'not_closed';
  const closing = { type, state, transactionId, why: end.why } as const;
  return { closing, isTooEarly: end.reason === 'not-settled' };
}

/** The merchant's endpoints are told that there is something to read. */
async function announceDifference(standing: ReconciliationStanding): Promise<void> {
  const { input, status, counts, batch, comparedAt } = standing;
  const { id, merchant, terminal } = input;
  const links = { self: `/v1/reconciliations/${id}` };
  const shown = { id, status, terminalId: terminal.id, comparedAt, batch, counts, links };
  await new Announcer().announce({
    merchant,
    type: 'reconciliation.different',
    key: `${id}_different`,
    at: comparedAt ?? input.createdAt,
    subject: { kind: 'other', shown },
  });
}

/** Each difference is a case of the attention list until somebody settles it. */
async function waitForPeople(state: ReconciliationState): Promise<void> {
  upsertSearchAttributes([{ key: transactionStatusKey, value: 'needs_attention' }]);
  await condition(() => state.openDifferences.length === 0);
  upsertSearchAttributes([{ key: transactionStatusKey, value: 'completed' }]);
}
