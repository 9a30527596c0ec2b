import { CancellationScope, condition, isCancellation, sleep } from '@temporalio/workflow';

interface PendingTimer {
  readonly endMs: number;
  readonly scope: CancellationScope;
  /** Gives true when the time is over, and false where the next wait has cancelled it. */
  readonly isOver: Promise<boolean>;
}

/** When a wait ends, and the line that operators see beside its timer. */
export interface WaitEnd {
  /** By the clock of the run. `Infinity` waits for the news alone. */
  readonly endMs: number;
  readonly waitMs: number;
  readonly summary: string;
}

/**
 * Waits for news or for the time. A timer that news outran is cancelled only when the next wait begins: a run that ends
 * on the news leaves it behind, at no cost, which saves an event in each history. A wait until the same moment goes on with the
 * timer of the wait before: news that change nothing leave no command, so that it does not matter which task they come with.
 */
export class InterruptibleWait {
  private pending: PendingTimer | undefined;

  /** @returns whether the time is over. */
  async waitForNews(hasNews: () => boolean, end: WaitEnd): Promise<boolean> {
    const scope = new CancellationScope();
    const news = falseWhenCancelled(scope.run(() => condition(hasNews)).then(() => false));
    const timer = this.continueTimer(end);
    if (timer === undefined) return news;
    const isOver = await Promise.race([news, timer.isOver]);
    if (isOver) {
      this.pending = undefined;
      // Nobody waits for these news any more, and the next wait would be looked at beside this one.
      scope.cancel();
    }
    return isOver;
  }

  private continueTimer({ endMs, waitMs, summary }: WaitEnd): PendingTimer | undefined {
    if (this.pending?.endMs === endMs) return this.pending;
    this.pending?.scope.cancel();
    this.pending = undefined;
    if (endMs === Infinity) return undefined;
    const scope = new CancellationScope();
    const isOver = falseWhenCancelled(scope.run(() => sleep(waitMs, { summary })).then(() => true));
    return (this.pending = { endMs, scope, isOver });
  }
}

function falseWhenCancelled(wait: Promise<boolean>): Promise<boolean> {
  return wait.catch((reason: unknown) => {
    if (!isCancellation(reason)) throw reason;
    return false;
  });
}
