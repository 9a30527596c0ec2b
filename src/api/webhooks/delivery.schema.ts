import { z } from 'zod';
import { deliveryStates } from '../../domain/webhook-delivery.js';
import { WEBHOOK_TEST_TYPE, webhookEventTypes } from '../../domain/webhook-events.js';
import { moment } from '../transactions/moment.schema.js';

const attempt = z.strictObject({
  at: moment,
  status: z.int().nullable().describe('The HTTP status of the answer. Null if there was no answer.'),
  cause: z.string().nullable().describe('Why this try does not count as delivered. Null if it does.'),
});

/** One event on its way to one endpoint. */
export const deliverySchema = z.strictObject({
  id: z.string(),
  endpoint: z.string().describe('Its name in the merchants file.'),
  type: z.enum([...webhookEventTypes, WEBHOOK_TEST_TYPE]),
  transactionId: z.string().nullable(),
  sequence: z.int().describe('Counts the events of the endpoint, without gaps.'),
  state: z
    .enum(deliveryStates)
    .describe(
      '`pending`: the delivery is on its way, or waits for its turn or for an endpoint that answered 410.',
    ),
  attempts: z.array(attempt).describe('Every try, oldest first.'),
});

/** Deliveries, the newest first. */
export const deliveryListSchema = z.strictObject({
  items: z.array(deliverySchema),
  nextCursor: z.string().nullable(),
});

/** What a test is answered with: the list, and where there is exactly one endpoint the fields of its delivery. */
export const webhookTestSchema = deliveryListSchema.extend(deliverySchema.partial().shape);
