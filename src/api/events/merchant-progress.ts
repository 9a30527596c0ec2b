import type { TransactionId } from '../../domain/ids.js';
import { countStates } from '../../domain/snapshot-at-state.js';
import { INDEX_LAG_MS } from '../store/merchant-watch.js';
import type { FollowedRun } from '../store/merchant-watch.js';
import type { RunView } from '../store/run-view.js';
import { MOST_OPEN, computeMark } from './merchant-cursor.js';
import type { MerchantPosition } from './merchant-cursor.js';

/** Clocks differ a little: a state of the last moment before the beginning may be told. */
const SLACK_MS = 2_000;

/** The index names what started a little before its latest scan: a run is remembered for longer than that. */
const FORGET_AFTER_MS = 3 * INDEX_LAG_MS;

/** What is to be told next: one state, or a transaction whose states are numbered anew. */
export interface MerchantNews {
  readonly name: 'state' | 'reset';
  readonly n: number;
  readonly view: RunView;
}

interface RunProgress {
  /** How many states the reader has; undefined until a view tells which are older than the beginning. */
  sent: number | undefined;
  startMs: number;
  isTold: boolean;
  wasRenumbered: boolean;
}

/** What one reader of a merchant's stream has been told, and what waits to be told. */
export class MerchantProgress {
  private readonly runs = new Map<TransactionId, RunProgress>();
  private readonly waiting = new Map<TransactionId, RunView>();
  private readonly sinceMs: number;
  private readonly toldBefore: ReadonlySet<string>;
  private readonly resumedMs: number;
  /** Whether all that is older than the index names, and has something to tell, is among the runs. */
  private readonly isRemembered: boolean;
  /** Epoch ms: see {@link MerchantPosition.scannedMs}. */
  scannedMs: number;

  constructor({ sinceMs, scannedMs, open, told }: MerchantPosition) {
    this.sinceMs = sinceMs;
    this.scannedMs = scannedMs;
    this.resumedMs = scannedMs;
    this.isRemembered = open.size < MOST_OPEN;
    this.toldBefore = told;
    for (const [transactionId, sent] of open) this.add(transactionId, sent);
  }

  /** What the reader does not want: the states that a run has had until now; where nothing is known yet, those before the beginning. */
  skip({ transactionId, view, startMs }: FollowedRun): void {
    const run = this.add(transactionId, view && countStates(view.snapshot), startMs);
    if (view?.isClosed === true) run.isTold = true;
    run.wasRenumbered = view?.isRenumbered === true;
  }

  /** A watch is shared: for a reader who comes with an old position it finds what others have been told long ago. */
  take({ transactionId, view, startMs }: FollowedRun): void {
    const known = this.runs.get(transactionId);
    if (known === undefined && this.isRemembered && startMs < this.scannedMs - FORGET_AFTER_MS) return;
    const run = known ?? this.add(transactionId, undefined, startMs);
    run.startMs = Math.min(run.startMs, startMs);
    if (view !== undefined && !run.isTold) this.waiting.set(transactionId, view);
  }

  get hasNews(): boolean {
    return this.waiting.size > 0;
  }

  /** @returns what is told next; from then on the reader has it. Undefined when there is nothing. */
  next(): MerchantNews | undefined {
    for (const [transactionId, view] of this.waiting) {
      const run = this.runs.get(transactionId) ?? this.add(transactionId, undefined);
      const news = advance(run, view, this.sinceMs - SLACK_MS);
      if (news !== undefined) return news;
      this.waiting.delete(transactionId);
      run.isTold = view.isClosed;
    }
    this.forgetTold();
    return undefined;
  }

  get position(): MerchantPosition {
    const open = new Map<TransactionId, number | undefined>();
    // The index may still name what the reader was told before it resumed.
    const isFresh = this.scannedMs < this.resumedMs + FORGET_AFTER_MS;
    const told = new Set<string>(isFresh ? this.toldBefore : []);
    for (const [transactionId, run] of this.runs) {
      if (run.isTold || this.isLast(transactionId, run)) told.add(computeMark(transactionId));
      else open.set(transactionId, run.sent);
    }
    return { sinceMs: this.sinceMs, scannedMs: this.scannedMs, open, told };
  }

  /** Whether the reader has the last state of a run that has ended. */
  private isLast(transactionId: TransactionId, { sent }: RunProgress): boolean {
    const view = this.waiting.get(transactionId);
    return view !== undefined && view.isClosed && sent === countStates(view.snapshot);
  }

  private add(transactionId: TransactionId, sent: number | undefined, startMs = Date.now()): RunProgress {
    const isTold = this.toldBefore.has(computeMark(transactionId));
    const run: RunProgress = { sent, startMs, isTold, wasRenumbered: false };
    this.runs.set(transactionId, run);
    return run;
  }

  /** A run that the index names no more need not be remembered. */
  private forgetTold(): void {
    const beforeMs = this.scannedMs - FORGET_AFTER_MS;
    for (const [transactionId, { isTold, startMs }] of this.runs)
      if (isTold && startMs < beforeMs) this.runs.delete(transactionId);
  }
}

function advance(run: RunProgress, view: RunView, notBeforeMs: number): MerchantNews | undefined {
  const { snapshot, isRenumbered } = view;
  const count = countStates(snapshot);
  run.sent ??= snapshot.states.filter(({ at }) => Date.parse(at) < notBeforeMs).length;
  const isAnew = (isRenumbered && !run.wasRenumbered && (run.sent > 0 || count === 0)) || run.sent > count;
  run.wasRenumbered = isRenumbered;
  if (isAnew) return { name: 'reset', n: (run.sent = count), view };
  return run.sent < count ? { name: 'state', n: (run.sent += 1), view } : undefined;
}
