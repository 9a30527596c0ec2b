import type { Amount } from './money.js';
import type { EpochMs } from './time.js';

/** What a person may say about an outcome that Getnet never told. Wire format: never renamed. */
export const resolutionVerdicts = ['approved', 'declined', 'not_sent'] as const;

export type ResolutionVerdict = (typeof resolutionVerdicts)[number];

/** What one person says, and why. */
export interface Resolution {
  readonly verdict: ResolutionVerdict;
  readonly reason: string;
  /** What the person has seen: a receipt, a line in Getnet's portal. */
  readonly evidence: string;
  /** The id of the API key. */
  readonly actor: string;
  /** The person behind the key, as the caller names them. */
  readonly person?: string;
}

/** A verdict that waits for a second person. */
export interface Proposal extends Resolution {
  readonly at: EpochMs;
}

/** A verdict that settled the transaction. */
export interface SettledResolution extends Resolution {
  /** Every key that agreed, the first one first. */
  readonly actors: readonly string[];
  /** ISO 8601. */
  readonly at: string;
}

/** Whether one person may settle the amount alone. A limit in another currency limits nothing. */
export function needsSecondActor(amount: Amount | undefined, above: Amount | undefined): boolean {
  return (
    amount !== undefined &&
    above !== undefined &&
    amount.currency === above.currency &&
    amount.value > above.value
  );
}

/** The words the list of evidence uses. */
export function describeResolution({ verdict, reason, evidence, actor, person }: Resolution): string {
  const who = person === undefined || person === actor ? actor : `${person} (${actor})`;
  return `${who} says ${verdict}: ${reason} (${evidence})`;
}
