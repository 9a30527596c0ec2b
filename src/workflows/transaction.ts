import { CancellationScope, allHandlersFinished, condition } from '@temporalio/workflow';
import type { LeaseGrant } from '../activities/contract.js';
import type { NotSent } from '../domain/record.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { Announces } from '../domain/webhook-audience.js';
import { chooseAnswerTiming } from './answer-in-new-task.js';
import { buildQuarantined, confirmNotSent, releaseTerminal } from './acquire-terminal.js';
import { registerCancelHandlers } from './cancel-request.js';
import { confirmOrUndo } from './confirm-or-undo.js';
import { startDispatch } from './dispatch-command.js';
import { withKeptTerminal } from './kept-terminal.js';
import { registerOperatorHandlers } from './operator-handlers.js';
import { waitForRetry } from './wait-for-retry.js';
import { keepContradictions } from './news-after-proof.js';
import { recallFirstRun } from './recall-first-run.js';
import { endQuarantineByPoll } from './report-to-quarantine.js';
import { searchForOutcome, verifyDoubts } from './search-for-outcome.js';
import type { TransactionInput } from './transaction.messages.js';
import { StateAnnouncer } from './state-announcer.js';
import { TransactionState } from './transaction-state.js';
import { requireClosable } from './require-closable.js';
import { describeEnd } from './ui-details.js';
import { reportUndo, requestUndoPermission } from './undo-permission.js';
import { acquireOrWait, registerTurns } from './wait-for-turn.js';
import { registerHandlers } from './transaction-handlers.js';
import { readShownSnapshot } from './shown-snapshot.js';

/**
 * One command on one terminal, from request to proven end. An attempt that was not sent parks the run: its key may try again
 * in this same run, until its time is over.
 *
 * @returns the outcome: approved, declined, completed, or not sent.
 */
export async function transaction(input: TransactionInput): Promise<Snapshot> {
  const state = new TransactionState(input);
  registerHandlers(state);
  registerCancelHandlers(state);
  registerTurns(state);
  registerOperatorHandlers(state);
  return CancellationScope.nonCancellable(() => {
    const announcer = input.announces && startAnnouncing(state, input.announces);
    return run(state, announcer);
  });
}

/** It stops with the run, which waits for it before it ends. */
function startAnnouncing(state: TransactionState, announces: Announces): StateAnnouncer {
  return StateAnnouncer.start({
    announces,
    readSnapshot: () => readShownSnapshot(state),
    listAttempts: () => state.attempts.all,
  });
}

async function run(state: TransactionState, announcer?: StateAnnouncer): Promise<Snapshot> {
  for (;;) {
    const terminal = await makeAttempt(state);
    if (!state.mayStillChange) break;
    const next = await waitForRetry(state, terminal);
    if (state.doubtedAttempts.length === 0) await releaseTerminal(state, terminal);
    if (next === undefined) break;
    state.openNext(next);
  }
  if (!state.isSettled) await goOnFromFirstRun(state);
  await confirmOrUndo(state);
  return endRun(state, announcer);
}

/** This run repeats an earlier one, as was found when it was about to end *not sent*. */
async function goOnFromFirstRun(state: TransactionState): Promise<void> {
  await recallFirstRun(state);
  await searchForOutcome(state, { kind: 'reset' });
}

/** Acquire, ask for permission, send, search until it is known how it ended, release. */
async function makeAttempt(state: TransactionState): Promise<LeaseGrant> {
  const terminal = await acquireOrWait(state);
  if (terminal.kind === 'acquired' && isSendable(state)) await requestUndoPermission(state);
  if (terminal.kind === 'acquired' && isSendable(state)) await requireClosable(state);
  do {
    if (terminal.kind === 'acquired' && isSendable(state)) await send(state, terminal);
    if (state.repeatsAnEarlierRun) {
      await recallFirstRun(state);
      state.current.answerTiming ??= 'in_new_task';
    }
    await searchForOutcome(state, terminal);
    await confirmRefusal(state);
  } while (!state.isSettled && state.current.notSent === undefined);
  state.current.answerTiming ??= isTakenByOthers(terminal)
    ? chooseAnswerTiming(state.accepted)
    : 'in_new_task';
  await endQuarantineByPoll(state);
  await reportUndo(state);
  if (state.doubtedAttempts.length === 0) await releaseTerminal(state, terminal);
  return terminal;
}

function isTakenByOthers({ kind }: LeaseGrant): boolean {
  return kind === 'held' || kind === 'quarantined';
}

function isSendable({ isSettled, repeatsAnEarlierRun, current }: TransactionState): boolean {
  return !isSettled && !repeatsAnEarlierRun && current.notSent === undefined;
}

/** Nothing is sent while a callback about an earlier attempt is not verified. */
async function send(state: TransactionState, terminal: LeaseGrant): Promise<void> {
  if (state.current.isWithheld && state.doubtedAttempts.length === 0) await pauseAfterWithholding(state);
  while (mustVerifyFirst(state)) await verifyDoubts(state, terminal);
  if (!isSendable(state)) return;
  const why = findReasonNotToSend(state);
  await (why ? confirmNotSent(state, why) : startDispatch(state));
}

function mustVerifyFirst(state: TransactionState): boolean {
  const { doubtedAttempts, clock, accepted } = state;
  return doubtedAttempts.length > 0 && clock.nowMs() < accepted.dispatchBy && !findReasonNotToSend(state);
}

/** It was cancelled, or its terminal was quarantined after it had taken it. */
function findReasonNotToSend({ cancel, current }: TransactionState): NotSent | undefined {
  if (cancel.isTaken) return { reason: 'cancelled' };
  return current.refusedBecause === undefined ? undefined : buildQuarantined(current.refusedBecause);
}

const WITHHELD_PAUSE_MS = 1_000;

/** The worker could not ask this run whether the command may be sent: it asks again, not at once. */
async function pauseAfterWithholding(state: TransactionState): Promise<void> {
  const seen = state.newsCount;
  const hasNews = () => state.newsCount > seen;
  const summary = 'until the command is tried again';
  const wait = () => condition(hasNews, WITHHELD_PAUSE_MS, { summary });
  await state.clock.waitAtMost(WITHHELD_PAUSE_MS, async () => !(await wait()));
}

/** A refusal ends the attempt, unless this run repeats an earlier one, which may have sent. */
async function confirmRefusal(state: TransactionState): Promise<void> {
  const { notSent } = state.current;
  if (notSent === undefined || state.isSettled) return;
  await confirmNotSent(state, notSent);
}

async function endRun(state: TransactionState, announcer?: StateAnnouncer): Promise<Snapshot> {
  state.isParked = false;
  state.attempts.answerAll();
  state.describe(describeEnd(state));
  state.publish();
  await condition(allHandlersFinished);
  if (announcer) await announcer.waitUntilAnnounced();
  if (state.contradictions.length > 0) await keepContradictions(state);
  return withKeptTerminal(state.snapshot, state);
}
