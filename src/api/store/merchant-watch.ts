import type { TransactionId } from '../../domain/ids.js';
import type { ListedRun, RunsWanted } from './merchant-runs.service.js';
import type { RunView } from './run-view.js';
import type { Watching } from './run-watches.service.js';

/** So many runs are looked up for the first time at once. */
const MAX_FIRST_LOOKUPS = 50;
/** A run that no worker tells about does not keep others waiting. */
const FIRST_LOOK_MS = 3_000;

/** What a merchant's watch is made of. */
export interface MerchantWatchParts {
  readonly list: (wanted: Omit<RunsWanted, 'merchant'>) => Promise<readonly ListedRun[]>;
  readonly open: (transactionId: TransactionId) => Watching;
  readonly indexLagMs: number;
}

/** A transaction that is followed. */
export interface FollowedRun {
  readonly transactionId: TransactionId;
  /** Undefined until the index names it: until then a reader's cursor has. */
  readonly startMs: number | undefined;
  /** Undefined until something is known. */
  readonly view: RunView | undefined;
}

interface Follower {
  readonly transactionId: TransactionId;
  startMs: number | undefined;
  watching?: Watching;
}

/** Follows all transactions of one merchant, once for however many listen: the index names them, their own runs give their states. */
export class MerchantWatch {
  private readonly followers = new Map<TransactionId, Follower>();
  private readonly listeners = new Set<(run: FollowedRun) => void>();
  private readonly waiting: Follower[] = [];
  private firstLooks = 0;
  private latestScanMs = 0;
  private readonly begunMs = Date.now();
  private isStopped = false;

  constructor(private readonly parts: MerchantWatchParts) {}

  /** What started {@link MerchantWatchParts.indexLagMs} before is followed, or has ended. 0 until the index has answered. */
  get scannedMs(): number {
    return this.latestScanMs;
  }

  get runs(): readonly FollowedRun[] {
    return [...this.followers.values()].map(toFollowed);
  }

  /** @param listener called with each run that is found, and whose view changes. @returns the function that unsubscribes. */
  listen(listener: (run: FollowedRun) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Finds what started since the latest scan, at first also what has not ended. @throws Problem `orchestrator-unavailable` */
  async scan(): Promise<void> {
    const isFirst = this.latestScanMs === 0;
    const atMs = Date.now();
    // Scans may have failed since: what began and ended meanwhile is found as well.
    const sinceMs = isFirst ? this.begunMs : this.latestScanMs;
    await this.find({ startedSinceMs: sinceMs - this.parts.indexLagMs, withOpen: isFirst });
    this.latestScanMs = Math.max(this.latestScanMs, atMs);
    this.forgetEnded();
  }

  /** Finds what started then. @throws Problem `orchestrator-unavailable` */
  async find(wanted: Omit<RunsWanted, 'merchant'>): Promise<void> {
    for (const run of await this.parts.list(wanted)) this.follow(run);
  }

  /** @param run without the time of its start where the index has not named it. */
  follow({ transactionId, startMs }: Omit<FollowedRun, 'view'>): void {
    if (this.isStopped) return;
    const known = this.followers.get(transactionId);
    if (known !== undefined) return this.setStart(known, startMs);
    const follower: Follower = { transactionId, startMs };
    this.followers.set(transactionId, follower);
    // Readers know of it from now on, however long the first look at it takes.
    this.notifyListeners(follower);
    this.waiting.push(follower);
    this.lookAtNext();
  }

  stop(): void {
    this.isStopped = true;
    for (const { watching } of this.followers.values()) watching?.close();
    this.followers.clear();
  }

  /** The index names what a reader's cursor has named before: it is new to other readers perhaps. */
  private setStart(follower: Follower, startMs: number | undefined): void {
    if (follower.startMs !== undefined || startMs === undefined) return;
    follower.startMs = startMs;
    this.notifyListeners(follower);
  }

  private lookAtNext(): void {
    while (this.firstLooks < MAX_FIRST_LOOKUPS && !this.isStopped) {
      const follower = this.waiting.shift();
      if (follower === undefined) return;
      this.look(follower);
    }
  }

  private look(follower: Follower): void {
    this.firstLooks += 1;
    const timer = setTimeout(() => endFirstLook(), FIRST_LOOK_MS);
    let isFirst = true;
    const endFirstLook = () => {
      if (!isFirst) return;
      isFirst = false;
      clearTimeout(timer);
      this.firstLooks -= 1;
      this.lookAtNext();
    };
    const watching = this.parts.open(follower.transactionId);
    follower.watching = watching;
    const publish = () => {
      this.notifyListeners(follower);
      endFirstLook();
    };
    watching.listen(publish);
    if (watching.view !== undefined) publish();
  }

  private notifyListeners(follower: Follower): void {
    const followed = toFollowed(follower);
    for (const listener of [...this.listeners]) listener(followed);
  }

  /** What has ended is known for as long as a scan may still find it. */
  private forgetEnded(): void {
    const beforeMs = this.latestScanMs - 2 * this.parts.indexLagMs;
    for (const [transactionId, { startMs = 0, watching }] of this.followers) {
      if (watching?.view?.isClosed !== true || startMs >= beforeMs) continue;
      watching.close();
      this.followers.delete(transactionId);
    }
  }
}

function toFollowed({ transactionId, startMs, watching }: Follower): FollowedRun {
  return { transactionId, startMs, view: watching?.view };
}
