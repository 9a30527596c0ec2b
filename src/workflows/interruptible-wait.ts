import { CancellationScope, condition, isCancellation, sleep } from '@temporalio/workflow';

/**
 * Waits for news or for the time. A timer that news outran is cancelled only when the next wait begins: a run that ends
 * on the news leaves it behind, at no cost, which saves an event in each history.
 */
export class InterruptibleWait {
  private pending: CancellationScope | undefined;

  /**
   * @param waitMs `Infinity` waits for the news alone.
   * @returns whether the time is over.
   */
  async waitForNews(hasNews: () => boolean, waitMs: number, summary: string): Promise<boolean> {
    this.pending?.cancel();
    this.pending = new CancellationScope();
    const news = () => condition(hasNews).then(() => false);
    const time = () => sleep(waitMs, { summary }).then(() => true);
    const either = () => (waitMs === Infinity ? news() : Promise.race([news(), time()]));
    return this.pending.run(either).catch((reason: unknown) => {
      if (!isCancellation(reason)) throw reason;
      return false;
    });
  }
}
