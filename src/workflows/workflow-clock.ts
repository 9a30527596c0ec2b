/**
 * The time that a transaction decides by. After a local activity the SDK may give another time in replay than it gave at
 * first, where the activity's end fell into a later workflow task: a decision by it would take another path. So time stands
 * still from the start of a local activity until something else is waited for.
 */
export class WorkflowClock {
  private heldAt: number | undefined;

  /** Epoch ms. */
  now(): number {
    return this.heldAt ?? Date.now();
  }

  /** Runs a local activity; the time stays what it was before. */
  hold<T>(localActivity: () => Promise<T>): Promise<T> {
    this.heldAt ??= Date.now();
    return localActivity();
  }

  /** Waits for anything else, whose time is the same in replay. */
  go<T>(wait: () => Promise<T>): Promise<T> {
    this.heldAt = undefined;
    return wait();
  }
}
