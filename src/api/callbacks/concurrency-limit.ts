/** Lets a few pass at a time, in the order in which they came. */
export class ConcurrencyLimit {
  private readonly queue: (() => void)[] = [];
  private busy = 0;

  constructor(private readonly atATime: number) {}

  /** Runs the work when it is its turn. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.busy >= this.atATime) await new Promise<void>((next) => this.queue.push(next));
    else this.busy += 1;
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next === undefined) this.busy -= 1;
      else next();
    }
  }
}
