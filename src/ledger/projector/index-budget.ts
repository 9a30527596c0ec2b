import { setTimeout as pause } from 'node:timers/promises';

/** Temporal's index takes few calls a second, and people need it, too: every call waits for its turn. */
export class IndexBudget {
  private nextAtMs = 0;

  /** @param callsPerSecond over any second, and never two at the same moment. */
  constructor(
    private readonly callsPerSecond: number,
    private readonly count: () => void = () => undefined,
  ) {}

  async acquire(): Promise<void> {
    const now = performance.now();
    const atMs = Math.max(now, this.nextAtMs);
    this.nextAtMs = atMs + 1_000 / this.callsPerSecond;
    this.count();
    if (atMs > now) await pause(atMs - now);
  }
}
