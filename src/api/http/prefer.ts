/** How long a caller wants to be kept waiting for a final answer. */
export interface Wait {
  /** Undefined: the caller did not say, or could not be understood. */
  readonly seconds?: number;
  /** More was asked for than is given: say what was applied. */
  readonly cut: boolean;
}

/** A little over Getnet's longest lifecycle of five minutes. */
export const MAX_WAIT_SECONDS = 330;

const PREFERENCE = /^\s*wait\s*(?:=\s*(?:"(\d{1,9})"|(\d{1,9}))\s*)?(?:;.*)?$/i;

/**
 * Reads `Prefer: wait=N` (RFC 7240 §4.3): among other preferences, in any case, quoted or not. The first `wait` counts; one
 * that cannot be read is ignored, as are all other preferences.
 */
export function readWait(header: string | readonly string[] | undefined): Wait {
  const preferences = [header ?? []].flat().join(',').split(',');
  const first = preferences.map((text) => PREFERENCE.exec(text)).find((match) => match !== null);
  const seconds = first?.[1] ?? first?.[2];
  if (seconds === undefined) return { cut: false };
  const asked = Number(seconds);
  return { seconds: Math.min(asked, MAX_WAIT_SECONDS), cut: asked > MAX_WAIT_SECONDS };
}

/** What `Prefer` does, for the document. */
export const PREFER =
  `\`wait=N\` holds the answer until the transaction is final or N seconds have passed, 0 to ${MAX_WAIT_SECONDS}. For a sale that is ` +
  `\`reversing\` it waits for the undo that is under way. A larger N counts as ${MAX_WAIT_SECONDS}, and the answer says so in \`Preference-Applied\`. The service ignores a preference that it cannot read.`;

/** How long a caller waits, and for what. */
export interface WaitUntil {
  readonly deadlineMs: number;
  /** Whether for the end of the transaction, or only for the answer to its dispatch. */
  readonly forFinal: boolean;
  /** Aborts when the client has closed its connection: nobody waits any more. */
  readonly clientGone?: AbortSignal;
}

/** Without `Prefer`, the request is answered once Getnet has answered the dispatch, and after this time in any case. */
const WITHOUT_PREFER_MS = 9_500;

/** What the document promises for such a request: the answer has time to travel. */
export const WITHOUT_PREFER_SECONDS = Math.ceil(WITHOUT_PREFER_MS / 1_000);

/** @param nowMs when the request came. */
export function createWaitUntil({ seconds }: Wait, nowMs: number, clientGone?: AbortSignal): WaitUntil {
  const client = clientGone && { clientGone };
  return seconds === undefined
    ? { deadlineMs: nowMs + WITHOUT_PREFER_MS, forFinal: false, ...client }
    : { deadlineMs: nowMs + seconds * 1_000, forFinal: true, ...client };
}
