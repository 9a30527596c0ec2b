import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Problems } from '../docs/refs.js';

/** Documents `POST /webhooks/getnet/{token}`. */
export const CallbackDocs = () =>
  applyDecorators(
    ApiTags('Callbacks'),
    ApiOperation({
      operationId: 'getnetCallback',
      summary: 'Called by Getnet, not by you',
      description:
        'The address is made for one attempt, signed, and expires; a slash behind it is ignored. The body is a hint and decides ' +
        'nothing: a status query does. It may come in any content type, encoding and compression; what cannot be read is a hint ' +
        'without a number. Answered once the hint is durable, for repeats and late ones too. At most 1 MB.',
    }),
    ApiParam({ name: 'token', schema: { type: 'string' } }),
    ApiBody({
      schema: {
        type: 'object',
        additionalProperties: true,
        description: 'The full outcome, as Getnet writes it.',
      },
    }),
    ApiResponse({
      status: 200,
      description: 'Durable, or nothing new.',
      schema: { type: 'object', properties: { received: { type: 'boolean', enum: [true] } } },
    }),
    ...Problems('unauthorized', 'not-found', 'body-too-large'),
    ...Problems('orchestrator-unavailable'),
  );
