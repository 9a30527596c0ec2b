import type { Late } from './late-result.js';
import type { Snapshot, StateEntry } from './snapshot.js';
import type { WebhookEventType } from './webhook-events.js';
import { findStatusEvent } from './webhook-events.js';

/** What happened, for whoever of the merchant's endpoints takes it. */
export interface Announcement {
  readonly merchant: string;
  readonly type: WebhookEventType;
  /** Names the event: the same event may be announced twice. Letters, digits, `_` and `-`. */
  readonly key: string;
  /** ISO 8601. */
  readonly at: string;
  readonly subject: AnnouncedSubject;
  /** A run that repeats an earlier one does not know what that one has sent. */
  readonly isByRepeat?: boolean;
}

/** What the event shows. */
export type AnnouncedSubject =
  | { readonly kind: 'transaction'; readonly snapshot: Snapshot; readonly late?: Late }
  /** Anything else, as the API shows it. */
  | { readonly kind: 'other'; readonly shown: Readonly<Record<string, unknown>> };

/** @returns undefined for a state that no webhook tells of. */
export function announceState(snapshot: Snapshot, { n, at, status }: StateEntry): Announcement | undefined {
  const type = findStatusEvent(status);
  const { merchant, transactionId } = snapshot.accepted;
  const key = `${transactionId}_${n}_${status}`;
  return type && { merchant, type, key, at, subject: { kind: 'transaction', snapshot } };
}
