import { CancellationScope, allHandlersFinished, condition, setHandler } from '@temporalio/workflow';
import type { Timed } from '../activities/contract.js';
import * as record from '../domain/record.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { Announces } from '../domain/webhook-audience.js';
import { deadRunProxy } from './activity-proxies.js';
import { adoptDeadRun } from './adopt-dead-run.js';
import { withKeptTerminal } from './kept-terminal.js';
import { keepContradictions } from './news-after-proof.js';
import { registerOperatorHandlers, withAttentionFacts } from './operator-handlers.js';
import { withNextCheckTimes } from './next-check-times.js';
import type { DeadRun, RecoveryInput } from './recovery.messages.js';
import { waitUntilReversedOrKept } from './reverse-sale.js';
import { searchForOutcome, verifyDoubts } from './search-for-outcome.js';
import { answeredSignal, callbackArrivedSignal, doubtsQuery } from './transaction.messages.js';
import { recordAnswer, recordCallback } from './transaction-news.js';
import { registerSnapshotQueries } from './snapshot-queries.js';
import { StateAnnouncer } from './state-announcer.js';
import { TransactionState } from './transaction-state.js';
import { describeEnd, explainAttention } from './ui-details.js';
import { reportUndo } from './undo-permission.js';

/** It has no terminal: it asks Getnet, and takes the terminal itself only to ask it. */
const noTerminal = { kind: 'reset' } as const;

/**
 * A transaction whose run ended without an outcome: somebody terminated it, or it failed. This reads the history of the dead run
 * and goes on from all that it had learned, as that run would have. It never sends. Where the history proves that nothing was
 * sent, it says so, and the key starts nothing more.
 *
 * @returns the outcome; undefined where the history is past its retention.
 */
export async function recovery({ transactionId }: RecoveryInput): Promise<Snapshot | undefined> {
  return CancellationScope.nonCancellable(async () => {
    const dead = await deadRunProxy.readDeadRun(transactionId);
    switch (dead.kind) {
      case 'ended':
        return dead.snapshot;
      case 'forgotten':
        return undefined;
      case 'dead':
        return recover(dead);
    }
  });
}

type DeadRunHistory = Extract<DeadRun, { kind: 'dead' }>;

async function recover(dead: DeadRunHistory & Timed): Promise<Snapshot> {
  const state = new TransactionState({ version: 1, ...dead });
  state.clock.advance(dead.at);
  adoptDeadRun(state, dead);
  if (!state.isSettled)
    state.needsAttention(`The run of this transaction ${dead.ending}. ${explainAttention(state)}`);
  registerHandlers(state);
  registerOperatorHandlers(state);
  const announcer = dead.announces && startAnnouncing(state, dead.announces);
  do {
    await conclude(state, dead);
    if (announcer) await announcer.waitUntilAnnounced();
    state.describe(describeEnd(state));
    state.publish();
    // Whoever asked is answered a moment later, and a callback may come until then.
    await condition(allHandlersFinished);
  } while (!isDecided(state) || state.contradictions.length > 0);
  return withKeptTerminal(state.snapshot, state);
}

/** Searches until the outcome is known, and does what follows from it. */
async function conclude(state: TransactionState, dead: DeadRunHistory): Promise<void> {
  while (!isDecided(state)) await search(state);
  const { notSent } = state.current;
  if (!state.isSettled && notSent)
    state.snapshot = record.recordNotSent(state.snapshot, notSent, state.nowIso);
  await reportUndo(state);
  const isWanted = closeConfirmation(state, dead);
  await keepContradictions(state);
  if (!isWanted && dead.staysOpen) await waitUntilReversedOrKept(state);
}

function startAnnouncing(state: TransactionState, announces: Announces): StateAnnouncer {
  return StateAnnouncer.start({
    announces,
    readSnapshot: () => readShownSnapshot(state),
    listAttempts: () => state.attempts.all,
  });
}

function readShownSnapshot(state: TransactionState): Snapshot {
  return withKeptTerminal(withNextCheckTimes(withAttentionFacts(state), state), state);
}

function registerHandlers(state: TransactionState): void {
  registerSnapshotQueries(state, () => readShownSnapshot(state));
  setHandler(doubtsQuery, () => state.attempts.blockingAttempts.map(({ accepted }) => accepted.customId), {
    description: 'The attempts that charged or may have charged, for any answer of Getnet',
  });
  setHandler(callbackArrivedSignal, (hint) => recordCallback(state, hint), {
    description: 'Getnet called back: a hint to ask for the status, never proof',
  });
  setHandler(answeredSignal, (answer) => recordAnswer(state, answer), {
    description: 'The answer of a dispatch whose run had ended',
  });
}

/** The outcome is known, and nothing that was refused may have charged. */
function isDecided({ isSettled, current, doubtedAttempts }: TransactionState): boolean {
  return (isSettled || current.notSent !== undefined) && doubtedAttempts.length === 0;
}

async function search(state: TransactionState): Promise<void> {
  if (state.isSettled || state.current.notSent !== undefined) await verifyDoubts(state, noTerminal);
  else await searchForOutcome(state, noTerminal);
}

/**
 * The dead run was to undo the sale unless the shop confirms it; whether the shop did is not told. The sale stands until a person
 * decides.
 *
 * @returns whether nobody has to decide.
 */
function closeConfirmation(
  state: TransactionState,
  { staysOpen }: Pick<DeadRunHistory, 'staysOpen'>,
): boolean {
  const { status, accepted, outcome, reversal, finalAt = state.nowIso } = state.snapshot;
  if (reversal !== undefined) return true;
  if (status !== 'approved' || accepted.confirmWithinMs === undefined) return true;
  // The person who said that it charged has decided.
  if (outcome.evidence === 'operator') return true;
  const says = staysOpen ? `${UNCONFIRMED} ${KEPT_BY_OPERATOR}` : UNCONFIRMED;
  state.openConfirmation();
  state.decideConfirmation('expired');
  state.openReversal();
  state.endReversal('failed', says);
  state.snapshot = record.withEvidence(state.snapshot, { source: 'first_run', says }, finalAt);
  return false;
}

const UNCONFIRMED =
  'The run of this sale was ended by hand, so the service neither accepts its confirmation nor undoes it. If the sale is not ' +
  'wanted, void or return it with a request of your own, or at the terminal.';

const KEPT_BY_OPERATOR = 'If it is to stand, an operator settles it as approved.';
