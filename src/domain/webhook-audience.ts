import { wantsTransactionEvents } from './webhook-events.js';

/** An endpoint of a merchant, and the events it subscribes to. */
export interface SubscribedEndpoint {
  readonly id: string;
  /** Types of events, or patterns of them. */
  readonly events: readonly string[];
}

/**
 * To whom a run announces: the endpoints that its merchant had when it was accepted. `true`: they were not known then, or an earlier version
 * accepted it. Then the merchants file of the worker alone decides.
 */
export type Announces = true | readonly SubscribedEndpoint[];

/** @returns what a run is started with; nothing where no endpoint subscribes to transactions. */
export function buildAnnounces(endpoints: readonly SubscribedEndpoint[] | undefined): {
  readonly announces?: Announces;
} {
  if (endpoints === undefined) return { announces: true };
  const subscribed = endpoints.filter(({ events }) => wantsTransactionEvents(events));
  return subscribed.length > 0 ? { announces: subscribed.map(({ id, events }) => ({ id, events })) } : {};
}

/** @returns undefined where nobody knows them. */
export function listAccepted(announces: Announces | undefined): readonly SubscribedEndpoint[] | undefined {
  return announces === true ? undefined : announces;
}

/**
 * The file of a worker may be older than that of the API that accepted a transaction, or newer: each endpoint that either has
 * receives what it subscribes to in either.
 *
 * @returns undefined where nobody knows them.
 */
export function combineEndpoints(
  configured: readonly SubscribedEndpoint[] | undefined,
  accepted: readonly SubscribedEndpoint[] | undefined,
): readonly SubscribedEndpoint[] | undefined {
  if (configured === undefined || accepted === undefined) return configured ?? accepted;
  const all = [...configured, ...accepted];
  const ids = [...new Set(all.map(({ id }) => id))];
  return ids.map((id) => {
    const patterns = all.filter((one) => one.id === id).flatMap(({ events }) => events);
    return { id, events: [...new Set(patterns)] };
  });
}
