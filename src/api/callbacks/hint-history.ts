import type { CustomId } from '../../domain/ids.js';
import type { EpochMs } from '../../domain/time.js';
import type { CallbackHint } from '../../workflows/transaction.messages.js';

/** How many attempts are remembered. The one whose latest hint is the oldest is forgotten first. */
const ATTEMPTS_AT_MOST = 10_000;

/**
 * How long a delivered hint counts as repeated. An outcome only for a moment, since senders repeat in haste: the same
 * outcome a little later may follow an end that contradicts it, and then deserves another query.
 */
const KNOWN_FOR_MS = { progress: 600_000, outcome: 2_000 } as const;

/**
 * How many hints of one attempt reach its run. Mere progress says nothing new: more would fill the history. An outcome that was
 * claimed before has a bound of its own, so that a sender that repeats itself leaves room for news.
 */
const ADMITTED_AT_MOST = { progress: 20, repeated: 400, new: 100 } as const;

type HintKind = keyof typeof ADMITTED_AT_MOST;

interface AttemptHints {
  /** When each digest was delivered. */
  readonly delivered: Map<string, EpochMs>;
  readonly numbers: Set<string>;
  readonly claims: Set<string>;
  readonly admitted: Record<HintKind, number>;
}

/** The hints of each attempt that this process received: a repeated notice is dropped before it becomes a signal. */
export class HintHistory {
  private readonly attempts = new Map<CustomId, AttemptHints>();

  /** Whether the same hint was delivered a moment ago. @param nowMs a clock that never goes back. */
  wasDelivered(customId: CustomId, hint: CallbackHint, nowMs: number): boolean {
    const deliveredAt = this.attempts.get(customId)?.delivered.get(hint.digest);
    const knownForMs = KNOWN_FOR_MS[isOutcome(hint) ? 'outcome' : 'progress'];
    return deliveredAt !== undefined && nowMs - deliveredAt < knownForMs;
  }

  /**
   * Counts a hint that is about to be delivered.
   *
   * @returns false for one too many: mere progress without a new number, and more outcomes than anybody sends.
   */
  countIfAdmitted(customId: CustomId, hint: CallbackHint): boolean {
    const hints = this.getHints(customId);
    const kind = chooseKind(hints, hint);
    if (hints.admitted[kind] >= ADMITTED_AT_MOST[kind]) return false;
    hints.admitted[kind] += 1;
    hints.claims.add(nameClaim(hint));
    if (hint.idPosTxs !== undefined) hints.numbers.add(hint.idPosTxs);
    return true;
  }

  /** Remembers what has become durable. @param nowMs a clock that never goes back. */
  recordDelivery(customId: CustomId, { digest }: CallbackHint, nowMs: number): void {
    this.getHints(customId).delivered.set(digest, nowMs);
  }

  private getHints(customId: CustomId): AttemptHints {
    const hints = this.attempts.get(customId) ?? {
      delivered: new Map<string, number>(),
      numbers: new Set<string>(),
      claims: new Set<string>(),
      admitted: { progress: 0, repeated: 0, new: 0 },
    };
    // A map keeps the order of insertion: the latest goes to the end.
    this.attempts.delete(customId);
    this.attempts.set(customId, hints);
    const [oldest] = this.attempts.keys();
    if (this.attempts.size > ATTEMPTS_AT_MOST && oldest !== undefined) this.attempts.delete(oldest);
    return hints;
  }
}

function isOutcome({ claims }: CallbackHint): boolean {
  return claims === 'approved' || claims === 'declined';
}

/** An outcome is always news: it may contradict what was said before. */
function chooseKind({ numbers, claims }: AttemptHints, hint: CallbackHint): HintKind {
  if (!isOutcome(hint) && (hint.idPosTxs === undefined || numbers.has(hint.idPosTxs))) return 'progress';
  return claims.has(nameClaim(hint)) ? 'repeated' : 'new';
}

function nameClaim({ claims, idPosTxs }: CallbackHint): string {
  return `${claims} ${idPosTxs ?? ''}`;
}
