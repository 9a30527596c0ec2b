import type { DeliveryType } from './webhook-events.js';

/** An event of a merchant, as it is announced to its endpoints. */
export interface WebhookEvent {
  readonly type: DeliveryType;
  /** Names the event: an event that is announced twice is delivered once. Letters, digits, `_` and `-`. */
  readonly key: string;
  /** What it is about; the events of one transaction are delivered in their order. */
  readonly transactionId?: string;
  /** ISO 8601: when it happened. */
  readonly at: string;
  /** JSON, as the receiver gets it: text, so that no later version of this service changes it. */
  readonly data: string;
}

/** An event with its place in the sequence of one endpoint. */
export interface WebhookMessage {
  readonly event: WebhookEvent;
  readonly sequence: number;
  /** The lowest sequence that was not delivered when this one was sent. */
  readonly watermark: number;
}

/** A delivery that has its number and no run yet. */
export interface DeliveryToOpen {
  readonly sequence: number;
  readonly event: WebhookEvent;
  /** Absent: it waits for its turn. */
  readonly watermark?: number;
}

/** One try of a delivery. */
export interface DeliveryTry {
  /** ISO 8601. */
  readonly at: string;
  /** Of the answer; null where there was none. */
  readonly status: number | null;
  /** Why it does not count as delivered, in words; null where it does. */
  readonly cause: string | null;
}

export const deliveryStates = ['pending', 'delivered', 'failed'] as const;

export type DeliveryState = (typeof deliveryStates)[number];

/** The same in every retry and redelivery: receivers recognise a repeat by it. */
export function buildWebhookId({ key }: Pick<WebhookEvent, 'key'>): string {
  return `msg_${key}`;
}

/** The body that is signed: the same bytes in every retry. */
export function buildWebhookBody({ event, sequence, watermark }: WebhookMessage): string {
  const { type, at: timestamp, data } = event;
  const head = JSON.stringify({ type, timestamp, sequence, watermark });
  return `${head.slice(0, -1)},"data":${data}}`;
}

/** Up to a tenth more, never less, so that the retries of many deliveries do not come all at once. */
const JITTER = 0.1;

/** @param chance from 0 to 1. @returns the pause after a try, counted from 1; undefined after the last. */
export function pickPauseMs(pausesMs: readonly number[], tries: number, chance: number): number | undefined {
  const pauseMs = pausesMs[tries - 1];
  return pauseMs === undefined ? undefined : Math.round(pauseMs * (1 + JITTER * chance));
}

/** A list of tries stays readable, however often somebody redelivers. */
const MAX_TRIES = 60;

export function withTry(tries: readonly DeliveryTry[], latest: DeliveryTry): readonly DeliveryTry[] {
  return [...tries, latest].slice(-MAX_TRIES);
}
