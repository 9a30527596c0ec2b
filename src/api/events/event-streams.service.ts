import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import type { Environment } from '../../config/environment/environment.js';
import type { Log } from '../../config/logger.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { hasLostKey, requireCaller } from '../auth/authenticate.js';
import { WaitLimits, refuseWait } from '../auth/waits.guard.js';
import { METRICS } from '../metrics/metrics.js';
import type { Metrics } from '../metrics/metrics.js';
import { LOG } from '../settings/settings.module.js';
import { writeRetry } from './sse.js';
import type { WakeSources } from './stream-clock.js';

/** What ends a stream from outside. */
export type StreamEnds = Pick<WakeSources, 'gone' | 'leaving'>;

/** A request for a stream, and its answer. */
export interface StreamExchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** A stream that has a place. */
export interface PlacedStream extends StreamExchange {
  readonly gone: AbortSignal;
}

/** A reader connects again after so long, to another replica, when the process ends. */
const RECONNECT_MS = 1_000;

/** When the process ends, a reader has so long to read what it has been sent. */
const LAST_READ_MS = 2_000;

/**
 * All event streams of the process. An open one would keep the process for ever, so they end first when it is to end; then every
 * other request is answered. One whose reader does not read cannot end, and is cut.
 */
@Injectable()
export class EventStreams implements BeforeApplicationShutdown {
  private readonly leaving = new AbortController();
  private readonly limits: WaitLimits;

  constructor(
    @Inject(ENVIRONMENT) { MAX_STREAMS }: Environment,
    @Inject(METRICS) metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.limits = new WaitLimits({ process: MAX_STREAMS, key: MAX_STREAMS });
    metrics.watchStreams(() => this.limits.waiting);
    setMaxListeners(0, this.leaving.signal);
  }

  beforeApplicationShutdown(): void {
    this.leaving.abort();
  }

  /** Holds a place for the stream until its connection closes. @returns a signal of that. @throws Problem `too-many-waits` */
  acquireSlot({ request, reply: { raw } }: StreamExchange): AbortSignal {
    const release = this.limits.acquire(requireCaller(request));
    if (release === undefined)
      throw refuseWait(
        'Too many event streams of this merchant or of all are open. Repeat after Retry-After.',
        'unknown',
      );
    const gone = new AbortController();
    setMaxListeners(0, gone.signal);
    const end = () => {
      release();
      gone.abort();
    };
    raw.once('close', end);
    if (raw.destroyed) end();
    return gone.signal;
  }

  /** Sends the headers at once, then what the stream writes, no faster than its reader reads. */
  send(
    { request, reply, gone }: PlacedStream,
    write: (ends: StreamEnds) => AsyncGenerator<string>,
  ): FastifyReply {
    void reply.type('text/event-stream').header('x-accel-buffering', 'no');
    if (request.method === 'HEAD') return reply.send('');
    const ends = { gone, leaving: this.leaving.signal };
    this.cutWhenLeft(reply, gone);
    return reply.send(Readable.from(this.guard(write(ends), request), { objectMode: false }));
  }

  /** Its reader resumes by the last id that it has read. */
  private cutWhenLeft({ raw }: FastifyReply, gone: AbortSignal): void {
    const leaving = this.leaving.signal;
    const cutLater = () => {
      const timer = setTimeout(() => raw.destroy(), LAST_READ_MS);
      gone.addEventListener('abort', () => clearTimeout(timer), { once: true });
    };
    if (leaving.aborted) cutLater();
    else leaving.addEventListener('abort', cutLater, { once: true, signal: gone });
  }

  /** A fault of ours ends the stream; its reader resumes. */
  private async *guard(frames: AsyncGenerator<string>, request: FastifyRequest): AsyncGenerator<string> {
    try {
      for await (const frame of frames) {
        // A comment is due every few seconds: so a key that was taken out of the merchants file is noticed by then.
        if (hasLostKey(request)) return;
        yield frame;
      }
    } catch (fault) {
      this.log.error({ requestId: request.id, err: fault }, 'a fault of our own');
    }
    if (this.leaving.signal.aborted) yield writeRetry(RECONNECT_MS);
  }
}
