import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { auditExample } from '../docs/audit-example.js';
import { transactionExamples } from '../docs/examples.js';
import { Answers, Problems } from '../docs/refs.js';

/** Documents `GET /v1/transactions/{id}/audit`. */
export const AuditDocs = () =>
  applyDecorators(
    ApiTags('Transactions'),
    ApiBearerAuth('apiKey'),
    ApiOperation({
      operationId: 'auditTransaction',
      summary: 'Read who did what, when and why',
      description:
        'Lists in words, oldest first, what happened to a transaction, as Temporal recorded it: every attempt, what ' +
        'Getnet answered, every state, what a person did in Temporal, what arrived after the end, and the undos of a sale. A line ' +
        'that repeats is listed once, with a count. The words may change between releases: read `GET` of the transaction to decide ' +
        'something, and this list to understand it. The route reads whole histories, so do not poll it.',
    }),
    ApiParam({ name: 'id', schema: { type: 'string', example: transactionExamples.inProgress.id } }),
    Answers({
      status: 200,
      description: 'What happened to the transaction up to now.',
      schema: 'Audit',
      examples: { approved: auditExample },
    }),
    ...Problems(
      'unauthorized',
      'not-found',
      'rate-limited',
      'merchant-misconfigured',
      'orchestrator-unavailable',
    ),
  );
