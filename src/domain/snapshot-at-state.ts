import { buildCustomId } from './ids.js';
import { listStates } from './reversal.js';
import type { EvidenceEntry, Outcome, Reversal, Snapshot, StateEntry } from './snapshot.js';
import { deriveMoneyMoved, isFinal } from './status.js';
import type { Accepted } from './transaction.js';

/** How many states the transaction has had, those that its reversal added included. */
export function countStates(snapshot: Snapshot): number {
  return listStates(snapshot).length;
}

/**
 * The transaction as it was at one of its states: what was learned, undone or decided later is not in it. The same for everyone
 * who asks, whenever they ask, except for what a state gains while it lasts.
 *
 * @param n from 1.
 * @returns undefined where it has had no such state.
 */
export function buildSnapshotAtState(latest: Snapshot, n: number): Snapshot | undefined {
  const states = listStates(latest).slice(0, n);
  const state = states.at(-1);
  if (state === undefined || state.n !== n) return undefined;
  const { evidence, accepted, outcome, finalAt, confirmation: _c, reversal: _r, ...others } = latest;
  const { idPosTxs: _number, resolution: _resolution, retryUntil: _until, ...always } = others;
  const shown: Snapshot = {
    ...always,
    status: state.status,
    accepted: findAccepted(states, accepted, n >= latest.states.length),
    states,
    evidence: evidence.filter(({ at }) => at <= state.at).map((entry) => cutRepeats(entry, state.at)),
    outcome: { moneyMoved: deriveMoneyMoved(state.status, accepted.type) },
  };
  if (n < latest.states.length) return withKnown(shown, state);
  const moneyMoved = state.status === latest.status ? outcome.moneyMoved : shown.outcome.moneyMoved;
  return {
    ...others,
    ...shown,
    ...(finalAt !== undefined && { finalAt }),
    outcome: { ...outcome, moneyMoved },
    ...findConfirmationAt(latest, n),
    ...findReversalAt(latest, n),
  };
}

/** Of a state that others followed, the run keeps what they replaced. */
function withKnown(shown: Snapshot, { status, at, known = {} }: StateEntry): Snapshot {
  const { idPosTxs, ...why } = known;
  const outcome: Outcome = { ...shown.outcome, ...why };
  const final = isFinal(status) ? { finalAt: at } : {};
  return { ...shown, ...final, ...(idPosTxs !== undefined && { idPosTxs }), outcome };
}

/** An attempt begins with `dispatching`, except after `queued`: then the attempt got the terminal it had waited for. */
function findAccepted(states: readonly StateEntry[], latest: Accepted, isLatest: boolean): Accepted {
  if (isLatest) return latest;
  const starts = states.filter(
    ({ status }, place) => status === 'dispatching' && states[place - 1]?.status !== 'queued',
  );
  const attempt = Math.max(starts.length, 1);
  if (attempt === latest.attempt) return latest;
  const { transactionId } = latest;
  const createdAt = starts.at(-1)?.at ?? latest.createdAt;
  return { ...latest, attempt, customId: buildCustomId({ transactionId, attempt }), createdAt };
}

/** How often the same was learned until then is not kept: at least once. */
function cutRepeats(entry: EvidenceEntry, untilAt: string): EvidenceEntry {
  return entry.lastAt <= untilAt ? entry : { ...entry, times: 1, lastAt: entry.at };
}

/** An approved sale waits for its confirmation, whatever was decided later. */
function findConfirmationAt({ confirmation, states }: Snapshot, n: number): Pick<Snapshot, 'confirmation'> {
  if (confirmation === undefined) return {};
  const { confirmBy } = confirmation;
  return { confirmation: n > states.length ? confirmation : { state: 'open', confirmBy } };
}

function findReversalAt({ reversal, states }: Snapshot, n: number): Pick<Snapshot, 'reversal'> {
  if (reversal === undefined || n <= states.length) return {};
  if (n > states.length + 1) return { reversal: n === states.length + 2 ? reopenFailed(reversal) : reversal };
  const { endedAt: _ended, detail: _detail, keptBy: _kept, closedBy: _closed, ...open } = reversal;
  return { reversal: { ...open, state: 'open' } };
}

function reopenFailed({ keptBy, closedBy, ...reversal }: Reversal): Reversal {
  return (keptBy ?? closedBy) === undefined ? reversal : { ...reversal, state: 'failed' };
}
