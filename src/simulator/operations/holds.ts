/** What of a command can be held until a test releases it. */
export const holdableParts = ['answer', 'callback'] as const;
export type HoldablePart = (typeof holdableParts)[number];

/** Answers and callbacks that wait for a release, by the command's `customId` (or its `idPosTxs`). */
export interface Holds {
  /** Resolves once this is released, at once if it was before; with false if the simulator is reset instead. */
  waitForRelease(name: string, what: HoldablePart): Promise<boolean>;
  /** Releases what waits under this name now, and what is to wait under it later. Gives which of it waited. */
  release(name: string, what: readonly HoldablePart[]): readonly HoldablePart[];
  /** Ends every wait without a release. */
  clear(): void;
}

interface Hold {
  readonly ended: Promise<boolean>;
  end(isReleased: boolean): void;
  isWaitedFor: boolean;
}

/** No hold at all. */
export function createHolds(): Holds {
  const holds = new Map<string, Hold>();
  const getOrCreateHold = (name: string, what: HoldablePart): Hold => {
    const key = `${what} ${name}`;
    const hold = holds.get(key) ?? createHold();
    holds.set(key, hold);
    return hold;
  };
  return {
    waitForRelease: (name, what) => {
      const hold = getOrCreateHold(name, what);
      hold.isWaitedFor = true;
      return hold.ended;
    },
    release: (name, what) => {
      what.forEach((one) => getOrCreateHold(name, one).end(true));
      return what.filter((one) => getOrCreateHold(name, one).isWaitedFor);
    },
    clear: () => {
      holds.forEach(({ end }) => end(false));
      holds.clear();
    },
  };
}

function createHold(): Hold {
  let end: (isReleased: boolean) => void = () => undefined;
  const ended = new Promise<boolean>((resolve) => (end = resolve));
  return { ended, end: (isReleased) => end(isReleased), isWaitedFor: false };
}
