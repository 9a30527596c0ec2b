import { MAX_ATTEMPTS } from '../../domain/ids.js';
import type { NotSentReason } from '../../domain/not-sent.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { problem } from '../problems/problem.js';
import type { Problem, ProblemExtras } from '../problems/problem.js';
import { terminalBusy } from '../terminals/terminal-busy.js';

const advice: Readonly<Record<Exclude<NotSentReason, 'terminal-busy'>, string>> = {
  'provider-rejected':
    'Have the ids of the terminal and the credentials checked, then repeat with the same key.',
  'provider-unreachable': 'Repeat with the same key in a moment.',
  'terminal-offline': 'Check the power and the network of the terminal, then repeat with the same key.',
  'dispatch-expired': 'The time to send it was over, and it will never be sent. Repeat with the same key.',
  'mode-unavailable': 'Have the settings of the workers checked, then repeat with the same key.',
  'not-settled': 'Wait for the end of that undo, then repeat with the same key.',
  'already-reversed': 'There is nothing left to give back.',
  'not-reversible': 'It cannot be reversed in this way.',
  'amount-exceeds-original': 'Ask for less, with a new key.',
  'wrong-terminal': 'Ask for it on that terminal, with a new key.',
  cancelled: 'It was called off before it was sent. Use a new key for a new payment.',
};

/**
 * A transaction that was never sent, as the error its caller is waiting for.
 *
 * @param lifecycleLimit milliseconds: how long a terminal that is busy by somebody else's doing can stay so.
 */
export function notSentProblem({ accepted, outcome, finalAt }: Snapshot, lifecycleLimit: number): Problem {
  const { reason = 'provider-unreachable', detail, holder } = outcome;
  const { transactionId, merchant, terminal, attempt, createdAt } = accepted;
  const extras: ProblemExtras = { transactionId, ...(attempt === MAX_ATTEMPTS && { retry: 'new_key' }) };
  if (reason === 'terminal-busy') {
    const until = new Date(Date.parse(finalAt ?? createdAt) + lifecycleLimit).toISOString();
    return terminalBusy({ terminalId: terminal.id, merchant, holder: holder ?? { until } }, extras);
  }
  const said = detail === undefined ? '' : ` (${detail})`;
  return problem(reason, `Nothing reached the terminal${said}. ${advice[reason]}`, extras);
}
