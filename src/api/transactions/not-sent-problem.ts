import type { NotSentReason } from '../../domain/not-sent.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { problemKind } from '../problems/catalogue.js';
import { problem } from '../problems/problem.js';
import type { Problem, ProblemExtras } from '../problems/problem.js';
import { terminalBusy } from '../terminals/terminal-busy.js';
import { mayOpenNextAttempt } from './run.js';

const advice: Readonly<Record<Exclude<NotSentReason, 'terminal-busy'>, string>> = {
  'provider-rejected':
    'Have the ids of the terminal and the credentials checked, then repeat with the same key.',
  'provider-unreachable': 'Repeat with the same key in a moment.',
  'terminal-offline': 'Check the power and the network of the terminal, then repeat with the same key.',
  'dispatch-expired': 'The time to send it was over, and it will never be sent. Repeat with the same key.',
  'mode-unavailable': 'Have the settings of the workers checked, then repeat with the same key.',
  'not-settled':
    'One undo of a sale at a time: wait until that one is final (GET it with Prefer: wait), then repeat with the same key.',
  'already-reversed':
    'Do not repeat: there is nothing left to give back. GET the sale to see what was undone of it.',
  'not-reversible': 'Do not repeat it as it is. GET the sale to see what was undone of it.',
  'amount-exceeds-original': 'Ask for that much at most, with a new key: this one belongs to this amount.',
  'wrong-terminal': 'Ask for it on that terminal, with a new key: this one belongs to this terminal.',
  'duplicate-undo':
    'Do not repeat it, unless the customer is to get that much once more: then send "evenIfRepeated": true with a new key.',
  cancelled: 'It was called off before it was sent. Use a new key for a new payment.',
};

const RETRY_IS_OVER = 'The time in which this key could try again is over: use a new key.';

/** The same body would be refused again, and another one takes another key. */
const otherBody: readonly NotSentReason[] = ['amount-exceeds-original', 'wrong-terminal'];

/**
 * A transaction that was never sent, as the error its caller is waiting for.
 *
 * @param lifecycleLimit milliseconds: how long a terminal that is busy by somebody else's doing can stay so.
 */
export function notSentProblem(snapshot: Snapshot, lifecycleLimit: number): Problem {
  const { accepted, outcome, finalAt } = snapshot;
  const { reason = 'provider-unreachable', detail, holder } = outcome;
  const { transactionId, merchant, terminal } = accepted;
  const isOver = !mayOpenNextAttempt(snapshot, Date.now());
  const newKey = otherBody.includes(reason) || (isOver && problemKind(reason).retry === 'same_key');
  const extras: ProblemExtras = { transactionId, ...(newKey && { retry: 'new_key' }) };
  if (reason === 'terminal-busy') {
    // Without a worker it is not known when it was refused: at the latest now.
    const refusedAt = finalAt === undefined ? Date.now() : Date.parse(finalAt);
    const until = new Date(refusedAt + lifecycleLimit).toISOString();
    return terminalBusy({ terminalId: terminal.id, merchant, holder: holder ?? { until } }, extras);
  }
  const sale = accepted.undoes?.transactionId;
  const what = sale === undefined ? 'Nothing' : `The ${accepted.type} of ${sale} was not sent: nothing`;
  const said = detail === undefined ? '' : ` (${detail.replace(/\.$/, '')})`;
  const next = isOver && newKey && reason !== 'cancelled' ? RETRY_IS_OVER : advice[reason];
  return problem(reason, `${what} reached the terminal${said}. ${next}`, extras);
}
