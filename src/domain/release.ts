import type { Snapshot } from './snapshot.js';
import { isFinal } from './status.js';

/** What is known of a terminal when somebody wants to take it from its holder. */
export interface HeldTerminal {
  /** No command of the holder can be live from then on. */
  readonly untilMs: number;
  /** Which attempt of its transaction took the terminal. */
  readonly attempt: number;
  /** The terminal is asked about a command, not given one. */
  readonly isForQuery: boolean;
  /** The holder's transaction as it stands; undefined where nobody knows it. */
  readonly holder: Snapshot | undefined;
  /** Status queries about late callbacks proved that no number of the command charged: one that did says nothing of the others. */
  readonly isProvenLate: boolean;
}

/** Whether a terminal may be taken from its holder: on what proof, or why not. */
export type ReleaseJudgement =
  { readonly allowed: true; readonly proof: string } | { readonly allowed: false; readonly why: string };

/** A person's word releases no terminal: only a proof does, or the end of all that its holder may have begun. */
export function judgeRelease(held: HeldTerminal | undefined, nowMs: number): ReleaseJudgement {
  if (held === undefined) return { allowed: true, proof: 'the terminal is free' };
  const { untilMs, isForQuery, holder, isProvenLate } = held;
  const until = new Date(untilMs).toISOString();
  if (nowMs >= untilMs) return { allowed: true, proof: `nothing of its holder can be live since ${until}` };
  if (isForQuery)
    return refuse(`The service asks the terminal about a transaction, until ${until} at the latest.`);
  if (isProvenLate) return { allowed: true, proof: 'a status query proved that its command charged nothing' };
  if (holder === undefined || holder.accepted.attempt !== held.attempt || !isFinal(holder.status))
    return refuse(`Its holder may still be live on it, until ${until} at the latest.`);
  return judgeEnded(holder, until);
}

function judgeEnded({ status, outcome, keepsTerminal }: Snapshot, until: string): ReleaseJudgement {
  if (keepsTerminal)
    return refuse(
      `Its holder is proven, and another number of its command, or a request to stop it, may still be live on it, until ${until} at the latest.`,
    );
  if (outcome.evidence === 'operator')
    return refuse(
      `A person settled its holder, which proves nothing about the terminal. It is free at ${until} at the latest.`,
    );
  return { allowed: true, proof: `${status}, by ${outcome.evidence ?? outcome.reason ?? 'proof'}` };
}

function refuse(why: string): ReleaseJudgement {
  return { allowed: false, why };
}
