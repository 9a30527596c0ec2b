import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOperation, ApiTags, ApiParam } from '@nestjs/swagger';
import { countries } from '../../getnet/countries/countries.js';
import { transactionExamples } from '../docs/examples.js';
import { operationExamples } from '../docs/operation-examples.js';
import { getOperationName } from './body/operation-names.js';
import { IDEMPOTENCY_KEY } from '../docs/parameter-forms.js';
import { Answers, Problems, ref } from '../docs/refs.js';
import { MAX_WAIT_SECONDS, PREFER, WITHOUT_PREFER_SECONDS } from '../http/prefer.js';
import { DEFAULT_QUEUE_WAIT_SECONDS, MAX_QUEUE_WAIT_SECONDS } from './body/body-fields.js';

const { queued, inProgress, approved, declined, completed } = transactionExamples;

const START = `
Starts one operation on one terminal. **Safe to repeat**: with the same \`Idempotency-Key\` and the same body you get the same
transaction, however often you send them and whatever was lost on the way. Make one key per payment and store it before you send.
A transaction that was **not sent** may try again: the same request opens the next attempt, for 24 hours after the first acceptance
unless the service is configured otherwise. After that the key answers with the same problem and \`retry: new_key\`, or, where a late
callback of Getnet may mean a charge, with \`moneyMoved: unknown\` and \`retry: never\`.

- **202**: the command is on its way; \`moneyMoved\` is \`unknown\`. Read it again, or send \`Prefer: wait=${MAX_WAIT_SECONDS}\`.
- **200**: the outcome is proven: \`approved\`, \`declined\`, or \`completed\` for an operation that moves no money. Read
  \`outcome.warning\` of an approved one before you hand over the goods.
- **4xx, 5xx**: \`moneyMoved\` says whether this request moved money, \`retry\` what to do next. No answer at all, or
  \`orchestrator-unavailable\`: repeat with the same key.

A terminal does one thing at a time. If it is busy, the answer is 409 \`terminal-busy\`. With \`onBusy: "wait"\` the answer is 202 and the
status \`queued\`: nothing was sent, and the terminal serves those that wait in the order of their arrival. \`queue\` shows the place. No later
request overtakes it. If its turn does not come within \`maxWait\` seconds (default ${DEFAULT_QUEUE_WAIT_SECONDS}, at most ${MAX_QUEUE_WAIT_SECONDS}), the transaction is *not sent*
with the reason \`terminal-busy\`, and the same key may try again.

A terminal is *quarantined* if several payments, voids or returns in a row on it had no known outcome: a sale is answered 409
\`terminal-quarantined\`, and nothing is sent. The quarantine ends when the terminal completes a poll, or by an operator; then the same key can
sell. Everything but a sale goes on meanwhile.

Getnet may call back about a command that it had refused. Then the transaction is \`verifying\`, and its key sends nothing until Getnet's
status query has answered. A proven charge makes it \`approved\` with the warning \`reported-not-sent-before\`. If Getnet calls back only
after the next attempt was sent, both may have charged: the warning \`charged-twice\` names the other charge.

Without \`Prefer\`, the request is answered once Getnet has answered the dispatch, and within ${WITHOUT_PREFER_SECONDS} seconds in any case.
The fields of a request depend on \`type\` and on the country: see its schema. Options have Getnet's names.
A **void** or **return** takes the \`originalTransactionId\` of the sale and finds the rest itself; for a sale made elsewhere, pass
Getnet's numbers in \`options\`. The service refuses the same return of such a sale a second time within a day, unless \`evenIfRepeated\` is true.
One undo of a sale runs at a time, and none while the outcome of another is unknown. Together they never exceed the sale, unless
Getnet runs an undo that it had refused and calls back only after the next was sent.

A sale with \`confirmWithin\` has to be confirmed (\`POST /v1/transactions/{id}/confirm\`) once it is approved. Otherwise the service undoes it, once.`;

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
      description:
        '1 to 255 visible ASCII characters, one key per payment, such as a UUID. The service removes the quotes of a structured ' +
        'header (RFC 8941): `"k-1"` and `k-1` are one key. It refuses a quote at one end only, and parameters behind the quotes.',
      schema: IDEMPOTENCY_KEY,
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
    // Some operations are alike in both countries: such a body matches both.
    schema: { anyOf: countries.map((country) => ref(getOperationName('operation', country))) },
    examples: Object.fromEntries(
      Object.entries(operationExamples()).map(([name, value]) => [name, { value }]),
    ),
  });

const StartAnswers = () =>
  applyDecorators(
    Answers({
      status: 200,
      description: 'Final: the outcome is proven.',
      schema: 'Transaction',
      examples: { approved, declined, completed },
      headers: startHeaders,
    }),
    Answers({
      status: 202,
      description: 'On its way.',
      schema: 'Transaction',
      examples: { inProgress, queued },
      headers: startHeaders,
    }),
  );

const startProblems = [
  'malformed-json',
  'idempotency-key-missing',
  'idempotency-key-invalid',
  'unauthorized',
  'forbidden',
  'terminal-busy',
  'terminal-quarantined',
  'cancelled',
  'not-settled',
  'not-reversible',
  'already-reversed',
  'duplicate-undo',
  'body-too-large',
  'unsupported-media-type',
  'invalid-request',
  'idempotency-key-reused',
  'unknown-terminal',
  'unsupported-operation',
  'unknown-original',
  'wrong-terminal',
  'amount-exceeds-original',
  'rate-limited',
  'too-many-waits',
  'internal-error',
  'provider-rejected',
  'provider-unreachable',
  'terminal-offline',
  'dispatch-expired',
  'mode-unavailable',
  'merchant-misconfigured',
  'orchestrator-unavailable',
] as const;

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
        'Shows the latest attempt, or the one that is proven to have charged. `needs_attention` is not final: the service still asks ' +
        'Getnet now and then, and a person or a late answer settles it. `not_sent` can change: a repeat of the key opens the next ' +
        'attempt, and the service verifies a late callback of Getnet. If that proves a charge, the transaction is `approved` with the ' +
        'warning `reported-not-sent-before`. Do not charge again on `unknown`. An approved sale includes its voids and returns: ' +
        '`moneyMoved` is the net effect.',
    }),
    ApiParam({ name: 'id', schema: { type: 'string', example: transactionExamples.inProgress.id } }),
    ApiHeader({
      name: 'Prefer',
      required: false,
      description: PREFER,
      schema: { type: 'string', example: 'wait=30' },
    }),
    Answers({
      status: 200,
      description: 'The transaction as it stands.',
      schema: 'Transaction',
      examples: transactionExamples,
    }),
    ...Problems('unauthorized', 'not-found', 'rate-limited', 'too-many-waits'),
    ...Problems('merchant-misconfigured', 'orchestrator-unavailable', 'ledger-unavailable'),
  );

/** Documents `POST /v1/transactions/{id}/confirm`. */
export const ConfirmDocs = () =>
  applyDecorators(
    ApiTags('Transactions'),
    ApiBearerAuth('apiKey'),
    ApiOperation({
      operationId: 'confirmTransaction',
      summary: 'Keep an approved sale',
      description:
        'Keeps an approved sale that was started with `confirmWithin`. Safe to repeat. The time to confirm runs from the approval ' +
        'and ends at `confirmBy`. The service undoes a sale that is not confirmed by then, or that a cancel gave up. ' +
        'A sale is either confirmed or undone, never both.',
    }),
    ApiParam({ name: 'id', schema: { type: 'string', example: transactionExamples.inProgress.id } }),
    Answers({
      status: 200,
      description: 'Confirmed: `confirmation` is `confirmed`.',
      schema: 'Transaction',
      examples: { confirmed: transactionExamples.confirmed },
    }),
    ...Problems(
      'unauthorized',
      'forbidden',
      'not-found',
      'not-confirmable',
      'invalid-request',
      'rate-limited',
    ),
    ...Problems('merchant-misconfigured', 'orchestrator-unavailable', 'ledger-unavailable'),
  );
