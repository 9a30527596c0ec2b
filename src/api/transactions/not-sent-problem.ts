import type { NotSentReason } from '../../domain/not-sent.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { getProblemKind } from '../problems/catalogue.js';
import { problem } from '../problems/problem.js';
import type { Problem, ProblemExtras } from '../problems/problem.js';
import { terminalBusyProblem } from '../problems/terminal-busy-problem.js';
import { buildTransactionPath } from '../../rendering/render-transaction.js';
import { mayOpenNextAttempt } from '../store/run.js';

const RETRY_IS_OVER = 'The time in which this key could try again is over: use a new key.';

/** The same body would be refused again, and another body needs a new key. */
const otherBody: readonly NotSentReason[] = ['amount-exceeds-original', 'wrong-terminal'];

/**
 * A transaction that was never sent, as the error its caller is waiting for.
 *
 * @param lifecycleLimitMs how long another system's operation can keep a terminal busy.
 */
export function notSentProblem(snapshot: Snapshot, lifecycleLimitMs: number): Problem {
  const { accepted, outcome, finalAt } = snapshot;
  const { reason = 'provider-unreachable', detail, holder } = outcome;
  const { transactionId, merchant, terminal } = accepted;
  const isOver = !mayOpenNextAttempt(snapshot, Date.now());
  const newKey = otherBody.includes(reason) || (isOver && getProblemKind(reason).retry === 'same_key');
  const extras: ProblemExtras = { transactionId, ...(newKey && { retry: 'new_key' }) };
  if (reason === 'terminal-busy') {
    // Without a worker it is not known when it was refused: at the latest now.
    const refusedAt = finalAt === undefined ? Date.now() : Date.parse(finalAt);
    const until = new Date(refusedAt + lifecycleLimitMs).toISOString();
    return terminalBusyProblem({ terminalId: terminal.id, merchant, holder: holder ?? { until } }, extras);
  }
  const sale = accepted.undoes?.transactionId;
  const what = sale === undefined ? 'Nothing' : `The ${accepted.type} of ${sale} was not sent: nothing`;
  const said = detail === undefined ? '' : ` (${detail.replace(/\.$/, '')})`;
  const next = isOver && newKey && reason !== 'cancelled' ? RETRY_IS_OVER : describeNextStep(reason);
  return problem(reason, `${what} reached the terminal${said}. ${next}`, extras);
}

/**
 * A transaction that was reported as not sent, and that news after its end say charged, or may have: whoever charges anew may charge
 * twice.
 */
export function doubtedProblem({ accepted, outcome }: Snapshot): Problem {
  const { transactionId } = accepted;
  const { reason = 'provider-unreachable' } = outcome;
  const detail =
    `${transactionId} was reported as not sent, and Getnet called back about it afterwards: it may have charged. Do not charge again. ` +
    `GET ${buildTransactionPath(transactionId)} shows in "late" what is proven. While "late" is absent, the service asks Getnet, or a person decides.`;
  return problem(reason, detail, { transactionId, moneyMoved: 'unknown', retry: 'never' });
}

function describeNextStep(reason: NotSentReason): string {
  const { next, nextOnceAccepted } = getProblemKind(reason);
  return nextOnceAccepted ?? next;
}
