import type { components } from './openapi.js';
import type { Transaction } from './schemas.js';

/** What the service tells a shop's endpoint. `type` says which: after `if (event.type === 'transaction.approved')`, `data` is a transaction. */
export type WebhookEvent =
  TransactionEvent | TerminalQuarantinedEvent | TerminalReleasedEvent | ReconciliationEvent | TestEvent;

interface EventEnvelope {
  /** The same in every try: what was dealt with once is not dealt with again. */
  readonly id: string;
  readonly timestamp: string;
  /** Counts up at this endpoint, without gaps: see `webhooks.trackSequence`. */
  readonly sequence: number;
  /** The lowest sequence that had not been delivered when this was sent. */
  readonly watermark: number;
}

type EventType = components['schemas']['WebhookDelivery']['type'];

/** The transaction as it was then. */
export interface TransactionEvent extends EventEnvelope {
  readonly type: Extract<EventType, `transaction.${string}`>;
  readonly data: Transaction;
}

/** A terminal takes no new payment. */
export interface TerminalQuarantinedEvent extends EventEnvelope {
  readonly type: 'terminal.quarantined';
  readonly data: {
    readonly id: string;
    readonly terminalId: string;
    readonly quarantined: true;
    readonly since: string;
    /** The merchant's own among those whose outcomes are unknown. */
    readonly transactions: readonly string[];
  };
}

/** A terminal takes payments again. */
export interface TerminalReleasedEvent extends EventEnvelope {
  readonly type: 'terminal.released';
  readonly data: {
    readonly id: string;
    readonly terminalId: string;
    readonly quarantined: false;
    /** `operator`, or `poll` and the id of the poll that was completed. */
    readonly by: string;
    readonly at: string;
    /** An operator's. */
    readonly reason: string | null;
  };
}

/** A reconciliation found differences: `GET links.self` shows its lines. */
export interface ReconciliationEvent extends EventEnvelope {
  readonly type: 'reconciliation.different';
  readonly data: {
    readonly id: string;
    readonly terminalId: string;
    readonly counts: Readonly<Record<string, number>>;
    readonly links: { readonly self: string };
  };
}

/** Somebody asked for a test: `POST /v1/webhooks/test`. */
export interface TestEvent extends EventEnvelope {
  readonly type: 'webhook.test';
  readonly data: { readonly merchant: string; readonly requestedBy: string };
}
