import { toPaymentError } from './errors.js';
import { isTransaction, toPayment } from './payment.js';
import type { Payment } from './payment.js';
import { deadlineIn, pause, pauseBefore, sendUntilAnswered } from './retry.js';
import { needsPerson } from './schemas.js';
import type { Settings } from './settings.js';
import type { Call } from './transport.js';

/** How long to wait for the end. */
export interface WaitOptions {
  /** Six minutes unless told: a little over Getnet's longest lifecycle. */
  readonly withinMs?: number;
  readonly signal?: AbortSignal;
}

export type Transactions = ReturnType<typeof createTransactions>;

/** Reading transactions, and what is done about one that exists. All of it is safe to repeat, and is repeated on doubt. */
export function createTransactions(settings: Settings) {
  const about = (id: string, act = '') => `/v1/transactions/${encodeURIComponent(id)}${act}`;
  const ask = async (call: Omit<Call<never>, 'isAnswer'>): Promise<Payment> => {
    const deadline = deadlineIn(settings.giveUpAfterMs);
    const reply = await sendUntilAnswered(settings, { ...call, isAnswer: isTransaction }, { deadline });
    if (reply.kind === 'answer') return toPayment(reply.body);
    throw toPaymentError(reply);
  };
  return {
    get: (id: string, signal?: AbortSignal): Promise<Payment> => ask({ path: about(id), signal }),
    /** Asks to stop one that runs. What comes of it is what the terminal did: wait for the end. */
    cancel: (id: string): Promise<Payment> => ask({ method: 'POST', path: about(id, '/cancel') }),
    /** Keeps an approved sale that was started with `confirmWithin`. */
    confirm: (id: string): Promise<Payment> => ask({ method: 'POST', path: about(id, '/confirm') }),
    /**
     * Waits until the outcome is proven, until only a person can go on, or until the time is over: look at `isFinal`.
     *
     * @throws ServiceProblem for a transaction that cannot be read; OutcomeUnknown when it could not be read once.
     */
    waitUntilFinal: (of: string | Pick<Payment, 'id'>, options: WaitOptions = {}): Promise<Payment> => {
      const id = typeof of === 'string' ? of : of.id;
      return waitUntilFinal(settings, about(id), options);
    },
  };
}

/** One held request after the other: short enough for the proxies in between. */
const HOLD_SECONDS = 20;
/** An answer that came sooner was not held: the next one is asked for after a pause that grows. */
const HELD_MS = 1_000;

async function waitUntilFinal(settings: Settings, path: string, options: WaitOptions): Promise<Payment> {
  const { withinMs = 360_000, signal } = options;
  const deadline = deadlineIn(withinMs);
  let last: Payment | undefined;
  for (let tries = 0; ; tries += 1) {
    const begun = performance.now();
    const waitSeconds = Math.max(0, Math.min(HOLD_SECONDS, Math.floor(deadline.leftMs() / 1_000)));
    const call = { path, waitSeconds, signal, isAnswer: isTransaction };
    const reply = await sendUntilAnswered(settings, call, { deadline });
    if (reply.kind === 'answer') last = toPayment(reply.body);
    if (last === undefined && reply.kind !== 'answer') throw toPaymentError(reply);
    if (last && (reply.kind !== 'answer' || last.isFinal || needsPerson(last))) return last;
    if (performance.now() - begun > HELD_MS) tries = 0;
    if (last && !(await pause(pauseBefore(tries, 0), deadline, signal))) return last;
  }
}
