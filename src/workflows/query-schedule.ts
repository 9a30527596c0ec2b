import { isEmpty, lifecycleIsOver, nextAskAfter } from '../domain/asking.js';
import type { TimeLimits } from '../domain/policy.js';
import type { Verdict } from '../domain/verdict.js';
import type { WorkflowClock } from './workflow-clock.js';

/** When to ask Getnet about one attempt. All times are epoch ms. */
export class QuerySchedule {
  nextAskAt = 0;
  /** Status queries in a row, since the lifecycle was over, that said nothing final. */
  emptyQueries = 0;
  /** When the command was handed over, or known to be lost. */
  private handedOverAt: number;
  private callback: { readonly at: number; queries: number } | undefined;

  constructor(
    private readonly acceptedAt: number,
    private readonly limits: TimeLimits,
    private readonly clock: Pick<WorkflowClock, 'now'>,
  ) {
    this.handedOverAt = clock.now();
  }

  /** @param at the latest moment at which the command may have left. */
  handedOver(at: number): void {
    this.handedOverAt = at;
    this.planNextAsk();
  }

  /** A callback, or an answer that is odd: ask now, and in quick succession. */
  askNow(): void {
    this.callback = { at: this.clock.now(), queries: 0 };
    this.planNextAsk();
  }

  get isDueAtOnce(): boolean {
    return this.callback?.queries === 0;
  }

  /** A callback that arrives while Getnet is being asked makes us ask again. */
  beginQuery(): void {
    if (this.callback !== undefined) this.callback.queries += 1;
  }

  recordVerdict(verdict: Verdict): void {
    this.emptyQueries = this.lifecycleOver && isEmpty(verdict) ? this.emptyQueries + 1 : 0;
  }

  planNextAsk(): void {
    this.nextAskAt = this.clock.now() + nextAskAfter(this.search, this.limits);
  }

  get lifecycleOver(): boolean {
    return lifecycleIsOver(this.search, this.limits);
  }

  private get search() {
    const now = this.clock.now();
    const { callback } = this;
    return {
      elapsed: now - this.handedOverAt,
      age: now - this.acceptedAt,
      callback: callback && { age: now - callback.at, queries: callback.queries },
    };
  }
}
