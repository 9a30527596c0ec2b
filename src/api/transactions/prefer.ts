/** How long a caller wants to be kept waiting for a final answer. */
export interface Wait {
  /** Undefined: the caller did not say, or could not be understood. */
  readonly seconds?: number;
  /** More was asked for than is given: say what was applied. */
  readonly cut: boolean;
}

/** A little over Getnet's longest lifecycle of five minutes. */
export const LONGEST_WAIT = 330;

const PREFERENCE = /^\s*wait\s*(?:=\s*(?:"(\d{1,9})"|(\d{1,9}))\s*)?(?:;.*)?$/i;

/**
 * Reads `Prefer: wait=N` (RFC 7240 §4.3): among other preferences, in any case, quoted or not. The first `wait` counts; one
 * that cannot be read is ignored, as are all other preferences.
 */
export function waitOf(header: string | readonly string[] | undefined): Wait {
  const preferences = [header ?? []].flat().join(',').split(',');
  const first = preferences.map((text) => PREFERENCE.exec(text)).find((match) => match !== null);
  const seconds = first?.[1] ?? first?.[2];
  if (seconds === undefined) return { cut: false };
  const asked = Number(seconds);
  return { seconds: Math.min(asked, LONGEST_WAIT), cut: asked > LONGEST_WAIT };
}
