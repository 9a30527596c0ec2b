import { heartbeat } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { findClosingObstacle, listUnsettled, nameToMerchant } from '../domain/closing.js';
import { buildCustomId } from '../domain/ids.js';
import type { TransactionId } from '../domain/ids.js';
import { isDifference } from '../domain/reconciliation-lines.js';
import { collectOurs, endsPast } from '../domain/reconciliation-ours.js';
import { reconcile } from '../domain/reconciliation.js';
import type { Snapshot } from '../domain/snapshot.js';
import { isFinal } from '../domain/status.js';
import { toDevice } from '../domain/terminal.js';
import { hasClosedBatch, listPreceding, walkBack } from '../domain/terminal-chain.js';
import type { Accepted } from '../domain/transaction.js';
import { getCountryPack } from '../getnet/countries/countries.js';
import { isOpen, undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import { leaseWorkflowId } from '../workflows/terminal-lease.messages.js';
import { transactionWorkflowId } from '../workflows/transaction.messages.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { readLastHolder } from './leases.js';
import { openTransaction } from './open-transaction.js';
import type {
  ClosingActivities,
  ComparisonOrder,
  ComparisonReport,
  ReconciliationActivities,
  ReportOrder,
  ReportProgress,
} from './reconciliation-contract.js';
import { createReaderWithFallback } from './read-with-fallback.js';
import { requireTransaction } from './void-obstacle.js';

/** Asks a terminal for its own numbers, and compares them with what our runs say. */
export function reconciliationActivities(deps: Dependencies): ReconciliationActivities {
  return {
    startReport: (order) => startReport(deps, order),
    readReport: async (order) => ({ ...(await readReport(deps, order)), at: Date.now() }),
    compareTerminal: async (order) => ({ ...(await compareTerminal(deps, order)), at: Date.now() }),
  };
}

/** Asked by closings, with the lease of their terminal in hand. */
export function closingActivities(deps: Dependencies): ClosingActivities {
  return {
    async checkClosing({ previous, closesAfter, merchant }) {
      const isEnd = ({ accepted }: Snapshot) => accepted.transactionId === closesAfter;
      const read = (id: TransactionId) => requireTransaction(deps, id);
      const since = await walkBack(read, previous, { isEnd, maxTransactions: MAX_OPERATIONS_SINCE_REPORT });
      return { obstacle: findClosingObstacle({ since, report: closesAfter, merchant }), at: Date.now() };
    },
  };
}

/** More than comes in between a report and the closing after it. */
const MAX_OPERATIONS_SINCE_REPORT = 50;

/** It waits for a busy terminal as long as a shop may, and is then tried again. */
const MAX_WAIT_MS = 600_000;

/** An ordinary report: it takes its turn at the terminal, and nothing runs beside it. */
async function startReport(
  deps: Dependencies,
  { input, type, closesAfter, transactionId, attempt }: ReportOrder,
): Promise<void> {
  const { id, merchant, policy, requestedBy } = input;
  const terminal = deps.findTerminal(merchant, input.terminal.id) ?? input.terminal;
  const previous = await readLastHolder(deps, leaseWorkflowId(toDevice(terminal)), { transactionId });
  const nowMs = Date.now();
  const accepted: Accepted = {
    transactionId,
    attempt,
    customId: buildCustomId({ transactionId, attempt }),
    requestHash: `report for ${id}`,
    merchant,
    terminal,
    type,
    reference: id,
    options: getCountryPack(terminal.country).commands[type]?.defaults({ transactionId }, {}) ?? {},
    ...(closesAfter && { closesAfter }),
    ...(previous && { previous }),
    ...(requestedBy !== undefined && { acceptedBy: requestedBy }),
    maxWaitMs: MAX_WAIT_MS,
    createdAt: new Date(nowMs).toISOString(),
    dispatchBy: nowMs + policy.limits.dispatchWithin,
  };
  await openTransaction(deps, { version: 1, accepted, policy }, attempt);
}

async function readReport(
  deps: Dependencies,
  { transactionId }: Pick<ReportOrder, 'transactionId'>,
): Promise<ReportProgress> {
  const snapshot = await requireTransaction(deps, transactionId);
  if (snapshot === undefined)
    return { kind: 'not_told', why: 'its report is not known to Temporal', isUnknown: true };
  if (snapshot.status === 'not_sent') return toNotSent(snapshot, await isRunning(deps, transactionId));
  if (snapshot.status === 'completed') return { kind: 'told' };
  if (snapshot.status === 'needs_attention')
    return { kind: 'not_told', why: 'its outcome is not known', isUnknown: true };
  if (!isFinal(snapshot.status)) return { kind: 'open' };
  const { responseMessage } = snapshot.outcome.result ?? {};
  const words = responseMessage ? `: ${responseMessage}` : '';
  return { kind: 'not_told', why: `the terminal declined it${words}` };
}

async function isRunning(deps: Dependencies, id: TransactionId): Promise<boolean> {
  const run = deps.temporal.workflow.getHandle(transactionWorkflowId(id));
  const found = await callTemporal(deps, () => run.describe()).catch(undefinedWhenNotFound);
  return found !== undefined && isOpen(found.status.name);
}

/** A run that has ended, or was ended by hand and recovered, opens no further attempt. */
function toNotSent({ outcome, accepted, retryUntil }: Snapshot, isRunning: boolean): ReportProgress {
  const { reason, detail } = outcome;
  if (reason === undefined) return { kind: 'not_told', why: 'it was not sent' };
  const mayRetry = isRunning && retryUntil !== undefined && Date.now() < Date.parse(retryUntil);
  return { kind: 'not_sent', attempt: accepted.attempt, reason, detail, mayRetry };
}

/** More than a batch holds on a busy day: each is read by itself. */
const MAX_IN_A_BATCH = 2_000;
/** Of the batch before, which only explains lines. */
const MAX_EXPLAINING = 500;

/**
 * Our side is what had the terminal before its report, from the runs themselves: each names the one before it. Nothing can have come in
 * between, and no list that is a second behind makes a difference that is none.
 */
async function compareTerminal(
  deps: Dependencies,
  { merchant, reportId }: ComparisonOrder,
): Promise<ComparisonReport> {
  const reported = await requireReport(deps, reportId);
  const readOne = createReaderWithFallback(deps);
  const read = (id: TransactionId) => {
    heartbeat();
    return readOne(id);
  };
  const { report } = reported.outcome.result ?? {};
  const { country } = reported.accepted.terminal;
  const until = reported.finalAt ?? reported.accepted.createdAt;
  const reportFacts = { country, report, reportedAtMs: Date.parse(until) };
  const limits = { isEnd: endsPast(reportFacts), maxTransactions: MAX_IN_A_BATCH };
  const batch = await walkBack(read, listPreceding(reported), limits);
  const closing = batch.transactions.find(hasClosedBatch);
  const before = closing === undefined ? [] : listPreceding(closing);
  const earlier = await walkBack(read, before, { isEnd: hasClosedBatch, maxTransactions: MAX_EXPLAINING });
  const past = { ...reportFacts, merchant, batch, earlier };
  const { ours, isComplete: isOursComplete, since, closedBy } = collectOurs(past);
  const { status, counts, lines } = reconcile({ country, report, ours, isOursComplete });
  const sorted = [...lines.filter(isDifference), ...lines.filter((line) => !isDifference(line))];
  const open = listUnsettled(batch.transactions);
  const found = { status, counts, lines: sorted, batch: { since, until, closedBy } };
  if (open.length === 0) return found;
  return { ...found, unsettled: `payments have no proven outcome: ${nameToMerchant(open, merchant)}` };
}

async function requireReport(deps: Dependencies, reportId: TransactionId): Promise<Snapshot> {
  const reported = await requireTransaction(deps, reportId);
  if (reported?.status === 'completed') return reported;
  throw ApplicationFailure.retryable(`The report ${reportId} cannot be read now.`, 'ReportUnreadable');
}
