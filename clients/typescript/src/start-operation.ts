import { OutcomeUnknown, ServiceProblem } from './errors.js';
import { beginIntent } from './intent.js';
import type { Intent } from './intent.js';
import type { KeyStore } from './key-store.js';
import { isTransaction, toPayment } from './payment.js';
import type { StartedPayment } from './payment.js';
import { deadlineIn, sendUntilAnswered } from './retry.js';
import type { OperationBody, ProblemBody } from './schemas.js';
import type { Settings } from './settings.js';
import type { NoAnswer } from './transport.js';

/** How a start goes about it. */
export interface StartOptions {
  /** Hold the answer until the end, so many seconds. Without it the service answers once the command is on its way. */
  readonly waitSeconds?: number;
  readonly signal?: AbortSignal;
}

/** What a start needs. */
export interface Start {
  readonly settings: Settings;
  readonly keys: KeyStore;
  /** What the key is kept by. */
  readonly intent: string;
  /** What the client decided for the intent: kept with the key. */
  readonly choice?: string;
  readonly body: OperationBody;
  readonly options: StartOptions;
}

/**
 * Starts an operation, once, however often the request has to be sent: the key is kept before the first try, and the same key goes
 * with every try until somebody says what became of it.
 *
 * @throws ServiceProblem what the service said; OutcomeUnknown when nobody said anything in time.
 */
export async function startOperation(start: Start): Promise<StartedPayment> {
  const { settings, keys, body, options } = start;
  const intent = await beginIntent(keys, start.intent, start.choice);
  const { key } = intent;
  let { inDoubt } = intent;
  const call = {
    method: 'POST',
    path: '/v1/transactions',
    body,
    key,
    isAnswer: isTransaction,
    ...options,
  } as const;
  const reply = await sendUntilAnswered(settings, call, {
    deadline: deadlineIn(settings.giveUpAfterMs),
    onOpen: (open) => void (inDoubt ||= open.kind === 'silence' || open.problem.moneyMoved === 'unknown'),
  });
  if (reply.kind !== 'answer') throw await refuse(intent, reply, inDoubt);
  await intent.settle();
  const replayed = reply.headers.get('idempotency-replayed') === 'true';
  return { ...toPayment(reply.body), key, replayed };
}

/** The error to throw. What is in doubt stays open in the store: the next call knows. */
async function refuse(intent: Intent, reply: NoAnswer, inDoubt: boolean): Promise<Error> {
  const { key } = intent;
  if (reply.kind === 'silence') return new OutcomeUnknown(key, reply.cause);
  const { problem } = reply;
  if (problem.moneyMoved === 'unknown' && problem.retry === 'same_key')
    return new OutcomeUnknown(key, problem);
  if (isAboutKey(problem)) {
    await intent.settle();
    return new ServiceProblem(problem, key);
  }
  // Refused before the key was looked at: what became of an earlier request with it is not said.
  const areOthersOpen = inDoubt || (await intent.withdraw());
  return new ServiceProblem(problem, key, areOthersOpen);
}

/** These name a transaction that is not the one of this request. */
const namesAnother: readonly ProblemBody['code'][] = ['idempotency-key-reused', 'invalid-request'];

/** Whether a problem says what became of everything that was sent with the key. */
function isAboutKey({ transactionId, code }: ProblemBody): boolean {
  return transactionId !== undefined && !namesAnother.includes(code);
}
