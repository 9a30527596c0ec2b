import { isEmptyVerdict, isLifecycleOver, computeQueryDelayMs } from '../domain/query-ladder.js';
import type { TimeLimits } from '../domain/policy.js';
import type { Verdict } from '../domain/verdict.js';
import type { WorkflowClock } from './workflow-clock.js';

/** When to ask Getnet about one attempt. */
export class QuerySchedule {
  nextQueryAtMs = 0;
  /** Status queries in a row, since the lifecycle was over, that said nothing final. */
  emptyQueries = 0;
  /** When the command was handed over, or known to be lost. */
  private handedOverAtMs: number;
  private callback: { readonly at: number; queries: number } | undefined;

  constructor(
    private budgetStartMs: number,
    private readonly limits: TimeLimits,
    private readonly clock: Pick<WorkflowClock, 'nowMs'>,
  ) {
    this.handedOverAtMs = clock.nowMs();
  }

  /** The attempt had to wait for the terminal: its budget runs from the grant. */
  restartBudget(atMs: number): void {
    this.budgetStartMs = atMs;
    this.handedOverAtMs = atMs;
  }

  /** @param atMs the latest moment at which the command may have left. */
  recordHandover(atMs: number): void {
    this.handedOverAtMs = atMs;
    this.planNextQuery();
  }

  /** A callback, a cancel request, or an answer that is odd: ask now, and in quick succession. */
  requestQueryNow(): void {
    this.callback = { at: this.clock.nowMs(), queries: 0 };
    this.planNextQuery();
  }

  /** Asks once now, and then as planned. */
  requestOneQuery(): void {
    this.nextQueryAtMs = this.clock.nowMs();
  }

  get isDueNow(): boolean {
    return this.callback?.queries === 0;
  }

  /** A callback that arrives while Getnet is being asked makes us ask again. */
  beginQuery(): void {
    if (this.callback !== undefined) this.callback.queries += 1;
  }

  recordVerdict(verdict: Verdict): void {
    this.emptyQueries = this.isLifecycleOver && isEmptyVerdict(verdict) ? this.emptyQueries + 1 : 0;
  }

  planNextQuery(): void {
    this.nextQueryAtMs = this.clock.nowMs() + computeQueryDelayMs(this.search, this.limits);
  }

  get isLifecycleOver(): boolean {
    return isLifecycleOver(this.search, this.limits);
  }

  private get search() {
    const now = this.clock.nowMs();
    const { callback } = this;
    return {
      elapsedMs: now - this.handedOverAtMs,
      ageMs: now - this.budgetStartMs,
      callback: callback && { ageMs: now - callback.at, queries: callback.queries },
    };
  }
}
