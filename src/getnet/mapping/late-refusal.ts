import type { DispatchOutcome } from '../../domain/dispatch.js';

/** Getnet refuses a command before it goes to the terminal, which takes moments. A later refusal is in doubt. */
export const REFUSAL_WITHIN_MS = 5_000;

/**
 * A refusal that comes later than {@link REFUSAL_WITHIN_MS} may be about a command that ran: it is unknown, whatever it says, HTTP
 * 401, 403 and 429 included. In sync mode the connection is held while the terminal works (contract §14.4). In async mode Getnet
 * answers in milliseconds (contract S4), and what took seconds may have asked the terminal twice: the second time it is busy with
 * our own command.
 *
 * @param answeredAfterMs from the moment the command was written to the connection, logins before it not counted.
 * @returns every other outcome as it is.
 */
export function doubtLateRefusal(outcome: DispatchOutcome, answeredAfterMs: number): DispatchOutcome {
  if (outcome.kind !== 'refused' || answeredAfterMs <= REFUSAL_WITHIN_MS) return outcome;
  const seconds = (answeredAfterMs / 1_000).toFixed(1);
  const said = outcome.message === undefined ? '' : `: ${outcome.message}`;
  return { kind: 'unknown', cause: `refused (${outcome.reason}) only after ${seconds} s${said}` };
}
