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
        'Its present state: the latest attempt. `needs_attention` is not an end: it is still looked up now and then, and a ' +
        'person or a late answer settles it. Do not charge again on `unknown`. An approved sale is shown with what was undone of ' +
        'it: `moneyMoved` is its net effect.',
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
