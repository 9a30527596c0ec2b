import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { ApiResponseOptions } from '@nestjs/swagger';
import { streamLimits } from '../../config/stream-limits.js';
import { transactionExamples } from '../docs/examples.js';
import { Problems } from '../docs/refs.js';
import { computeMaxCursorLength } from './merchant-cursor.js';
import { writeComment, writeEvent } from './sse.js';
import { HEARTBEAT_MS } from './stream-clock.js';

const { inProgress, approved } = transactionExamples;

const dispatching = {
  ...inProgress,
  status: 'dispatching',
  idPosTxs: null,
  outcome: { moneyMoved: 'unknown' },
  states: inProgress.states.slice(0, 1),
  evidence: [],
};

const stateExample = [dispatching, inProgress, approved]
  .map((data, place) => writeEvent({ name: 'state', id: String(place + 1), data }))
  .join('');

const CURSOR = 'AQGbwbuG5gAB';

function EventStream(description: string, example: string, headers: object = {}): MethodDecorator {
  const schema = { type: 'string', description: 'Server-sent events, as the HTML standard defines them.' };
  const content = { 'text/event-stream': { schema, example } };
  return ApiResponse({ status: 200, description, headers, content } as ApiResponseOptions);
}

const OF_TRANSACTION = `
Sends each state of a transaction once, in order, as server-sent events: first the past states, then each new one. A browser’s
\`EventSource\` cannot send the API key; read the stream with \`fetch\`.

- The \`id\` of the event \`state\` is the number of the state, from 1 without gaps. Its data is the transaction **as it was at that state**, in
  the form of \`GET\`. Read \`GET\` for the transaction as it is now.
- \`Last-Event-ID\` resumes after that state, on any replica. If the id is not one of this transaction, the event \`reset\` comes first. Its
  data is the whole transaction as it stands, and its \`id\` is the number of the latest state. The event \`reset\` also comes if an operator
  ended or reset the run of the transaction in Temporal: its states are numbered anew.
- The headers come at once. Every ${HEARTBEAT_MS / 1_000} seconds there is a comment.
- The stream ends after \`declined\`, \`completed\`, \`reversed\` and \`approved\`. After \`approved\` it goes on if the sale has yet to be confirmed,
  or is being undone because it was not confirmed. After \`not_sent\` it ends when the key can no longer try again, or at once if the
  transaction was cancelled. What happens to a sale later, such as its void, is another transaction.
- The last line before the end is the comment \`: end\`. If a stream ends without it, the connection was cut, or the service shuts down and has
  sent \`retry:\`. Connect again with the last id that you have read. If you have the last state already, the stream sends only \`: end\`.`;

/** Documents `GET /v1/transactions/{id}/events`. */
export const TransactionEventsDocs = () =>
  applyDecorators(
    ApiTags('Transactions'),
    ApiBearerAuth('apiKey'),
    ApiOperation({
      operationId: 'streamTransaction',
      summary: 'Follow a transaction',
      description: OF_TRANSACTION,
    }),
    ApiParam({ name: 'id', schema: { type: 'string', example: inProgress.id } }),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      description: 'The id of the last event that you have: the stream goes on after it.',
      schema: { type: 'string', example: '2' },
    }),
    EventStream('Each state, as it comes.', writeComment('open') + stateExample + writeComment('end')),
    ...Problems('unauthorized', 'not-found', 'rate-limited', 'too-many-waits'),
    ...Problems('merchant-misconfigured', 'orchestrator-unavailable', 'ledger-unavailable'),
  );

const OF_MERCHANT = `
Sends each state of each transaction of the merchant once, as server-sent events. States of one transaction come in order; those of different
transactions come as the service learns of them, usually within a second.

- The event \`state\` has as data the transaction **as it was at that state**, in the form of \`GET\`: the last entry of \`states\` has its number.
- The \`id\` is an opaque cursor. Keep the last one that you have processed: \`Last-Event-ID\` resumes after it, on any replica, also after
  days, and the stream sends what happened meanwhile. If an id does not belong to this merchant’s stream, or is older than the service remembers,
  the answer is 422.
- Without \`Last-Event-ID\` the stream begins now. The header \`Event-Cursor\` is the cursor of the beginning, for a reader that loses the
  connection before its first event.
- The event \`reset\` comes if an operator ended or reset the run of a transaction in Temporal. Its data is the transaction as it
  stands: its states are numbered anew.
- The stream does not send what is proven about a transaction after its end, because that is no state. The webhook
  \`transaction.late_result\` and \`late\` of \`GET\` do.
- The stream never ends by itself. Every ${HEARTBEAT_MS / 1_000} seconds there is a comment. When the service shuts down, it sends \`retry:\` and ends the
  stream: connect again.
- An id has up to ${computeMaxCursorLength(streamLimits).toLocaleString('en')} characters. Proxies on the way have to let headers of 16 kB pass, in requests (\`Last-Event-ID\`) and in answers
  (\`Event-Cursor\`).
- An id covers ${streamLimits.openPlaces} transactions with states left to send. If a merchant has more, a resumed stream may repeat states, but skips none. Recognise a
  repeat by the transaction id and the state number.`;

/** Documents `GET /v1/events`. */
export const MerchantEventsDocs = () =>
  applyDecorators(
    ApiTags('Transactions'),
    ApiBearerAuth('apiKey'),
    ApiOperation({
      operationId: 'streamEvents',
      summary: 'Follow all transactions',
      description: OF_MERCHANT,
    }),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      description: 'The id of the last event that you have: the stream goes on after it.',
      schema: { type: 'string', example: CURSOR },
    }),
    EventStream(
      'Each state, as it comes.',
      writeComment('open') + writeEvent({ name: 'state', id: CURSOR, data: inProgress }),
      {
        'Event-Cursor': {
          description: 'The cursor of the beginning of this stream.',
          schema: { type: 'string' },
        },
      },
    ),
    ...Problems('unauthorized', 'invalid-request', 'rate-limited', 'too-many-waits'),
    ...Problems('merchant-misconfigured', 'orchestrator-unavailable'),
  );
