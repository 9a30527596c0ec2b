import { send } from './transport.js';
import type { Call, NoAnswer, Reply } from './transport.js';
import type { Settings } from './settings.js';

/**
 * Whether the client repeats a request by itself, with the same key. It does where nobody said what became of it, and where the
 * service asks it to come later. A verdict is for the caller: a sale that was refused may no longer be wanted.
 */
export function mayRepeat(reply: NoAnswer): boolean {
  if (reply.kind === 'silence') return reply.status === undefined || isPassing(reply.status);
  const { retry, moneyMoved, status, code } = reply.problem;
  const isLater = status === 429 || code === 'orchestrator-unavailable';
  return retry === 'same_key' && (moneyMoved === 'unknown' || isLater);
}

/** What another server says when it could not pass the request on, or not now. A 2xx that cannot be read was cut. */
function isPassing(status: number): boolean {
  return status < 300 || status >= 500 || status === 408 || status === 425 || status === 429;
}

const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 8_000;
const MAX_RETRY_AFTER_MS = 60_000;

/** Doubles each time, of a random length, so that many shops do not come back at once; never before `Retry-After`. */
export function pauseBefore(tries: number, retryAfterMs: number, random = Math.random()): number {
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(tries, 10), MAX_PAUSE_MS);
  return Math.min(retryAfterMs, MAX_RETRY_AFTER_MS) + (longest * (1 + random)) / 2;
}

/** How long a call may still repeat. */
export interface Deadline {
  leftMs(): number;
}

export function deadlineIn(ms: number): Deadline {
  const end = performance.now() + ms;
  return { leftMs: () => end - performance.now() };
}

/** @returns false when there is no time for it, or the caller has given up. */
export function pause(ms: number, { leftMs }: Deadline, signal?: AbortSignal): Promise<boolean> {
  if (signal?.aborted || ms > leftMs()) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = (done: boolean) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      resolve(done);
    };
    const onAbort = () => end(false);
    const timer = setTimeout(() => end(true), ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * Sends a request until it is answered, until repeating does not help, or until the time is over.
 *
 * @param onOpen told of each reply that leaves the question open.
 */
export async function sendUntilAnswered<Body>(
  settings: Settings,
  call: Call<Body>,
  { deadline, onOpen }: { readonly deadline: Deadline; readonly onOpen?: (reply: NoAnswer) => void },
): Promise<Reply<Body>> {
  for (let tries = 0; ; tries += 1) {
    const reply = await send(settings, call);
    if (reply.kind === 'answer' || !mayRepeat(reply)) return reply;
    onOpen?.(reply);
    if (!(await pause(pauseBefore(tries, reply.retryAfterMs), deadline, call.signal))) return reply;
  }
}
