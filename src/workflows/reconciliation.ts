import {
  ApplicationFailure,
  CancellationScope,
  allHandlersFinished,
  condition,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { ReportProgress } from '../activities/contract.js';
import { findSettlingFault, listOpenDifferences } from '../domain/reconciliation-cases.js';
import { deriveReportId } from '../domain/reconciliation-id.js';
import { comparisonProxy, reportProxy } from './activity-proxies.js';
import { NOT_A_DIFFERENCE, differencesSettledUpdate, standingQuery } from './reconciliation.messages.js';
import type {
  ReconciliationInput,
  ReconciliationStanding,
  SettleDifferences,
} from './reconciliation.messages.js';
import { describeStanding } from './reconciliation-details.js';
import { transactionStatusKey } from './search-attributes.messages.js';
import { computePauseMs } from './undo-by-service.js';

/**
 * A terminal's own numbers against ours. The report is a transaction like any other, so that it takes its turn at the terminal. What
 * differs waits for people; the run ends when they have dealt with all of it.
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
  state.describe();
  const report = await obtainReport(state.standing);
  if (report.kind === 'told') await compare(state);
  else state.giveUp(report.why);
  state.describe();
  if (state.openDifferences.length > 0) await waitForPeople(state);
  await condition(allHandlersFinished);
  return state.standing;
}

/** A reconciliation as it comes to know more. */
class ReconciliationState {
  standing: ReconciliationStanding;

  constructor(input: ReconciliationInput) {
    const reportId = deriveReportId(input.id);
    this.standing = { version: 1, input, status: 'running', reportId, lines: [], settled: [] };
  }

  get openDifferences(): readonly number[] {
    return listOpenDifferences(this.standing);
  }

  update(known: Partial<ReconciliationStanding>): void {
    this.standing = { ...this.standing, ...known };
  }

  giveUp(why: string): void {
    this.update({ status: 'incomplete', why });
  }

  requireDifferences({ lines }: SettleDifferences): void {
    const fault = findSettlingFault(this.standing, lines);
    if (fault !== undefined) throw ApplicationFailure.nonRetryable(fault, NOT_A_DIFFERENCE);
  }

  /** What somebody has settled before stays as it is. */
  settle({ lines, reason, by, at }: SettleDifferences): ReconciliationStanding {
    const open = this.openDifferences.filter((place) => lines === undefined || lines.includes(place));
    const settled = open.map((line) => ({ line, reason, by, at: new Date(at).toISOString() }));
    this.update({ settled: [...this.standing.settled, ...settled] });
    this.describe();
    return this.standing;
  }

  describe(): void {
    setCurrentDetails(describeStanding(this.standing));
  }
}

type ReportEnd = Extract<ReportProgress, { kind: 'told' | 'not_told' }>;

/** A terminal that is busy is waited for, in its queue and, where somebody uses it by hand, by asking again. */
const MOST_ATTEMPTS = 20;
const PAUSE_WHEN_BUSY_MS = 15_000;
const LONGEST_PAUSE_MS = 30_000;

async function obtainReport({ input, reportId: transactionId }: ReconciliationStanding): Promise<ReportEnd> {
  for (let attempt = 1; ; attempt += 1) {
    await reportProxy.startReport({ input, transactionId, attempt });
    const end = await followReport({ transactionId, attempt });
    if (end.kind !== 'not_sent') return end;
    const why = `the report was not sent: ${end.reason}${end.detail === undefined ? '' : ` (${end.detail})`}`;
    if (!end.mayRetry || end.reason !== 'terminal-busy' || attempt === MOST_ATTEMPTS)
      return { kind: 'not_told', why };
    await sleep(PAUSE_WHEN_BUSY_MS, { summary: 'until the busy terminal is asked again' });
  }
}

type FollowedEnd = Exclude<ReportProgress, { kind: 'open' }>;

async function followReport(order: Parameters<typeof reportProxy.readReport>[0]): Promise<FollowedEnd> {
  for (let looks = 0; ; looks += 1) {
    const progress = await reportProxy.readReport(order);
    if (progress.kind !== 'open' && !isAttemptBefore(progress, order)) return progress;
    await sleep(computePauseMs(looks, LONGEST_PAUSE_MS), { summary: 'until the report is looked at again' });
  }
}

/** The attempt before is shown until the next one has been opened. */
function isAttemptBefore(progress: FollowedEnd, { attempt }: { readonly attempt: number }): boolean {
  return progress.kind === 'not_sent' && progress.attempt < attempt && progress.mayRetry;
}

async function compare(state: ReconciliationState): Promise<void> {
  const { input, reportId } = state.standing;
  const { at = 0, ...found } = await comparisonProxy.compareTerminal({ merchant: input.merchant, reportId });
  state.update({ ...found, comparedAt: new Date(at).toISOString() });
}

/** Each difference is a case of the attention list until somebody settles it. */
async function waitForPeople(state: ReconciliationState): Promise<void> {
  upsertSearchAttributes([{ key: transactionStatusKey, value: 'needs_attention' }]);
  await condition(() => state.openDifferences.length === 0);
  upsertSearchAttributes([{ key: transactionStatusKey, value: 'completed' }]);
}
