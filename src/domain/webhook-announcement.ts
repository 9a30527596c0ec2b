import type { Late } from './late-result.js';
import type { CustomId, TransactionId } from './ids.js';
import type { Snapshot, StateEntry } from './snapshot.js';
import type { UndoState } from './undo.js';
import type { SubscribedEndpoint } from './webhook-audience.js';
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
  /** Those that its run was started with: they are told even where the worker's merchants file does not have them yet. */
  readonly endpoints?: readonly SubscribedEndpoint[];
  /** A run that repeats an earlier one does not know what that one has sent. */
  readonly isByRepeat?: boolean;
  /** What happened before it and is perhaps not announced yet: it goes first. */
  readonly earlier?: readonly Announcement[];
}

/** What the event shows. */
export type AnnouncedSubject =
  | { readonly kind: 'transaction'; readonly snapshot: Snapshot }
  /** What was proven after the end of a transaction. Without `late`: nothing contradicts it any more. */
  | { readonly kind: 'late'; readonly transactionId: TransactionId; readonly late?: Late | undefined }
  /** A sale that a void or return begins to change: it is told only if it stands so. */
  | { readonly kind: 'reversing'; readonly transactionId: TransactionId }
  /** A sale whose void or return has ended, in whatever way: how the sale stands decides which event it is. */
  | { readonly kind: 'undo_ended'; readonly transactionId: TransactionId }
  /** Anything else, as the API shows it. */
  | { readonly kind: 'other'; readonly shown: Readonly<Record<string, unknown>> };

/** @returns undefined for a state that no webhook tells of. */
export function announceState(snapshot: Snapshot, { n, at, status }: StateEntry): Announcement | undefined {
  const type = findStatusEvent(status);
  const { merchant, transactionId } = snapshot.accepted;
  const key = `${transactionId}_${encodeFirstAcceptance(snapshot)}_${n}_${status}`;
  return type && { merchant, type, key, at, subject: { kind: 'transaction', snapshot } };
}

/**
 * A key that is used again after everything about it was forgotten starts another transaction, which has the id of the first one. Endpoints,
 * and receivers, may remember for longer: the time of the first acceptance tells the two apart.
 */
function encodeFirstAcceptance({ accepted, states }: Pick<Snapshot, 'accepted' | 'states'>): string {
  return Date.parse(states[0]?.at ?? accepted.createdAt).toString(36);
}

/** How far a void or return is: it may be sent, or its end is reported. */
export type UndoStage = 'reversing' | Exclude<UndoState, 'open'>;

/** A void or return of a sale: the merchant is told of the sale as well. */
export function announceUndo(
  { accepted, states }: Snapshot,
  undo: { readonly customId: CustomId; readonly stage: UndoStage; readonly at: string },
): Announcement | undefined {
  const { undoes, merchant, isByService } = accepted;
  const { customId, stage, at } = undo;
  const sale = undoes?.transactionId;
  // A sale that the service undoes is told of by its own run.
  if (sale === undefined || isByService) return undefined;
  const key = `${sale}_${stage}_${customId}_${encodeFirstAcceptance({ accepted, states })}`;
  if (stage === 'reversing')
    return {
      merchant,
      type: 'transaction.reversing',
      key,
      at,
      subject: { kind: stage, transactionId: sale },
    };
  const subject = { kind: 'undo_ended', transactionId: sale } as const;
  return { merchant, type: 'transaction.reversed', key, at, subject };
}

/** What came after the end, found out at that time: what contradicts what the transaction had told, or that nothing does any more. */
export function announceLate(
  { merchant, transactionId, customId }: Snapshot['accepted'],
  { at, late }: { readonly at: string; readonly late: Late | undefined },
): Announcement {
  const key = `${customId}_late_${Date.parse(at)}`;
  const subject = { kind: 'late', transactionId, ...(late && { late }) } as const;
  return { merchant, type: 'transaction.late_result', key, at, subject };
}
