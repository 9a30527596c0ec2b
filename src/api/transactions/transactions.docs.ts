import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { saleExamples, transactionExamples } from '../openapi/examples.js';
import { Answers, Problems, ref } from '../openapi/refs.js';

const { inProgress, approved, declined, notSent } = transactionExamples;

const PREFER =
  '`wait=N` holds the answer until the transaction is final or N seconds have passed, 0 to 330. More is cut to 330 and ' +
  'answered with `Preference-Applied`; what cannot be read is ignored.';

const START = `
Starts one operation on one terminal. **Safe to repeat**: with the same \`Idempotency-Key\` and the same body you get the same
transaction, however often and whatever was lost on the way. Make one key per payment and store it before you send.

- **202**: the command is on its way; \`moneyMoved\` is \`unknown\`. Read it again, or send \`Prefer: wait=330\`.
- **200**: the outcome is proven: \`approved\` or \`declined\`.
- **4xx, 5xx**: \`moneyMoved\` says whether this request moved money, \`retry\` what to do next. No answer at all, or
  \`orchestrator-unavailable\`: repeat with the same key.

Without \`Prefer\` the answer comes as soon as Getnet has answered the dispatch, after 10 seconds in any case.
The options are the country's and named as Getnet names them. \`onBusy: "wait"\`, \`maxWait\` and \`confirmWithin\` are not
offered yet and are refused.`;

const startHeaders = {
  Location: 'Where the transaction is read.',
  'Idempotency-Replayed': '`true` when the key had been used before: this request started nothing.',
  'Preference-Applied': 'The wait that was granted, when less than was asked for.',
};

const StartHeaders = () =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description: '1 to 255 visible ASCII characters, one key per payment: a UUID does well.',
      schema: {
        type: 'string',
        minLength: 1,
        maxLength: 255,
        example: '5f0c3c5e-3f0a-4b1e-9d4c-2a7c9d1f6b10',
      },
    }),
    ApiHeader({
      name: 'Prefer',
      required: false,
      description: PREFER,
      schema: { type: 'string', example: 'wait=20' },
    }),
  );

const StartBodies = () =>
  ApiBody({
    required: true,
    schema: { oneOf: [ref('SaleInChile'), ref('SaleInArgentina')] },
    examples: Object.fromEntries(Object.entries(saleExamples).map(([name, value]) => [name, { value }])),
  });

const StartAnswers = () =>
  applyDecorators(
    Answers({
      status: 200,
      description: 'Final: the outcome is proven.',
      schema: 'Transaction',
      examples: { approved, declined },
      headers: startHeaders,
    }),
    Answers({
      status: 202,
      description: 'On its way.',
      schema: 'Transaction',
      examples: { inProgress },
      headers: startHeaders,
    }),
  );

const startProblems = [
  ...([
    'malformed-json',
    'idempotency-key-missing',
    'idempotency-key-invalid',
    'unauthorized',
    'forbidden',
  ] as const),
  ...([
    'terminal-busy',
    'cancelled',
    'not-settled',
    'body-too-large',
    'unsupported-media-type',
    'invalid-request',
  ] as const),
  ...([
    'idempotency-key-reused',
    'unknown-terminal',
    'unsupported-operation',
    'rate-limited',
    'internal-error',
  ] as const),
  ...(['provider-rejected', 'provider-unreachable', 'terminal-offline', 'dispatch-expired'] as const),
  ...(['mode-unavailable', 'orchestrator-unavailable'] as const),
];

/** Documents `POST /v1/transactions`. */
export const StartDocs = () =>
  applyDecorators(
    ApiTags('Transactions'),
    ApiBearerAuth('apiKey'),
    ApiOperation({
      operationId: 'startTransaction',
      summary: 'Start an operation on a terminal',
      description: START,
    }),
    StartHeaders(),
    StartBodies(),
    StartAnswers(),
    ...Problems(...startProblems),
  );

/** Documents `GET /v1/transactions/{id}`. */
export const ReadDocs = () =>
  applyDecorators(
    ApiTags('Transactions'),
    ApiBearerAuth('apiKey'),
    ApiOperation({
      operationId: 'readTransaction',
      summary: 'Read a transaction',
      description:
        'Its present state: the latest attempt. `needs_attention` is not an end: it is still looked up now and then, and a ' +
        'person or a late answer settles it. Do not charge again on `unknown`.',
    }),
    ApiParam({ name: 'id', schema: { type: 'string', example: inProgress.id } }),
    ApiHeader({
      name: 'Prefer',
      required: false,
      description: PREFER,
      schema: { type: 'string', example: 'wait=30' },
    }),
    Answers({
      status: 200,
      description: 'As it stands.',
      schema: 'Transaction',
      examples: { inProgress, approved, declined, notSent },
    }),
    ...Problems('unauthorized', 'not-found', 'orchestrator-unavailable'),
  );
