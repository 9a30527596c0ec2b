import type { CountedEvent } from '../plan/disturbances.js';

/** Counts what happens, and calls whoever waits for the n-th of something. */
export class Counts {
  readonly #counts = new Map<CountedEvent, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  get(event: CountedEvent): number {
    return this.#counts.get(event) ?? 0;
  }

  bump(event: CountedEvent): void {
    const count = this.get(event) + 1;
    this.#counts.set(event, count);
    const due = this.#waiting.get(`${event}/${count}`) ?? [];
    this.#waiting.delete(`${event}/${count}`);
    for (const act of due) act();
  }

  /** Calls once, at the n-th; at once when that is over. */
  callWhen(event: CountedEvent, count: number, act: () => void): void {
    if (this.get(event) >= count) return act();
    const place = `${event}/${count}`;
    this.#waiting.set(place, [...(this.#waiting.get(place) ?? []), act]);
  }
}
