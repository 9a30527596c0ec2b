/** A number of places that are taken in the order they were asked for. */
export interface Slots {
  /** Waits for a place; false when the time is over first. A place must be released. */
  acquire(withinMs: number): Promise<boolean>;
  release(): void;
}

/** @param places how many may be taken at a time. */
export function createSlots(places: number): Slots {
  const waiting = new Set<() => void>();
  let free = places;

  function wait(withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const grant = () => settle(true);
      const timer = setTimeout(() => settle(false), withinMs);
      const settle = (had: boolean) => {
        clearTimeout(timer);
        waiting.delete(grant);
        resolve(had);
      };
      waiting.add(grant);
    });
  }

  return {
    async acquire(withinMs) {
      if (free === 0) return wait(withinMs);
      free -= 1;
      return true;
    },
    release() {
      const [next] = waiting;
      if (next) next();
      else free += 1;
    },
  };
}
