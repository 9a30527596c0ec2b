import { eventually } from './eventually.js';

/** Something on its way that a story may hold: it arrives, and goes on when it is let go. */
export interface Hold {
  /** Waits until it is held. @throws Error when it does not come in time. */
  arrives(): Promise<void>;
  letGo(): void;
}

/** What a gate asks of each thing that passes. */
export interface Gate<Passing> {
  /** Holds the next one that the story means, `what` in words, or every one until it lets go. */
  hold(what: string, isMeant: (passing: Passing) => boolean, every?: boolean): Hold;
  /** Waits as long as the story holds it; at once for all others. */
  pass(passing: Passing): Promise<void>;
}

/** @returns holds, none yet. */
export function createGate<Passing>(): Gate<Passing> {
  const waiting = new Set<(passing: Passing) => Promise<void> | undefined>();
  return {
    hold(what, isMeant, every = false) {
      let onGone = (): void => undefined;
      let isHeld: true | undefined;
      const gone = new Promise<void>((resolve) => (onGone = resolve));
      const claim = (passing: Passing) => {
        if (!isMeant(passing)) return undefined;
        if (!every) waiting.delete(claim);
        isHeld = true;
        return gone;
      };
      const letGo = () => {
        waiting.delete(claim);
        onGone();
      };
      waiting.add(claim);
      return { arrives: async () => void (await eventually(what, () => isHeld)), letGo };
    },
    async pass(passing) {
      for (const claim of waiting) {
        const gone = claim(passing);
        if (gone) return gone;
      }
    },
  };
}
