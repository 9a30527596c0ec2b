/**
 * How many long polls a process keeps open for whoever watches runs. Temporal allows a namespace 1,200 of a kind at a time on each
 * of its frontends, for all replicas of this API and for `Prefer: wait` together.
 */
export class PollBudget {
  private taken = 0;

  constructor(private readonly most: number) {}

  /** @returns whether there was a place. */
  take(): boolean {
    if (!this.isFree) return false;
    this.taken += 1;
    return true;
  }

  giveBack(): void {
    this.taken -= 1;
  }

  get isFree(): boolean {
    return this.taken < this.most;
  }

  /** How many are open now. */
  get open(): number {
    return this.taken;
  }
}
