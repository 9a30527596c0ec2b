import type { CommandActivities } from '../activities/contract.js';

/** Counts the dispatches that this process has sent and not yet reported: their answers are worth waiting for. */
export class DispatchesInHand {
  private readonly open = new Set<Promise<unknown>>();

  /** @returns the same activity, counted. */
  counted(dispatch: CommandActivities['dispatch']): CommandActivities['dispatch'] {
    return (order) => {
      const running = dispatch(order);
      this.open.add(running);
      const forget = () => void this.open.delete(running);
      running.then(forget, forget);
      return running;
    };
  }

  get count(): number {
    return this.open.size;
  }

  /** @returns once none is left. */
  async reported(): Promise<void> {
    while (this.open.size > 0) await Promise.allSettled(this.open);
  }
}
