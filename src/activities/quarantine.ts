import type { WorkflowExecutionDescription } from '@temporalio/client';
import { parseTransactionId } from '../domain/ids.js';
import type { TransactionId } from '../domain/ids.js';
import {
  MAX_COUNTED_BACK,
  describeQuarantine,
  isProofOfOutcome,
  listUnknownInRow,
  markSilence,
} from '../domain/quarantine.js';
import type { UnknownOutcome } from '../domain/quarantine.js';
import type { Device } from '../domain/terminal.js';
import { walkBack } from '../domain/terminal-chain.js';
import { isSale } from '../domain/transaction-type.js';
import { isOpen, undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import { leaseWorkflowId } from '../workflows/terminal-lease.messages.js';
import type { LeaseMemo } from '../workflows/terminal-lease.messages.js';
import {
  buildQuarantineStart,
  quarantineEndedUpdate,
  quarantineWorkflowId,
  terminalQuarantineWorkflow,
} from '../workflows/terminal-quarantine.messages.js';
import {
  buildQueueStart,
  queueChangedSignal,
  queueQuery,
  queueWorkflowId,
  terminalQueueWorkflow,
} from '../workflows/terminal-queue.messages.js';
import type { QueueChange, QueueMemo } from '../workflows/terminal-queue.messages.js';
import { turnCameSignal } from '../workflows/transaction.messages.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { describeLatest, findQuarantine } from './find-quarantine.js';
import type {
  QuarantineClosing,
  QuarantineActivities,
  UnknownCount,
  UnknownReport,
} from './quarantine-contract.js';
import { createReaderWithFallback } from './read-with-fallback.js';

/** Counts the unknown outcomes of terminals, and begins and ends their quarantines. */
export function quarantineActivities(deps: Dependencies): QuarantineActivities {
  return {
    countUnknown: async (report) => ({ ...(await countUnknown(deps, report)), at: Date.now() }),
    async endQuarantineByPoll({ device, transactionId }) {
      const at = Date.now();
      const isEnded = (await findQuarantine(deps, device)) !== undefined;
      if (isEnded) await endByPoll(deps, device, transactionId);
      return { isEnded, at };
    },
    async closeToPayments(closing) {
      await signalClosed(deps, closing.device);
      await refuseWaitingPayments(deps, closing);
      return { at: Date.now() };
    },
    async openToPayments(device) {
      const at = Date.now();
      const queue = deps.temporal.workflow.getHandle(queueWorkflowId(device));
      const open = () => queue.signal(queueChangedSignal, { version: 1, kind: 'opens', at });
      await callTemporal(deps, open).catch(undefinedWhenNotFound);
      return { at };
    },
  };
}

/**
 * The count is not stored. It is computed from what the transactions of the terminal report, so no proof has to be sent anywhere. Each
 * outcome is reported once, so a run that does not answer now would be missing for good: then the count is repeated.
 */
async function countUnknown(deps: Dependencies, report: UnknownReport): Promise<UnknownCount> {
  const { device, transactionId, quarantineAfter, isSilent } = report;
  const [lease, last] = await Promise.all([
    describeLatest(deps, leaseWorkflowId(device)),
    describeLatest(deps, quarantineWorkflowId(device)),
  ]);
  const from = [...new Set([findHolder(lease) ?? transactionId, transactionId])];
  const walk = await walkBack(createReaderWithFallback(deps), from, {
    isEnd: isProofOfOutcome,
    maxTransactions: MAX_COUNTED_BACK,
  });
  const { transactions } = walk;
  const endedAtMs = last?.closeTime?.getTime();
  const inRow = listUnknownInRow(transactions, endedAtMs);
  const unknown = isSilent ? markSilence(inRow, transactionId, { transactions, endedAtMs }) : inRow;
  const isQuarantined = last !== undefined && isOpen(last.status.name);
  const isEnough = unknown.length >= quarantineAfter || unknown.some((one) => one.isSilent);
  const isDue = isEnough && !isQuarantined;
  if (isDue) await quarantine(deps, report, unknown);
  return { inRow: unknown.length, isQuarantined: isDue || isQuarantined };
}

function findHolder(lease: WorkflowExecutionDescription | undefined): TransactionId | undefined {
  const { holder } = (lease?.memo ?? {}) as Partial<LeaseMemo>;
  return holder && parseTransactionId(holder.transactionId);
}

/** New payments check for a quarantine before it begins, so that none starts in between. */
async function quarantine(
  deps: Dependencies,
  { device, merchant, terminalId }: UnknownReport,
  unknown: readonly UnknownOutcome[],
): Promise<void> {
  await signalClosed(deps, device);
  const since = new Date().toISOString();
  const input = { version: 1, device, merchant, terminalId, unknown, since } as const;
  const options = buildQuarantineStart(input, deps.taskQueue);
  await callTemporal(deps, () => deps.temporal.workflow.start(terminalQuarantineWorkflow, options));
  deps.count('terminal_quarantined');
}

/** Longer than the pause between two signals of a quarantine: a queue that hears no more of it opens by itself. */
const CLOSED_FOR_MS = 900_000;

async function signalClosed(deps: Dependencies, device: Device): Promise<void> {
  const at = Date.now();
  const change: QueueChange = { version: 1, kind: 'closes', until: at + CLOSED_FOR_MS, at };
  const memo: QueueMemo = { isClosed: true };
  await callTemporal(deps, () =>
    deps.temporal.workflow.signalWithStart(terminalQueueWorkflow, {
      ...buildQueueStart(device, deps.taskQueue),
      memo: { ...memo },
      signal: queueChangedSignal,
      signalArgs: [change],
    }),
  );
}

/** Those that wait, and one that has the terminal and has sent nothing yet. */
async function refuseWaitingPayments(
  deps: Dependencies,
  { device, unknown }: QuarantineClosing,
): Promise<void> {
  const queue = deps.temporal.workflow.getHandle(queueWorkflowId(device));
  const [view, lease] = await Promise.all([
    callTemporal(deps, () => queue.query(queueQuery)),
    describeLatest(deps, leaseWorkflowId(device)),
  ]);
  const waiting = view.waiters.filter(({ isPayment }) => isPayment);
  const { holder } = (lease && isOpen(lease.status.name) ? lease.memo : {}) as Partial<LeaseMemo>;
  const isUnsent =
    holder && isSale(holder.type) && unknown.every(({ transactionId: id }) => id !== holder.transactionId);
  const at = Date.now();
  for (const { workflowId, runId, attempt, merchant } of [...waiting, ...(isUnsent ? [holder] : [])]) {
    const refusedBecause = describeQuarantine(unknown, merchant);
    const run = deps.temporal.workflow.getHandle(workflowId, runId);
    const signal = () => run.signal(turnCameSignal, { version: 1, attempt, at, refusedBecause });
    await callTemporal(deps, signal).catch(undefinedWhenNotFound);
  }
}

/** Asked again it is the same update: the first answer counts. */
async function endByPoll(deps: Dependencies, device: Device, transactionId: TransactionId): Promise<void> {
  const run = deps.temporal.workflow.getHandle(quarantineWorkflowId(device));
  const end = { version: 1, kind: 'polled', transactionId, at: Date.now() } as const;
  const update = () =>
    run.executeUpdate(quarantineEndedUpdate, { updateId: `polled/${transactionId}`, args: [end] });
  await callTemporal(deps, update).catch(undefinedWhenNotFound);
}
