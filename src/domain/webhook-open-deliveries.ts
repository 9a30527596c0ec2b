import type { OpenDelivery } from './webhook-endpoint.js';

/** What an endpoint has not taken, found by number and by transaction: a report costs the same however much is open. */
export class OpenDeliveries {
  /** In the order of the sequence, for each one that is added is higher than all before. */
  private readonly bySequence = new Map<number, OpenDelivery>();
  /** Of each transaction the numbers that have not failed, in the order of their turns. */
  private readonly underWay = new Map<string, number[]>();
  private readonly failed = new Set<number>();
  private lowestKnown = 1;
  /** No delivery can be forgotten before. */
  private firstExpiry: string | undefined;

  constructor(open: readonly OpenDelivery[]) {
    for (const one of open) this.add(one);
    this.lowestKnown = open[0]?.sequence ?? 1;
  }

  get underWayCount(): number {
    return this.bySequence.size - this.failed.size;
  }

  get failedCount(): number {
    return this.failed.size;
  }

  /** The lowest number; undefined where nothing is open. */
  get lowest(): number | undefined {
    if (this.bySequence.size === 0) return undefined;
    while (!this.bySequence.has(this.lowestKnown)) this.lowestKnown += 1;
    return this.lowestKnown;
  }

  add(delivery: OpenDelivery): void {
    this.bySequence.set(delivery.sequence, delivery);
    this.index(delivery);
  }

  find(sequence: number): OpenDelivery | undefined {
    return this.bySequence.get(sequence);
  }

  /** The first of a transaction that has not failed. */
  findFirstAbout(about: string): OpenDelivery | undefined {
    const first = this.underWay.get(about)?.[0];
    return first === undefined ? undefined : this.bySequence.get(first);
  }

  /** Another delivery has the number. */
  replace(delivery: OpenDelivery): void {
    const before = this.bySequence.get(delivery.sequence);
    if (before === undefined) return;
    // A map keeps the place of what it has.
    this.bySequence.set(delivery.sequence, delivery);
    this.forget(before);
    this.index(delivery);
  }

  change(sequence: number, change: Pick<OpenDelivery, 'state' | 'failedAt' | 'keptUntil'>): void {
    const before = this.bySequence.get(sequence);
    if (before === undefined) return;
    // One that is to be called again is not forgotten as failed ones are.
    const { failedAt: _, keptUntil: __, ...kept } = before;
    this.replace({ ...kept, ...change });
  }

  remove(sequence: number): void {
    const delivery = this.bySequence.get(sequence);
    if (delivery === undefined) return;
    this.bySequence.delete(sequence);
    this.forget(delivery);
  }

  /** Forgets those that could be redelivered until now. */
  removeExpired(now: string): void {
    if (this.firstExpiry === undefined || this.firstExpiry > now) return;
    this.firstExpiry = undefined;
    for (const { sequence, keptUntil } of this.bySequence.values()) {
      if (keptUntil !== undefined && keptUntil <= now) this.remove(sequence);
      else this.expectExpiry(keptUntil);
    }
  }

  /** In the order of the sequence. */
  list(): readonly OpenDelivery[] {
    return [...this.bySequence.values()];
  }

  /** Those that failed for good, the lowest first. */
  listFailed(): readonly OpenDelivery[] {
    const numbers = [...this.failed].sort((one, other) => one - other);
    return numbers.flatMap((sequence) => this.bySequence.get(sequence) ?? []);
  }

  /** The lowest that have not failed; none where the count is not positive. */
  listOldestUnderWay(count: number): readonly number[] {
    const found: number[] = [];
    for (const { sequence, state } of this.bySequence.values()) {
      if (found.length >= count) break;
      if (state !== 'failed') found.push(sequence);
    }
    return found;
  }

  private findPlace(sequence: number): number {
    return this.bySequence.get(sequence)?.place ?? sequence;
  }

  private index({ sequence, about, state, keptUntil }: OpenDelivery): void {
    this.expectExpiry(keptUntil);
    if (state === 'failed') return void this.failed.add(sequence);
    if (about === undefined) return;
    const others = this.underWay.get(about);
    if (others === undefined) return void this.underWay.set(about, [sequence]);
    others.push(sequence);
    others.sort((one, other) => this.findPlace(one) - this.findPlace(other) || one - other);
  }

  private forget({ sequence, about }: OpenDelivery): void {
    this.failed.delete(sequence);
    if (about === undefined) return;
    const others = this.underWay.get(about)?.filter((other) => other !== sequence) ?? [];
    if (others.length === 0) this.underWay.delete(about);
    else this.underWay.set(about, others);
  }

  private expectExpiry(keptUntil: string | undefined): void {
    if (keptUntil === undefined) return;
    if (this.firstExpiry === undefined || keptUntil < this.firstExpiry) this.firstExpiry = keptUntil;
  }
}
