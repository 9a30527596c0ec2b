import type { CustomId } from '../../domain/ids.js';
import type { CallbackHint } from '../../workflows/transaction.messages.js';
import type { CallbackResult } from '../metrics/metrics.js';

/** A hint on its way. It ends once, with a result or a failure. */
export class PendingHint {
  readonly end: Promise<CallbackResult>;
  private ended = false;
  private onEnd: (result: CallbackResult | PromiseLike<CallbackResult>) => void = () => undefined;
  private wakeUp: () => void = () => undefined;

  constructor(
    readonly customId: CustomId,
    readonly hint: CallbackHint,
  ) {
    this.end = new Promise((resolve) => (this.onEnd = resolve));
    // Nobody may be listening any more when it fails.
    this.end.catch(() => undefined);
  }

  get hasEnded(): boolean {
    return this.ended;
  }

  resolve(result: CallbackResult): void {
    this.finish(result);
  }

  fail(failure: unknown): void {
    this.finish(Promise.reject(failure));
  }

  /** Waits before the next try. */
  async pause(pauseMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Ends a pause. */
  wake(): void {
    this.wakeUp();
  }

  private finish(how: CallbackResult | PromiseLike<CallbackResult>): void {
    this.ended = true;
    this.onEnd(how);
    this.wake();
  }
}
