import type { Status } from './status.js';

/** The statuses that a webhook announces. */
const announcedStatuses = [
  'approved',
  'declined',
  'completed',
  'not_sent',
  'needs_attention',
  'reversing',
  'reversed',
  'reversal_failed',
] as const satisfies readonly Status[];

type AnnouncedStatus = (typeof announcedStatuses)[number];

/** What is announced to a merchant’s endpoints. Wire format: never renamed. */
export const webhookEventTypes = [
  ...announcedStatuses.map((status) => `transaction.${status}` as const),
  'transaction.late_result',
  'terminal.quarantined',
  'terminal.released',
  'reconciliation.different',
] as const;

export type WebhookEventType =
  | `transaction.${AnnouncedStatus | 'late_result'}`
  | 'terminal.quarantined'
  | 'terminal.released'
  | 'reconciliation.different';

/** Goes to every endpoint, whatever types it takes. */
export const WEBHOOK_TEST_TYPE = 'webhook.test';

/** The type of any delivery. */
export type DeliveryType = WebhookEventType | typeof WEBHOOK_TEST_TYPE;

/** @returns the event that announces a status; undefined for a status on the way, which no webhook announces. */
export function findStatusEvent(status: Status): WebhookEventType | undefined {
  const announced = announcedStatuses.find((one) => one === status);
  return announced && `transaction.${announced}`;
}

/** Whether a pattern of the merchants file names at least one type: a type, a family such as `transaction.*`, or `*`. */
export function isEventPattern(pattern: string): boolean {
  return webhookEventTypes.some((type) => matches(pattern, type));
}

/** Whether an endpoint with these patterns subscribes to an event. */
export function wantsEvent(patterns: readonly string[], type: DeliveryType): boolean {
  return type === WEBHOOK_TEST_TYPE || patterns.some((pattern) => matches(pattern, type));
}

/** Whether an endpoint with these patterns subscribes to transactions. */
export function wantsTransactionEvents(patterns: readonly string[]): boolean {
  return webhookEventTypes.some((type) => type.startsWith('transaction.') && wantsEvent(patterns, type));
}

function matches(pattern: string, type: string): boolean {
  return pattern === type || (/^(?:\w+\.)?\*$/.test(pattern) && type.startsWith(pattern.slice(0, -1)));
}
