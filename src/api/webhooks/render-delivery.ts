import type { DeliveryMemo } from '../../workflows/webhook-delivery.messages.js';
import type { DeliveryKey } from './delivery-id.js';
import { buildDeliveryId } from './delivery-id.js';

/** A delivery as it is shown. */
export type ShownDelivery = DeliveryKey & {
  readonly memo: Pick<DeliveryMemo, 'type' | 'transactionId' | 'state' | 'tries'>;
};

export function renderDelivery({ endpoint, sequence, memo }: ShownDelivery) {
  const { type, transactionId, state, tries } = memo;
  return {
    id: buildDeliveryId({ endpoint, sequence }),
    endpoint,
    type,
    transactionId: transactionId ?? null,
    sequence,
    state,
    attempts: tries ?? [],
  };
}

/** @returns the deliveries of a test. Where there is one endpoint, the answer is its delivery as well. */
export function renderTest(sent: readonly ShownDelivery[]) {
  const items = sent.map(renderDelivery);
  return { ...(items.length === 1 && items[0]), items, nextCursor: null };
}
