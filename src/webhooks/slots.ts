/** So many deliveries to one endpoint are under way in one process: a slow receiver takes no slots from others. */
export class EndpointSlots {
  private readonly underWay = new Map<string, number>();

  constructor(private readonly mostAtOnce: number) {}

  /** @returns undefined where no slot is free: nothing was done. */
  async run<T>(endpoint: string, work: () => Promise<T>): Promise<T | undefined> {
    const others = this.underWay.get(endpoint) ?? 0;
    if (others >= this.mostAtOnce) return undefined;
    this.underWay.set(endpoint, others + 1);
    try {
      return await work();
    } finally {
      this.release(endpoint);
    }
  }

  private release(endpoint: string): void {
    const left = (this.underWay.get(endpoint) ?? 1) - 1;
    if (left === 0) this.underWay.delete(endpoint);
    else this.underWay.set(endpoint, left);
  }
}
