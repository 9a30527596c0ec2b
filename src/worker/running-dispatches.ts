import type { CommandActivities } from '../activities/contract.js';

/** Counts the dispatches that this process has sent and not yet reported: their answers are worth waiting for. */
export class RunningDispatches {
  private readonly running = new Set<Promise<unknown>>();

  /** Wraps the activity so that its runs are counted. */
  track(dispatch: CommandActivities['dispatch']): CommandActivities['dispatch'] {
    return (order) => {
      const run = dispatch(order);
      this.running.add(run);
      const forget = () => void this.running.delete(run);
      run.then(forget, forget);
      return run;
    };
  }

  get count(): number {
    return this.running.size;
  }

  async waitUntilReported(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }
}
