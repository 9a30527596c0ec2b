import { connectOnce } from './connection.js';
import type { ConnectionOptions } from './connection.js';
import { systemClock } from './deadline.js';
import type { Clock, Deadline } from './deadline.js';
import { createDial } from './dial.js';
import type { Dial } from './dial.js';
import { MAX_ANSWER_BYTES, exchange, describeFailure, createStopwatch } from './exchange.js';
import type { Exchange, HttpRequest } from './exchange.js';
import { QueryConnections } from './query-connections.js';

export type { Exchange, HttpRequest } from './exchange.js';

/** What bounds one request. */
export interface RequestLimits {
  /** For the whole answer, from the moment the request may leave. */
  readonly timeoutMs: number;
  /** For commands: later than this nothing is sent. */
  readonly deadline?: Deadline;
  /** For commands: asked once the connection is ready; unless it says yes, nothing is written. */
  readonly mayStillSend?: () => Promise<boolean>;
}

/**
 * The only HTTP towards Getnet. It classifies, follows no redirect and takes bounded answers only. Nothing is ever sent
 * twice but a query over a kept connection that did not answer.
 */
export interface Transport {
  /** For commands and logins: a fresh connection, which nobody but the limits ends. */
  sendOnce(request: HttpRequest, limits: RequestLimits): Promise<Exchange>;
  /** For questions that may be asked again: a kept connection, and a fresh one where that does not answer. */
  query(request: HttpRequest, limits: RequestLimits): Promise<Exchange>;
  /** Closes the kept connections; requests under way go on. */
  close(): Promise<void>;
}

/** What a transport is built over; for tests. */
export interface TransportOptions {
  readonly dial?: Dial;
  readonly clock?: Pick<Clock, 'monotonic'>;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** Builds the transport. `close` it when nothing uses it any more. */
export function createTransport({
  dial = createDial(),
  clock = systemClock,
}: TransportOptions = {}): Transport {
  const options = { dial, connectTimeoutMs: CONNECT_TIMEOUT_MS, maxAnswerBytes: MAX_ANSWER_BYTES };
  const queries = new QueryConnections(options, clock);
  return {
    async sendOnce(request, { timeoutMs, ...limits }) {
      if (limits.deadline?.hasPassed())
        return { reached: 'no', cause: 'the deadline had passed', stopped: 'expired' };
      return sendOverOwnConnection(request, { ...options, ...limits }, createStopwatch(timeoutMs, clock));
    },
    query: (request, { timeoutMs }) => queries.ask(request, timeoutMs),
    close: () => Promise.resolve(queries.close()),
  };
}

async function sendOverOwnConnection(
  request: HttpRequest,
  options: ConnectionOptions,
  watch: ReturnType<typeof createStopwatch>,
): Promise<Exchange> {
  const connection = connectOnce(request.url.origin, options, watch.start);
  try {
    return await exchange(connection.client, request, { watch, closesAfterwards: true });
  } catch (failure) {
    const cause = describeFailure(failure);
    const state = connection.state();
    if (state === 'standing') return { reached: 'maybe', cause };
    return { reached: 'no', cause, ...((state === 'expired' || state === 'withheld') && { stopped: state }) };
  } finally {
    watch.stop();
    void connection.client.destroy().catch(() => undefined);
  }
}
