import type { DispatchOutcome } from '../../domain/dispatch.js';
import type { Policy } from '../../domain/policy.js';

/** Getnet refuses a command before it goes to the terminal, which takes moments. A later refusal is in doubt. */
export const REFUSAL_WITHIN_MS = 5_000;

/** When a reply to a command came. */
export interface ReplyTiming {
  /** From the moment the command was written to the connection, logins before it not counted. */
  readonly answeredAfterMs: number;
  readonly mode: Policy['mode'];
}

/**
 * In sync mode the connection is held while the terminal works (contract §14.4), so a refusal that comes later than
 * {@link REFUSAL_WITHIN_MS} may be the end of a command that ran: it is unknown, whatever it says, HTTP 401, 403 and 429
 * included. Every other outcome stays as it is.
 */
export function doubtLateRefusal(
  outcome: DispatchOutcome,
  { answeredAfterMs, mode }: ReplyTiming,
): DispatchOutcome {
  if (outcome.kind !== 'refused' || mode !== 'sync' || answeredAfterMs <= REFUSAL_WITHIN_MS) return outcome;
  const seconds = (answeredAfterMs / 1_000).toFixed(1);
  const said = outcome.message === undefined ? '' : `: ${outcome.message}`;
  return { kind: 'unknown', cause: `refused (${outcome.reason}) only after ${seconds} s${said}` };
}
