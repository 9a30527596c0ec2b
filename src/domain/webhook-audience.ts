import { wantsTransactionEvents } from './webhook-events.js';

/** An address of a merchant, and what it takes. */
export interface ToldEndpoint {
  readonly id: string;
  /** Types of events, or patterns of them. */
  readonly events: readonly string[];
}

/**
 * Whom a run tells: the endpoints that its merchant had when it was accepted. `true`: they were not known then, or an earlier version
 * accepted it. Then the merchants file of the worker alone decides.
 */
export type Announces = true | readonly ToldEndpoint[];

/** @returns what a run is started with; nothing where no endpoint is told of transactions. */
export function buildAnnounces(endpoints: readonly ToldEndpoint[] | undefined): {
  readonly announces?: Announces;
} {
  if (endpoints === undefined) return { announces: true };
  const told = endpoints.filter(({ events }) => wantsTransactionEvents(events));
  return told.length > 0 ? { announces: told.map(({ id, events }) => ({ id, events })) } : {};
}

/** @returns undefined where nobody knows them. */
export function listAccepted(announces: Announces | undefined): readonly ToldEndpoint[] | undefined {
  return announces === true ? undefined : announces;
}

/**
 * The file of a worker may be older than that of the API that accepted a transaction, or newer: each endpoint that either has is told
 * what it takes by either.
 *
 * @returns undefined where nobody knows them.
 */
export function combineEndpoints(
  configured: readonly ToldEndpoint[] | undefined,
  accepted: readonly ToldEndpoint[] | undefined,
): readonly ToldEndpoint[] | undefined {
  if (configured === undefined || accepted === undefined) return configured ?? accepted;
  const all = [...configured, ...accepted];
  const ids = [...new Set(all.map(({ id }) => id))];
  return ids.map((id) => {
    const patterns = all.filter((one) => one.id === id).flatMap(({ events }) => events);
    return { id, events: [...new Set(patterns)] };
  });
}
