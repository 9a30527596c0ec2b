import type { TransactionId } from '../../domain/ids.js';
import type { ListedRun, RunsWanted } from './merchant-runs.service.js';
import type { RunView } from './run-view.js';
import type { Watching } from './run-watches.service.js';

/** What is younger than this may not be in the index yet. Clocks may differ by less than this. */
export const INDEX_LAG_MS = 30_000;

/** So many runs are looked up for the first time at once. */
const MOST_FIRST_LOOKS = 50;
/** A run that no worker tells about does not keep others waiting. */
const FIRST_LOOK_MS = 3_000;

/** What a merchant's watch is made of. */
export interface MerchantWatchParts {
  readonly list: (wanted: Omit<RunsWanted, 'merchant'>) => Promise<readonly ListedRun[]>;
  readonly open: (transactionId: TransactionId) => Watching;
}

/** A transaction that is followed. */
export interface FollowedRun extends ListedRun {
  /** Undefined until something is known. */
  readonly view: RunView | undefined;
}

interface Follower {
  readonly run: ListedRun;
  watching?: Watching;
}

/** Follows all transactions of one merchant, once for however many listen: the index names them, their own runs tell. */
export class MerchantWatch {
  private readonly followers = new Map<TransactionId, Follower>();
  private readonly listeners = new Set<(run: FollowedRun) => void>();
  private readonly waiting: Follower[] = [];
  private firstLooks = 0;
  private latestScanMs = 0;
  private isStopped = false;

  constructor(private readonly parts: MerchantWatchParts) {}

  /** Epoch ms: what started {@link INDEX_LAG_MS} before is followed, or has ended. 0 until the index has answered. */
  get scannedMs(): number {
    return this.latestScanMs;
  }

  get runs(): readonly FollowedRun[] {
    return [...this.followers.values()].map(toFollowed);
  }

  /** @param listener called with each run that is found, and whose view changes. @returns what ends the subscription. */
  listen(listener: (run: FollowedRun) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Finds what started since the latest scan, at first also what has not ended. @throws Problem `orchestrator-unavailable` */
  async scan(): Promise<void> {
    const isFirst = this.latestScanMs === 0;
    const atMs = Date.now();
    await this.find((isFirst ? atMs : this.latestScanMs) - INDEX_LAG_MS, isFirst);
    this.latestScanMs = Math.max(this.latestScanMs, atMs);
    this.forgetEnded();
  }

  /** Finds what started since then. @throws Problem `orchestrator-unavailable` */
  async find(startedSinceMs: number, withOpen = false): Promise<void> {
    for (const run of await this.parts.list({ startedSinceMs, withOpen })) this.follow(run);
  }

  follow(run: ListedRun): void {
    if (this.isStopped || this.followers.has(run.transactionId)) return;
    const follower: Follower = { run };
    this.followers.set(run.transactionId, follower);
    // Readers know of it from now on, however long the first look at it takes.
    this.tell(follower);
    this.waiting.push(follower);
    this.lookAtNext();
  }

  stop(): void {
    this.isStopped = true;
    for (const { watching } of this.followers.values()) watching?.close();
    this.followers.clear();
  }

  private lookAtNext(): void {
    while (this.firstLooks < MOST_FIRST_LOOKS && !this.isStopped) {
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
    const watching = this.parts.open(follower.run.transactionId);
    follower.watching = watching;
    const tell = () => {
      this.tell(follower);
      endFirstLook();
    };
    watching.listen(tell);
    if (watching.view !== undefined) tell();
  }

  private tell(follower: Follower): void {
    const followed = toFollowed(follower);
    for (const listener of [...this.listeners]) listener(followed);
  }

  /** What has ended is known for as long as a scan may still find it. */
  private forgetEnded(): void {
    const beforeMs = this.latestScanMs - 2 * INDEX_LAG_MS;
    for (const [transactionId, { run, watching }] of this.followers) {
      if (watching?.view?.isClosed !== true || run.startMs >= beforeMs) continue;
      watching.close();
      this.followers.delete(transactionId);
    }
  }
}

function toFollowed({ run, watching }: Follower): FollowedRun {
  return { ...run, view: watching?.view };
}
