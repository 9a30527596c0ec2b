import type { WebhookMessage } from './webhook-delivery.js';

/** One try of a delivery. */
export interface WebhookSending {
  readonly merchant: string;
  readonly endpoint: string;
  readonly message: WebhookMessage;
}

/** What became of one try. */
export type SendReport =
  | { readonly kind: 'delivered'; readonly status: number }
  /** The receiver wants no more until somebody redelivers. */
  | { readonly kind: 'gone'; readonly status: number; readonly cause: string }
  | { readonly kind: 'failed'; readonly status: number | null; readonly cause: string }
  /** Nothing was sent: as many deliveries to this endpoint are under way as may be. */
  | { readonly kind: 'deferred' };

/** The only HTTP towards merchants. */
export interface WebhookSender {
  /** Never throws for what the receiver does. */
  send(sending: WebhookSending): Promise<SendReport>;
  close(): Promise<void>;
}
