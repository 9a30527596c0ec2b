import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { transactionExamples } from '../openapi/examples.js';
import { Answers, Problems } from '../openapi/refs.js';
import { PREFER } from './prefer.docs.js';

/** Documents `GET /v1/transactions/{id}`. */
export const ReadDocs = () =>
  applyDecorators(
    ApiTags('Transactions'),
    ApiBearerAuth('apiKey'),
    ApiOperation({
      operationId: 'readTransaction',
      summary: 'Read a transaction',
      description:
        'Its present state: the latest attempt, or the one that is proven to have charged. `needs_attention` is not an end: ' +
        'Getnet is still asked now and then, and a person or a late answer settles it. `not_sent` gives way to a repeat of the key, ' +
        'and to proof of a charge: a late callback of Getnet is verified, and the transaction is then `approved` with the warning ' +
        '`reported-not-sent-before`. Do not charge again on `unknown`. An approved sale is shown with what was undone of it: ' +
        '`moneyMoved` is its net effect.',
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
      description: 'As it stands.',
      schema: 'Transaction',
      examples: transactionExamples,
    }),
    ...Problems('unauthorized', 'not-found', 'rate-limited', 'too-many-waits'),
    ...Problems('merchant-misconfigured', 'orchestrator-unavailable'),
  );
