import { eventually } from './eventually.js';

/** Something on its way that a story may hold: it arrives, and goes on when it is let go. */
export interface Hold {
  /** Waits until it is held. @throws Error when it does not come in time. */
  arrives(): Promise<void>;
  letGo(): void;
}

/** Holds items that pass, one or all that a story means. */
export interface HoldPoint<Item> {
  /** Holds the next one that the story means, `what` in words, or every one until it lets go. */
  hold(what: string, isMeant: (passing: Item) => boolean, every?: boolean): Hold;
  /** Waits as long as the story holds it; at once for all others. */
  pass(passing: Item): Promise<void>;
}

/** @returns holds, none yet. */
export function createHoldPoint<Item>(): HoldPoint<Item> {
  const waiting = new Set<(passing: Item) => Promise<void> | undefined>();
  return {
    hold(what, isMeant, every = false) {
      let onGone = (): void => undefined;
      let isHeld: true | undefined;
      const gone = new Promise<void>((resolve) => (onGone = resolve));
      const holdIfMeant = (passing: Item) => {
        if (!isMeant(passing)) return undefined;
        if (!every) waiting.delete(holdIfMeant);
        isHeld = true;
        return gone;
      };
      const letGo = () => {
        waiting.delete(holdIfMeant);
        onGone();
      };
      waiting.add(holdIfMeant);
      return { arrives: async () => void (await eventually(what, () => isHeld)), letGo };
    },
    async pass(passing) {
      for (const holdIfMeant of waiting) {
        const gone = holdIfMeant(passing);
        if (gone) return gone;
      }
    },
  };
}
