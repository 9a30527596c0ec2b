import { toPaymentError } from './errors.js';
import { openStream, over } from './event-stream.js';
import type { StreamEvent } from './event-reader.js';
import type { StreamEnd } from './event-stream.js';
import { toPayment } from './payment.js';
import type { Payment } from './payment.js';
import { deadlineIn, mayRepeat, pause, pauseBefore } from './retry.js';
import type { Transaction } from './schemas.js';
import type { Settings } from './settings.js';
import type { NoAnswer } from './transport.js';

/** Which states to read. */
export interface EventOptions {
  /** Only this one's; all of the merchant's unless told. */
  readonly transactionId?: string;
  /** The `id` of the last event that was dealt with. Without it a merchant's events begin now, a transaction's at its first. */
  readonly lastEventId?: string;
  /** Ends the iteration. */
  readonly signal?: AbortSignal;
}

/** A transaction as it was at one of its states. */
export interface PaymentEvent extends Payment {
  /** To go on from here later: `lastEventId`. (`id` is the transaction's.) */
  readonly eventId: string;
  /** How many states of the transaction were not position before this one. 0, unless the service has forgotten them. */
  readonly missed: number;
}

/**
 * States as they come, each once, in order. A connection that breaks, falls silent or ends early is opened again where the last
 * event left off. The events of one transaction end when the service says that there will be no more; a merchant's never do.
 *
 * @throws ServiceProblem where repeating does not help, such as a cursor that the service does not know; OutcomeUnknown where
 * something else answers, such as a proxy that refuses, or an address that is not the service's.
 */
export function createEvents(settings: Settings) {
  return (options: EventOptions = {}): AsyncGenerator<PaymentEvent, void, undefined> =>
    listen(settings, options);
}

async function* listen(
  settings: Settings,
  options: EventOptions,
): AsyncGenerator<PaymentEvent, void, undefined> {
  const { transactionId, signal } = options;
  const path = transactionId ? `/v1/transactions/${encodeURIComponent(transactionId)}/events` : '/v1/events';
  const position = new StreamPosition(transactionId !== undefined, options.lastEventId);
  const endless = deadlineIn(Infinity);
  for (let tries = 0; !signal?.aborted; tries += 1) {
    const before = position.lastEventId;
    const onBegin = (cursor: string | null) => void (position.lastEventId ??= cursor ?? undefined);
    const start = { path, lastEventId: before, signal, onBegin };
    const end = yield* readConnection(openStream(settings, start), position);
    if (signal?.aborted || end.kind === 'over') return;
    if (!mayRepeat(end) || isAnotherPage(end)) throw toPaymentError(end);
    if (position.lastEventId !== before) tries = 0;
    await pause(pauseBefore(tries, end.retryAfterMs), endless, signal);
  }
}

/** A success that came whole and is no stream: the address names something else. */
function isAnotherPage(end: NoAnswer): boolean {
  return end.kind === 'silence' && end.status !== undefined && end.status < 300;
}

/** Yields the new events of one connection. Ending the loop early closes the connection. */
async function* readConnection(
  stream: AsyncGenerator<StreamEvent, StreamEnd, undefined>,
  position: StreamPosition,
): AsyncGenerator<PaymentEvent, StreamEnd, undefined> {
  try {
    for (;;) {
      const next = await stream.next();
      if (next.done) return next.value;
      const event = position.take(next.value);
      if (event) yield event;
    }
  } finally {
    await stream.return(over);
  }
}

/** What was position so far: decides what is new and what is missing. */
class StreamPosition {
  constructor(
    /** Numbered from 1 without gaps, where the stream is of one transaction. */
    private readonly isNumbered: boolean,
    public lastEventId: string | undefined,
  ) {}

  /** Undefined for what was position before. */
  take({ id, data, isReset }: StreamEvent): PaymentEvent | undefined {
    const transaction = JSON.parse(data) as Transaction;
    const missed = this.isNumbered && !isReset ? Number(id) - Number(this.lastEventId ?? 0) - 1 : 0;
    if (missed < 0) return undefined;
    this.lastEventId = id;
    return { ...toPayment(transaction), eventId: id, missed };
  }
}
