import { Inject, Injectable } from '@nestjs/common';
import type { TransactionId } from '../../domain/ids.js';
import { METRICS } from '../metrics/metrics.js';
import type { Metrics } from '../metrics/metrics.js';
import { PollBudget } from './poll-budget.js';
import { HistorySource } from './run-source.js';
import type { RunView } from './run-view.js';
import { RunWatch } from './run-watch.js';
import { Runs } from './runs.service.js';
import { TEMPORAL } from './temporal.js';
import type { Temporal } from './temporal.js';

/** Of the 1,200 long polls that Temporal allows a namespace: three replicas leave room for `Prefer: wait`. */
const MAX_POLLS = 250;

/** A place at the watch of one run. */
export interface Watching {
  readonly view: RunView | undefined;
  /** @param listener called whenever the view changes. @returns the function that unsubscribes. */
  listen(listener: () => void): () => void;
  /** Gives the place back: the watch ends with its last one. */
  close(): void;
}

/** One watch per run and process, however many listen, and none when nobody does. */
@Injectable()
export class RunWatches {
  private readonly watches = new Map<TransactionId, { readonly watch: RunWatch; places: number }>();
  /** Watches that nobody needs any more, and that still wait for an answer. */
  private readonly ending = new Map<TransactionId, Promise<void>>();
  private readonly budget = new PollBudget(MAX_POLLS);

  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    private readonly runs: Runs,
    @Inject(METRICS) metrics: Metrics,
  ) {
    metrics.watchPolls(() => this.budget.open);
  }

  /** What is known without asking Temporal, because somebody listens already. */
  findView(transactionId: TransactionId): RunView | undefined {
    return this.watches.get(transactionId)?.watch.view;
  }

  open(transactionId: TransactionId): Watching {
    const shared = this.watches.get(transactionId) ?? this.begin(transactionId);
    shared.places += 1;
    let isOpen = true;
    const close = () => {
      if (!isOpen) return;
      isOpen = false;
      shared.places -= 1;
      if (shared.places > 0) return;
      this.end(transactionId, shared.watch);
    };
    const { watch } = shared;
    return {
      get view() {
        return watch.view;
      },
      listen: (listener) => watch.listen(listener),
      close,
    };
  }

  private begin(transactionId: TransactionId) {
    const { temporal, runs, budget } = this;
    const source = new HistorySource(transactionId, { temporal, runs, budget });
    const begun = { watch: new RunWatch(source, this.ending.get(transactionId)), places: 0 };
    this.watches.set(transactionId, begun);
    return begun;
  }

  private end(transactionId: TransactionId, watch: RunWatch): void {
    this.watches.delete(transactionId);
    watch.stop();
    this.ending.set(transactionId, watch.ended);
    void watch.ended.then(() => {
      if (this.ending.get(transactionId) === watch.ended) this.ending.delete(transactionId);
    });
  }
}
