import {
  ApplicationFailure,
  CancellationScope,
  allHandlersFinished,
  condition,
  setHandler,
} from '@temporalio/workflow';
import { failureTypeOf } from '../domain/not-sent.js';
import type { Snapshot } from '../domain/snapshot.js';
import { acquireTerminal, giveBack } from './acquire-terminal.js';
import { dispatchOnce } from './dispatch-once.js';
import { askLeaveToUndo, reportUndo } from './leave-to-undo.js';
import { recallFirstRun } from './recall-first-run.js';
import { endInWords } from './search-in-words.js';
import { searchForOutcome } from './search-for-outcome.js';
import {
  answeredSignal,
  callbackArrivedSignal,
  dispatchedUpdate,
  snapshotQuery,
} from './transaction.messages.js';
import type { TransactionInput } from './transaction.messages.js';
import { TransactionStory } from './transaction.story.js';

/**
 * One command on one terminal, from request to proven end.
 *
 * @returns the proven outcome: approved, declined or completed.
 * @throws ApplicationFailure of a not-sent type (`domain/not-sent`) when the command provably never reached the terminal,
 *   with the snapshot as its detail; the key may then try again.
 */
export async function transaction(input: TransactionInput): Promise<Snapshot> {
  const story = new TransactionStory(input);
  listen(story);
  return CancellationScope.nonCancellable(() => tell(story));
}

async function tell(story: TransactionStory): Promise<Snapshot> {
  const terminal = await acquireTerminal(story);
  if (terminal.kind === 'acquired' && !story.isSettled) await send(story);
  if (story.repeatsAnEarlierRun) await recallFirstRun(story);
  story.callerCanBeAnswered = true;
  await searchForOutcome(story, terminal);
  await reportUndo(story);
  await giveBack(terminal, story);
  return ended(story);
}

async function send(story: TransactionStory): Promise<void> {
  await askLeaveToUndo(story);
  if (!story.isSettled && !story.repeatsAnEarlierRun) await dispatchOnce(story);
}

function listen(story: TransactionStory): void {
  setHandler(snapshotQuery, () => story.snapshot, { description: 'The transaction as it stands' });
  setHandler(callbackArrivedSignal, (hint) => story.takeCallback(hint), {
    description: 'Getnet called back: a hint to ask for the status, never proof',
  });
  setHandler(answeredSignal, ({ outcome }) => story.takeDispatch(outcome), {
    description: 'The dispatch’s answer on its second way home',
  });
  // A cancel request must not fail who waits here: the story goes on, and so does its answer.
  setHandler(dispatchedUpdate, () => CancellationScope.nonCancellable(() => whenAnswerable(story)));
  void CancellationScope.current().cancelRequested.catch(() => story.callOff());
}

async function whenAnswerable(story: TransactionStory): Promise<Snapshot> {
  await condition(() => story.callerCanBeAnswered);
  return story.snapshot;
}

async function ended(story: TransactionStory): Promise<Snapshot> {
  story.say(endInWords(story));
  story.publish();
  await condition(allHandlersFinished);
  const { snapshot } = story;
  const { reason, detail } = snapshot.outcome;
  if (snapshot.status !== 'not_sent' || reason === undefined) return snapshot;
  throw ApplicationFailure.create({
    type: failureTypeOf(reason),
    message: `Nothing was sent: ${detail ?? reason}`,
    nonRetryable: true,
    details: [snapshot],
  });
}
