import type { Announcement } from '../domain/webhook-announcement.js';
import type { DeliveryToOpen } from '../domain/webhook-delivery.js';
import type { DeliveryReport, EndpointRecord, UsedNumber } from '../domain/webhook-endpoint.js';
import type { SendReport, WebhookSending } from '../domain/webhook-sending.js';
import type { DeliveryName } from '../workflows/webhook-delivery.messages.js';
import type { EndpointName } from '../workflows/webhook-endpoint.messages.js';

/** Short, in the workflow task of what happened. May be repeated: an event is known by its key. */
export interface AnnouncementActivities {
  /** Hands an event to each endpoint of the merchant that takes its type, behind those that are to go first. */
  announceEvent(announcement: Announcement): Promise<void>;
}

/** Deliveries of one endpoint whose turn has come. */
export interface DeliveryTurns extends EndpointName {
  readonly turns: readonly number[];
  /** These are not tried any more. */
  readonly givenUp?: readonly number[];
  readonly watermark: number;
}

/** Deliveries of one endpoint that have their numbers. */
export interface DeliveriesToOpen extends EndpointName {
  readonly deliveries: readonly DeliveryToOpen[];
  /** The endpoint has many that are not delivered: these wait behind those of endpoints that are up to date. */
  readonly isBehind?: true;
}

/** What an endpoint learns when it opens deliveries. */
export interface OpenedDeliveries {
  /** The numbers that belong to other deliveries, which nobody remembered. */
  readonly taken: readonly number[];
  /** Those deliveries, as far as they are known. Absent: by an earlier version. */
  readonly others?: readonly UsedNumber[];
}

/** Between an endpoint's sequence and its deliveries. All may be repeated. */
export interface EndpointActivities {
  openDeliveries(order: DeliveriesToOpen): Promise<OpenedDeliveries>;
  callDeliveries(turns: DeliveryTurns): Promise<void>;
  /** @returns what is known of an endpoint that no run remembers: nothing, for a new one. */
  recallEndpoint(name: EndpointName): Promise<EndpointRecord>;
}

/** One delivery: sent again and again, under the same id. */
export interface DeliveryActivities {
  /** One try. @throws ApplicationFailure `WebhookDeferred`, retryable, when too many to this endpoint are under way. */
  sendWebhook(sending: WebhookSending): Promise<DeliverySendReport>;
  /** Tells the endpoint's sequence how the delivery stands. */
  reportDelivery(name: DeliveryName, report: DeliveryReport): Promise<void>;
}

/** What one try came to, and when. */
export type DeliverySendReport = Exclude<SendReport, { readonly kind: 'deferred' }> & {
  /** ISO 8601. */
  readonly at: string;
};
