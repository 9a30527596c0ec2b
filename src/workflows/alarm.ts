import { CancellationScope, condition, isCancellation, sleep } from '@temporalio/workflow';

/**
 * Waits for news or for the time. A timer that news outran is cancelled only when the next wait begins: a run that ends
 * on the news leaves it behind, at no cost, which saves an event in each history.
 */
export class Alarm {
  private pending: CancellationScope | undefined;

  /** @param wait milliseconds; `Infinity` waits for the news alone. */
  async ringsOr(hasNews: () => boolean, wait: number, summary: string): Promise<void> {
    this.pending?.cancel();
    this.pending = new CancellationScope();
    const either = () =>
      wait === Infinity ? condition(hasNews) : Promise.race([condition(hasNews), sleep(wait, { summary })]);
    await this.pending.run(either).catch((reason: unknown) => {
      if (!isCancellation(reason)) throw reason;
    });
  }
}
