import { Inject, Injectable } from '@nestjs/common';
import { STREAM_LIMITS } from '../../config/stream-limits.js';
import type { StreamLimits } from '../../config/stream-limits.js';
import { MerchantRuns } from './merchant-runs.service.js';
import { MerchantWatch } from './merchant-watch.js';
import { RunWatches } from './run-watches.service.js';

/** A process asks the index for new transactions so often, in all, and of one merchant not more often than once a second. */
const SCAN_EVERY_MS = 1_000;
const BETWEEN_SCANS_MS = 100;

/** A place at the watch of one merchant. */
export interface MerchantPlace {
  readonly watch: MerchantWatch;
  /** Gives the place back: the watch ends with its last one. */
  close(): void;
}

interface SharedWatch {
  readonly watch: MerchantWatch;
  places: number;
  timer: NodeJS.Timeout | undefined;
}

/** One watch per merchant and process, however many listen, and none when nobody does. */
@Injectable()
export class MerchantWatches {
  private readonly watches = new Map<string, SharedWatch>();

  constructor(
    private readonly runs: MerchantRuns,
    private readonly runWatches: RunWatches,
    @Inject(STREAM_LIMITS) readonly limits: StreamLimits,
  ) {}

  open(merchant: string): MerchantPlace {
    const shared = this.watches.get(merchant) ?? this.begin(merchant);
    shared.places += 1;
    let isOpen = true;
    const close = () => {
      if (!isOpen) return;
      isOpen = false;
      shared.places -= 1;
      if (shared.places === 0) this.end(merchant, shared);
    };
    return { watch: shared.watch, close };
  }

  private begin(merchant: string): SharedWatch {
    const watch = new MerchantWatch({
      list: (wanted) => this.runs.list({ merchant, ...wanted }),
      open: (transactionId) => this.runWatches.open(transactionId),
      indexLagMs: this.limits.indexLagMs,
    });
    const shared: SharedWatch = { watch, places: 0, timer: undefined };
    this.watches.set(merchant, shared);
    this.scanLater(shared);
    return shared;
  }

  private end(merchant: string, { watch, timer }: SharedWatch): void {
    clearTimeout(timer);
    this.watches.delete(merchant);
    watch.stop();
  }

  /** The index may be slow or away: then what is new comes later, and nothing is lost. */
  private scanLater(shared: SharedWatch): void {
    const pauseMs = Math.max(SCAN_EVERY_MS, this.watches.size * BETWEEN_SCANS_MS);
    shared.timer = setTimeout(() => {
      void shared.watch
        .scan()
        .catch(() => undefined)
        .then(() => {
          if (shared.places > 0) this.scanLater(shared);
        });
    }, pauseMs);
  }
}
