import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CURSOR } from '../docs/parameter-forms.js';
import { Answers, Problems } from '../docs/refs.js';
import { webhookExamples } from '../docs/webhook-examples.js';

const always = [
  'unauthorized',
  'rate-limited',
  'merchant-misconfigured',
  'orchestrator-unavailable',
] as const;
const ofBodies = ['malformed-json', 'body-too-large', 'unsupported-media-type', 'invalid-request'] as const;

const Webhooks = () => applyDecorators(ApiTags('Webhooks'), ApiBearerAuth('apiKey'));

const NoBody = () =>
  ApiBody({
    required: false,
    description: 'None, or an empty object.',
    schema: { type: 'object', additionalProperties: false },
    examples: { empty: { value: {} } },
  });

const DELIVERIES = `
Every delivery to your merchant's endpoints, sent or to be sent, the newest first, with every try. An event has one delivery for each
endpoint that takes its type. A \`pending\` delivery is on its way, waits for an earlier event of the same transaction, or waits for an endpoint
that answered 410. After the last try a delivery is \`failed\` and waits in the attention list.

The list is read from the deliveries themselves: an event is listed once it has its number. The list holds what the service still remembers.`;

/** Documents `GET /v1/webhook-deliveries`. */
export const DeliveriesDocs = () =>
  applyDecorators(
    Webhooks(),
    ApiOperation({
      operationId: 'listWebhookDeliveries',
      summary: 'List webhook deliveries',
      description: DELIVERIES,
    }),
    ApiQuery({
      name: 'limit',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
    }),
    ApiQuery({ name: 'cursor', required: false, schema: CURSOR }),
    Answers({
      status: 200,
      description: 'One page.',
      schema: 'WebhookDeliveryList',
      examples: { deliveries: webhookExamples.deliveries },
    }),
    ...Problems(...always, 'invalid-request'),
  );

const REDELIVER = `
Sends a delivery now, in any state. A failed delivery is tried anew, a pending one does not wait for its next try, and a delivered one is sent
once more. \`webhook-id\`, \`sequence\` and the body stay as they were, so a receiver recognises a repeat. If the endpoint had
answered 410 and accepts the redelivery, the service sends everything that waits for it.`;

/** Documents `POST /v1/webhook-deliveries/{id}/redeliver`. */
export const RedeliverDocs = () =>
  applyDecorators(
    Webhooks(),
    ApiOperation({
      operationId: 'redeliverWebhook',
      summary: 'Send a delivery again',
      description: REDELIVER,
    }),
    ApiParam({ name: 'id', schema: { type: 'string', example: webhookExamples.redelivered.id } }),
    NoBody(),
    Answers({
      status: 202,
      description: 'The service sends it now. The answer is the delivery as it was before this try.',
      schema: 'WebhookDelivery',
      examples: { redelivered: webhookExamples.redelivered },
    }),
    ...Problems(...always, ...ofBodies, 'not-found'),
  );

/** Documents `POST /v1/webhooks/test`. */
export const WebhookTestDocs = () =>
  applyDecorators(
    Webhooks(),
    ApiOperation({
      operationId: 'testWebhooks',
      summary: 'Send a test to your endpoints',
      description:
        'Sends an event of the type `webhook.test` to every endpoint of your merchant, whatever types it takes. It is an event like any other: it has ' +
        'a number of the sequence, is signed, tried again, and listed. The answer lists one delivery for each endpoint. If there is exactly one endpoint, the answer also has the fields of its delivery.',
    }),
    NoBody(),
    Answers({
      status: 202,
      description: 'The test events are on their way.',
      schema: 'WebhookTest',
      examples: { tests: webhookExamples.tests },
    }),
    ...Problems(...always, ...ofBodies),
  );
