import { ApplicationFailure, CancellationScope, condition, setHandler } from '@temporalio/workflow';
import type { Snapshot } from '../domain/snapshot.js';
import type { Accepted } from '../domain/transaction.js';
import { beginNewTask } from './answer-in-new-task.js';
import type { Attempt } from './attempt.js';
import { registerConfirmHandler } from './confirm-request.js';
import {
  answeredSignal,
  callbackArrivedSignal,
  dispatchedUpdate,
  doubtsQuery,
  triedAgainUpdate,
  unverifiedNewsQuery,
} from './transaction.messages.js';
import type { RetryRefusal } from './transaction.messages.js';
import { registerSnapshotQueries } from './snapshot-queries.js';
import { recordAnswer, recordCallback } from './transaction-news.js';
import type { TransactionState } from './transaction-state.js';
import { readShownSnapshot } from './shown-snapshot.js';

/** Everything that the run of a transaction takes in and answers, but for what people and its terminal’s queue send. */
export function registerHandlers(state: TransactionState): void {
  registerSnapshotQueries(state, () => readShownSnapshot(state));
  setHandler(doubtsQuery, () => listUnsendable(state).map(({ accepted }) => accepted.customId), {
    description:
      'The attempts that charged or may have charged, for any answer of Getnet; also a held one that was cancelled before it was sent',
  });
  setHandler(unverifiedNewsQuery, () => state.contradictions.length > 0, {
    description: 'Whether news that is not verified yet contradicts the proven outcome',
  });
  setHandler(callbackArrivedSignal, (hint) => recordCallback(state, hint), {
    description: 'Getnet called back: a hint to ask for the status, never proof',
  });
  setHandler(answeredSignal, (answer) => recordAnswer(state, answer), {
    description: 'The answer of the dispatch, on its second path',
  });
  // A cancel request must not fail the waiting caller: the transaction goes on and answers.
  const first = state.current;
  setHandler(dispatchedUpdate, () =>
    CancellationScope.nonCancellable(() => waitUntilAnswerable(state, first)),
  );
  setHandler(
    triedAgainUpdate,
    (accepted) =>
      CancellationScope.nonCancellable(() => waitUntilAnswerable(state, state.requestNext(accepted))),
    {
      description: 'The key tries again: the next attempt, in this run',
      validator: (accepted) => requireNextAttempt(state, accepted),
    },
  );
  registerConfirmHandler(state);
}

/** A held command that has left already is not changed by it: nothing of its attempt follows. */
function listUnsendable({ attempts, current, cancel, policy }: TransactionState): readonly Attempt[] {
  const isCalledOff = policy.cancelFollowsCommand === true && cancel.isTaken && current.isOutstanding;
  return isCalledOff ? [...attempts.blockingAttempts, current] : attempts.blockingAttempts;
}

/** Each refusal here is permanent. An unverified callback does not refuse: it is verified before the attempt is sent. */
function requireNextAttempt(state: TransactionState, { attempt, dispatchBy }: Accepted): void {
  if (attempt !== state.accepted.attempt + 1) throw buildRefusal('NotNextAttempt');
  if (!state.isParked) throw buildRefusal('NotParked');
  const { retryUntil } = state.snapshot;
  if (retryUntil === undefined) throw buildRefusal('NotParked');
  if (Date.now() >= dispatchBy || Date.now() >= Date.parse(retryUntil)) throw buildRefusal('TooLate');
}

function buildRefusal(type: RetryRefusal): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`The next attempt is not opened: ${type}`, type);
}

async function waitUntilAnswerable(state: TransactionState, attempt: Attempt): Promise<Snapshot> {
  await condition(() => attempt.answerTiming !== undefined);
  if (attempt.answerTiming === 'in_new_task') await beginNewTask();
  return readShownSnapshot(state);
}
