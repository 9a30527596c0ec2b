import {
  CancellationScope,
  TemporalFailure,
  condition,
  makeContinueAsNewFunc,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { isWaiterOverdue } from '../domain/waiting-line.js';
import type { Waiter } from '../domain/waiting-line.js';
import { queueProxy, watchProxy } from './activity-proxies.js';
import { queueChangedSignal, queueQuery } from './terminal-queue.messages.js';
import type { QueueInput, QueueResult } from './terminal-queue.messages.js';
import { WaitingLine } from './terminal-queue-state.js';
import { WorkflowClock } from './workflow-clock.js';

/**
 * Whose turn it is at a busy terminal. It runs only while somebody waits, or the terminal is quarantined, and while somebody
 * waits no newcomer takes the lease. It never takes a lease itself: it calls the first waiter when the present lease ends, and that
 * waiter takes the lease in its own name. So nothing here can let two transactions use the terminal, and no crash of it loses a
 * waiter.
 */
export async function terminalQueue(input: QueueInput): Promise<QueueResult> {
  const line = new WaitingLine(input, new WorkflowClock(workflowInfo().startTime.getTime()));
  setHandler(queueChangedSignal, (change) => line.apply(change), {
    description: 'Somebody joins, took the terminal, missed it, or leaves',
  });
  setHandler(queueQuery, () => line.view, { description: 'Who waits, in the order of arrival' });
  return CancellationScope.nonCancellable(() => serve(line));
}

/** The signal that started this run is delivered at once; a run started by hand without one ends. */
const FIRST_SIGNAL_MS = 10_000;

async function serve(line: WaitingLine): Promise<QueueResult> {
  if (line.first === undefined) await condition(() => line.hasNews, FIRST_SIGNAL_MS);
  while (line.first !== undefined || line.closedForMs > 0) {
    if (isHistoryLong()) return continueAsNew(line);
    if (line.first === undefined) await waitWhileClosed(line);
    else if (await waitForFreeTerminal(line)) await callFirst(line);
  }
  return { version: 1, served: line.served };
}

/** Nobody waits, and the terminal is quarantined: what a newcomer may do, the quarantine itself decides. */
async function waitWhileClosed(line: WaitingLine): Promise<void> {
  const { closedForMs, closedUntilMs } = line;
  const hasNews = () => line.first !== undefined || line.closedUntilMs !== closedUntilMs || isHistoryLong();
  const summary = 'until the quarantine of the terminal is reported again';
  const wait = () => condition(hasNews, closedForMs, { summary });
  await line.clock.waitAtMost(closedForMs, async () => !(await wait()));
}

const PAUSE_AFTER_FAILURE_MS = 1_000;

/** @returns whether the terminal is free, and somebody still waits for it. */
async function waitForFreeTerminal(line: WaitingLine): Promise<boolean> {
  let isFree = false;
  const watch = async () => {
    try {
      const { heldMs } = await line.clock.read(watchProxy.awaitLeaseEnd(line.device));
      line.recordEndOfHold(heldMs);
    } catch (failure) {
      if (!(failure instanceof TemporalFailure)) throw failure;
      await sleep(PAUSE_AFTER_FAILURE_MS);
    }
    isFree = true;
  };
  void watch();
  await condition(() => isFree || line.first === undefined || isHistoryLong());
  return isFree && line.first !== undefined;
}

const FIRST_PAUSE_MS = 2_000;
const MAX_PAUSE_MS = 15_000;

/** Calls the first waiter until it answers; one that has ended, or whose time is over, loses its place. */
async function callFirst(line: WaitingLine): Promise<void> {
  const waiter = line.first;
  if (waiter === undefined) return;
  line.call(waiter);
  for (let pauseMs = FIRST_PAUSE_MS; line.isCalled(waiter) && !isHistoryLong(); pauseMs *= 2) {
    if (isWaiterOverdue(waiter, line.clock.nowMs()) || (await isGone(line, waiter))) line.remove(waiter);
    else await waitForAnswer(line, waiter, Math.min(pauseMs, MAX_PAUSE_MS));
  }
}

/** Tells the waiter that it is its turn. */
async function isGone(line: WaitingLine, waiter: Waiter): Promise<boolean> {
  try {
    return (await line.clock.read(queueProxy.callWaiter(waiter))).isGone;
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return false;
  }
}

async function waitForAnswer(line: WaitingLine, waiter: Waiter, waitMs: number): Promise<void> {
  const summary = `until ${waiter.transactionId} answers`;
  const wait = () => condition(() => !line.isCalled(waiter), waitMs, { summary });
  await line.clock.waitAtMost(waitMs, async () => !(await wait()));
}

/** Without a memo of its own, the new run has the one this run was started with. */
function continueAsNew({ input, memo }: WaitingLine): Promise<never> {
  return makeContinueAsNewFunc<typeof terminalQueue>({ memo: { ...memo } })(input);
}

function isHistoryLong(): boolean {
  return workflowInfo().continueAsNewSuggested;
}
