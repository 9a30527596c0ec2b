import { streamLimits } from '../../config/stream-limits.js';
import type { StreamLimits } from '../../config/stream-limits.js';
import type { TransactionId } from '../../domain/ids.js';
import { countStates } from '../../domain/snapshot-at-state.js';
import type { FollowedRun } from '../store/merchant-watch.js';
import type { RunView } from '../store/run-view.js';
import { computeMark } from './merchant-cursor.js';
import type { MerchantPosition } from './merchant-cursor.js';
import { RunsByStart } from './runs-by-start.js';

/** Clocks differ a little: a state of the last moment before the beginning may be sent. */
const SLACK_MS = 2_000;

/** The index names what started a little before its latest scan: a run is remembered for longer than that. */
const LAGS_REMEMBERED = 3;

/** The start time that stands for a transaction of the cursor: it keeps its place before all others. */
const NAMED_BY_CURSOR_MS = 0;

/** What is sent next: one state, or a transaction whose states are numbered anew. */
export interface MerchantNews {
  readonly name: 'state' | 'reset';
  readonly n: number;
  readonly view: RunView;
}

interface RunProgress {
  readonly transactionId: TransactionId;
  readonly mark: string;
  /** Runs have their places in the cursor in this order. */
  readonly placeMs: number;
  /** How many states the reader has; undefined until a view tells which are older than the beginning. */
  sent: number | undefined;
  /** It started no later than then. */
  startMs: number;
  isSent: boolean;
  wasRenumbered: boolean;
}

/** What one reader of a merchant's stream was sent, and what waits to be sent. */
export class MerchantProgress {
  private readonly runs = new Map<TransactionId, RunProgress>();
  /** The runs that may have states left to send. */
  private readonly open = new RunsByStart<RunProgress>();
  /** When the transactions started whose marks these are. */
  private readonly marks = new Map<string, number>();
  private readonly waiting = new Map<RunProgress, RunView>();
  private readonly sinceMs: number;
  private readonly sentBefore: ReadonlySet<string>;
  private scannedMs: number;

  constructor(
    { sinceMs, scannedMs, open, sentMarks }: MerchantPosition,
    private readonly limits: StreamLimits = streamLimits,
  ) {
    this.sinceMs = sinceMs;
    this.scannedMs = scannedMs;
    this.sentBefore = sentMarks;
    // The index may still name what was sent to the reader before it resumed.
    for (const mark of sentMarks) this.remember(mark, scannedMs);
    for (const [transactionId, sent] of open) this.add({ transactionId, sent, placeMs: NAMED_BY_CURSOR_MS });
  }

  /** What the reader does not want: the states that a run has had until now; where nothing is known yet, those before the beginning. */
  skip({ transactionId, view, startMs }: FollowedRun): void {
    // Another reader's cursor has named it, and the index has not: it has ended, or is about to be named.
    if (startMs === undefined) return;
    const sent = view && countStates(view.snapshot);
    const run = this.add({ transactionId, sent, placeMs: startMs });
    run.startMs = startMs;
    run.wasRenumbered = view?.isRenumbered === true;
    if (view?.isClosed === true) this.markSent(run);
  }

  /** A watch is shared: for a reader who comes with an old position it finds what was sent to others long ago. */
  receive({ transactionId, view, startMs }: FollowedRun): void {
    const run = this.runs.get(transactionId) ?? this.addNew(transactionId, startMs);
    if (run === undefined) return;
    run.startMs = Math.min(run.startMs, startMs ?? Infinity);
    if (view !== undefined && !run.isSent) this.waiting.set(run, view);
  }

  /** From now on, all that started before then is among the runs, or was sent. */
  moveTo(scannedMs: number): void {
    if (scannedMs <= this.scannedMs) return;
    this.scannedMs = scannedMs;
    this.forgetSent();
  }

  get hasNews(): boolean {
    return this.waiting.size > 0;
  }

  /** @returns what is sent next; from then on the reader has it. Undefined when there is nothing. */
  next(): MerchantNews | undefined {
    for (const [run, view] of this.waiting) {
      const news = advance(run, view, this.sinceMs - SLACK_MS);
      if (run.sent === countStates(view.snapshot)) {
        this.waiting.delete(run);
        if (view.isClosed) this.markSent(run);
      }
      if (news !== undefined) return news;
    }
    return undefined;
  }

  /**
   * Names as many open runs as a cursor has room for, the oldest, because the index finds the others again: it is asked for all
   * that started since the first of those.
   */
  get position(): MerchantPosition {
    const { openPlaces, indexLagMs } = this.limits;
    const firstLeftOut = this.open.at(openPlaces);
    const scannedMs = Math.min(this.scannedMs, (firstLeftOut?.placeMs ?? Infinity) + indexLagMs);
    const rememberedMs = scannedMs - this.rememberedForMs;
    const sentMarks = [...this.marks].filter(([, startMs]) => startMs > rememberedMs).map(([mark]) => mark);
    const open = this.open.first(openPlaces).map(({ transactionId, sent }) => [transactionId, sent] as const);
    return { sinceMs: this.sinceMs, scannedMs, open: new Map(open), sentMarks: new Set(sentMarks) };
  }

  private get rememberedForMs(): number {
    return LAGS_REMEMBERED * this.limits.indexLagMs;
  }

  /** Undefined for one that started before all that the reader does not know. */
  private addNew(transactionId: TransactionId, startMs: number | undefined): RunProgress | undefined {
    // Another reader's cursor has named it. If it is new to this reader, the index is about to name it too.
    if (startMs === undefined || startMs < this.scannedMs - this.rememberedForMs) return undefined;
    return this.add({ transactionId, sent: undefined, placeMs: startMs });
  }

  private add(known: Pick<RunProgress, 'transactionId' | 'sent' | 'placeMs'>): RunProgress {
    const mark = computeMark(known.transactionId);
    const isSent = this.sentBefore.has(mark);
    const run: RunProgress = { ...known, mark, startMs: Date.now(), isSent, wasRenumbered: false };
    this.runs.set(run.transactionId, run);
    if (!isSent) this.open.add(run);
    return run;
  }

  /** The reader has the last state of a run that has ended. */
  private markSent(run: RunProgress): void {
    run.isSent = true;
    this.open.remove(run);
    this.remember(run.mark, run.startMs);
  }

  private remember(mark: string, startMs: number): void {
    this.marks.set(mark, startMs);
    if (this.marks.size <= this.limits.sentMarkPlaces) return;
    for (const oldest of this.marks.keys()) return void this.marks.delete(oldest);
  }

  /** A run that the index names no more need not be remembered. */
  private forgetSent(): void {
    const beforeMs = this.scannedMs - this.rememberedForMs;
    for (const [transactionId, { isSent, startMs }] of this.runs)
      if (isSent && startMs < beforeMs) this.runs.delete(transactionId);
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
