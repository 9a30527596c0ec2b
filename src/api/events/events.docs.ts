import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { ApiResponseOptions } from '@nestjs/swagger';
import { transactionExamples } from '../docs/examples.js';
import { Problems } from '../docs/refs.js';
import { writeComment, writeEvent } from './sse.js';

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

function EventStream(description: string, example: string): MethodDecorator {
  const schema = { type: 'string', description: 'Server-sent events, as the HTML standard defines them.' };
  const content = { 'text/event-stream': { schema, example } };
  return ApiResponse({ status: 200, description, content } as ApiResponseOptions);
}

const OF_TRANSACTION = `
Tells each state of a transaction once, in order, as server-sent events: those that it has had, then those that come. A browser’s
\`EventSource\` cannot send the API key; read the stream with \`fetch\`.

- The event \`state\` has the number of the state as its \`id\`, from 1 without gaps, and as data the transaction **as it was at that state**, in
  the form of \`GET\`. Read \`GET\` for what has become of it since.
- \`Last-Event-ID\` resumes after that state, on any replica. If the id is not one of this transaction, the event \`reset\` comes first. Its
  data is the whole transaction as it stands, and its \`id\` the number of its latest state. It comes too where an operator ended or
  reset the run of the transaction in Temporal, so that its states are numbered anew.
- The headers come at once. Every 15 seconds there is a comment.
- The stream ends after \`declined\`, \`completed\`, \`reversed\`, and after \`approved\`, unless the sale has yet to be confirmed or is being
  undone because it was not. After \`not_sent\` it ends when the key can no longer try again, or at once if the transaction was
  cancelled. What happens to a sale later, such as its void, is another transaction.
- When the service shuts down, it sends \`retry:\` and ends the stream. Connect again with the last id you have read. A stream that ended
  although its last state was not one of the above was cut: connect again.`;

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
    ...Problems('merchant-misconfigured', 'orchestrator-unavailable'),
  );
