/** Who or what did something. */
export type ActorKind = 'api_key' | 'operator' | 'service' | 'getnet' | 'temporal';

export interface Actor {
  readonly kind: ActorKind;
  /** An API key's id; what an operator's tool called itself; a part of the service, of Getnet or of Temporal. Null where nobody noted it. */
  readonly id: string | null;
}

/** One line of a timeline: who or what did what, when, and why. */
export interface TimelineEntry {
  /** ISO 8601. */
  readonly at: string;
  readonly actor: Actor;
  readonly act: string;
  readonly why: string;
  readonly evidence: string | null;
}

/** What is told about one event; its time is added by whoever asks. */
export interface EventExplanation {
  readonly actor: Actor;
  readonly act: string;
  readonly why: string;
  readonly evidence?: string | undefined;
  /** By the clock of whoever did it; the event is written a little later. */
  readonly atMs?: number | undefined;
}

export const api: Actor = { kind: 'service', id: 'api' };
export const worker: Actor = { kind: 'service', id: 'worker' };
export const cloud: Actor = { kind: 'getnet', id: 'cloud' };
export const device: Actor = { kind: 'getnet', id: 'terminal' };
export const server: Actor = { kind: 'temporal', id: 'server' };

/** A workflow of ours, by its type. */
export function workflowActor(workflowType: string): Actor {
  return { kind: 'service', id: workflowType };
}

/** An operator: the id of their API key, or what their tool called itself to Temporal. */
export function operatorActor(identity: string | undefined): Actor {
  return { kind: 'operator', id: identity ?? null };
}

export function apiKeyActor(keyId: string | undefined): Actor {
  return { kind: 'api_key', id: keyId ?? null };
}

/** How a line begins that tells of something this timeline has no words for. */
export const UNRECOGNISED = 'did something that this timeline has no words for';

export function explainUnrecognised(actor: Actor, what: string): EventExplanation {
  return { actor, act: `${UNRECOGNISED}: ${what}`, why: 'only its name in the history is known' };
}

/** Joins what there is; undefined where there is nothing. */
export function joinParts(...parts: readonly (string | false | undefined)[]): string | undefined {
  const given = parts.filter((part) => typeof part === 'string' && part !== '');
  return given.length === 0 ? undefined : given.join('; ');
}
