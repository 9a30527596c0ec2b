import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Problems } from '../docs/refs.js';
import { CALLBACK_LIMIT_BYTES } from '../problems/body-limits.js';

/** Documents `POST /webhooks/getnet/{token}`. */
export const CallbackDocs = () =>
  applyDecorators(
    ApiTags('Callbacks'),
    ApiOperation({
      operationId: 'getnetCallback',
      summary: 'Called by Getnet, not by you',
      description:
        'The address belongs to one attempt, is signed, and expires. A slash at its end is ignored. The body is only a hint: a status ' +
        `query decides. The body may have any content type, encoding and compression, and at most ${CALLBACK_LIMIT_BYTES / 1_000_000} MB. A body that cannot be read ` +
        'is a hint without a number. The service answers once it has stored the hint, also for repeated and late callbacks.',
    }),
    ApiParam({ name: 'token', schema: { type: 'string' } }),
    ApiBody({
      schema: {
        type: 'object',
        additionalProperties: true,
        description: 'The full outcome, in Getnet’s format.',
      },
    }),
    ApiResponse({
      status: 200,
      description: 'The hint is stored, or says nothing new.',
      schema: { type: 'object', properties: { received: { type: 'boolean', enum: [true] } } },
    }),
    ...Problems('unauthorized', 'not-found', 'body-too-large'),
    ...Problems('orchestrator-unavailable'),
  );
