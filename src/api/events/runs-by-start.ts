/** What is kept in order. */
interface Placed {
  readonly placeMs: number;
}

/** Items in the order of their times; those of the same time in the order in which they came. */
export class RunsByStart<Item extends Placed> {
  private readonly items: Item[] = [];

  add(item: Item): void {
    this.items.splice(this.findEnd(item.placeMs), 0, item);
  }

  remove(item: Item): void {
    const at = this.items.lastIndexOf(item, this.findEnd(item.placeMs) - 1);
    if (at >= 0) this.items.splice(at, 1);
  }

  /** @returns so many of the oldest. */
  first(count: number): readonly Item[] {
    return this.items.slice(0, count);
  }

  /** @returns the oldest but so many. */
  at(place: number): Item | undefined {
    return this.items[place];
  }

  /** Behind the last item of that time or before. */
  private findEnd(placeMs: number): number {
    let [low, high] = [0, this.items.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.items[middle]?.placeMs ?? 0) <= placeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
