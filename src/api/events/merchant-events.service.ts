import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { Environment } from '../../config/environment/environment.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import type { StreamLimits } from '../../config/stream-limits.js';
import { problem } from '../problems/problem.js';
import type { MerchantWatch } from '../store/merchant-watch.js';
import { MerchantWatches } from '../store/merchant-watches.service.js';
import { CatchUp } from './catch-up.js';
import type { StreamEnds } from './event-streams.service.js';
import { decodePosition, encodePosition } from './merchant-cursor.js';
import type { MerchantPosition } from './merchant-cursor.js';
import { MerchantProgress } from './merchant-progress.js';
import { ShownStates } from './shown-states.service.js';
import { writeComment, writeEvent } from './sse.js';
import { HEARTBEAT_MS, waitForNews } from './stream-clock.js';

/** How long a new stream waits until the open transactions are read, so that it knows which states are new. */
const BEGIN_MS = 1_000;
const LOOK_MS = 20;

/** How far the clocks of two replicas may differ. */
const CLOCKS_MS = 60_000;

/** A request for the events of a merchant. */
export interface MerchantEventsRequest {
  readonly merchant: string;
  readonly lastEventId: string | undefined;
  /** Aborts when the connection has closed. */
  readonly gone: AbortSignal;
}

/** A merchant's stream that is about to be written. */
export interface MerchantStream {
  /** Resumes at its beginning. */
  readonly cursor: string;
  write(ends: StreamEnds): AsyncGenerator<string>;
}

/** The event streams of merchants: each state of each of their transactions once, those of one transaction in order. */
@Injectable()
export class MerchantEvents {
  constructor(
    private readonly watches: MerchantWatches,
    private readonly states: ShownStates,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** @throws Problem `invalid-request` for an id that is not one of this merchant's stream; `orchestrator-unavailable` */
  async open({ merchant, lastEventId, gone }: MerchantEventsRequest): Promise<MerchantStream> {
    const resumed = lastEventId === undefined ? undefined : this.requirePosition(merchant, lastEventId);
    const { watch, close } = this.watches.open(merchant);
    gone.addEventListener('abort', close, { once: true });
    if (gone.aborted) close();
    const progress = resumed
      ? new MerchantProgress(resumed, this.watches.limits)
      : await beginNow(watch, this.watches.limits);
    return {
      cursor: encodePosition(merchant, progress.position),
      write: (ends) => this.write({ merchant, watch, progress, resumed }, ends),
    };
  }

  private requirePosition(merchant: string, lastEventId: string): MerchantPosition {
    const position = decodePosition(merchant, lastEventId);
    const { RETENTION } = this.environment;
    const now = Date.now();
    const isKnown = position && position.scannedMs > now - RETENTION && position.scannedMs < now + CLOCKS_MS;
    if (isKnown) return position;
    const detail =
      'Last-Event-ID is no id of an event of this merchant’s stream, or it is older than this service remembers. Begin without it, ' +
      'and read by their ids the transactions that are open at your side.';
    const errors = [{ field: 'Last-Event-ID', message: 'is not known' }];
    throw problem('invalid-request', detail, { errors });
  }

  private async *write(stream: OpenMerchantStream, ends: StreamEnds): AsyncGenerator<string> {
    const { watch, progress, resumed } = stream;
    let wake: () => void = () => undefined;
    const stopListening = watch.listen((run) => {
      progress.receive(run);
      wake();
    });
    const listen = (listener: () => void) => {
      wake = listener;
      return () => void (wake = () => undefined);
    };
    try {
      for (const run of watch.runs) progress.receive(run);
      const catchingUp = resumed && this.beginCatchUp(stream, resumed, ends.gone);
      yield writeComment('open');
      yield* this.writeNews({ ...stream, catchingUp }, { ...ends, listen });
    } finally {
      stopListening();
    }
  }

  /** A reader who resumes has transactions that were open, and the index names those that started since. */
  private beginCatchUp(
    { watch, progress }: OpenMerchantStream,
    resumed: MerchantPosition,
    gone: AbortSignal,
  ): CatchUp {
    for (const transactionId of resumed.open.keys()) watch.follow({ transactionId, startMs: undefined });
    const catchingUp = new CatchUp({
      find: (wanted) => watch.find({ ...wanted, withOpen: false }),
      foundUntil: (beforeMs) => progress.moveTo(beforeMs),
    });
    void catchingUp.run(resumed.scannedMs - this.watches.limits.indexLagMs, gone);
    return catchingUp;
  }

  private async *writeNews(
    {
      merchant,
      watch,
      progress,
      catchingUp,
    }: OpenMerchantStream & { readonly catchingUp: CatchUp | undefined },
    ends: StreamEnds & { readonly listen: (listener: () => void) => () => void },
  ): AsyncGenerator<string> {
    let heartbeatMs = Date.now() + HEARTBEAT_MS;
    for (;;) {
      for (let news = progress.next(); news !== undefined; news = progress.next()) {
        if (ends.gone.aborted || ends.leaving.aborted) return;
        if (catchingUp?.isDone !== false) progress.moveTo(watch.scannedMs);
        const id = encodePosition(merchant, progress.position);
        yield writeEvent({ name: news.name, id, data: await this.states.render(news.view, news.n) });
      }
      const wake = await waitForNews(heartbeatMs, { ...ends, hasNews: () => progress.hasNews });
      if (wake === 'gone' || wake === 'leaving') return;
      if (Date.now() < heartbeatMs) continue;
      yield writeComment('');
      heartbeatMs = Date.now() + HEARTBEAT_MS;
    }
  }
}

interface OpenMerchantStream {
  readonly merchant: string;
  readonly watch: MerchantWatch;
  readonly progress: MerchantProgress;
  readonly resumed: MerchantPosition | undefined;
}

/** Who listens from now on has what is known now. */
async function beginNow(watch: MerchantWatch, limits: StreamLimits): Promise<MerchantProgress> {
  await watch.scan();
  const untilMs = Date.now() + BEGIN_MS;
  while (watch.runs.some(({ view }) => view === undefined) && Date.now() < untilMs) await pause(LOOK_MS);
  const nowMs = Date.now();
  const { scannedMs } = watch;
  const beginning = { sinceMs: nowMs, scannedMs, open: new Map(), sentMarks: new Set<string>() };
  const progress = new MerchantProgress(beginning, limits);
  for (const run of watch.runs) progress.skip(run);
  return progress;
}
