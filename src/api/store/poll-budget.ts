const MIN_LOOK_PAUSE_MS = 2_000;
const BETWEEN_LOOKS_MS = 20;

/**
 * How many long polls a process keeps open for whoever watches runs. Temporal allows a namespace 1,200 of a kind at a time on each
 * of its frontends, for all replicas of this API and for `Prefer: wait` together.
 */
export class PollBudget {
  private inUseCount = 0;
  private lookers = 0;

  constructor(private readonly most: number) {}

  /** @returns whether there was a place. */
  acquire(): boolean {
    if (!this.isFree) return false;
    this.inUseCount += 1;
    return true;
  }

  release(): void {
    this.inUseCount -= 1;
  }

  /** A run without a place is looked at now and then. @returns what ends that. */
  addLooker(): () => void {
    this.lookers += 1;
    return () => void (this.lookers -= 1);
  }

  /** The more runs are looked at, the longer between two looks at one: 50 looks a second in all. */
  get lookPauseMs(): number {
    return Math.max(MIN_LOOK_PAUSE_MS, this.lookers * BETWEEN_LOOKS_MS);
  }

  get isFree(): boolean {
    return this.inUseCount < this.most;
  }

  /** How many are open now. */
  get open(): number {
    return this.inUseCount;
  }
}
