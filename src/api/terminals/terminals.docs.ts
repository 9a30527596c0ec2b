import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../docs/refs.js';
import { terminalExamples } from '../docs/terminal-examples.js';

const { busy, free } = terminalExamples;

/** Documents `GET /v1/terminals`. */
export const TerminalsDocs = () =>
  applyDecorators(
    ApiTags('Terminals'),
    ApiBearerAuth('apiKey'),
    ApiOperation({ operationId: 'listTerminals', summary: 'List your terminals, free or busy' }),
    Answers({
      status: 200,
      description: 'All of the merchant’s terminals.',
      schema: 'TerminalList',
      examples: { terminals: { items: [busy, free], nextCursor: null } },
    }),
    ...Problems('unauthorized', 'rate-limited', 'merchant-misconfigured', 'orchestrator-unavailable'),
  );

/** Documents `GET /v1/terminals/{terminalId}`. */
export const TerminalDocs = () =>
  applyDecorators(
    ApiTags('Terminals'),
    ApiBearerAuth('apiKey'),
    ApiOperation({
      operationId: 'readTerminal',
      summary: 'Read a terminal',
      description:
        'The service releases a terminal as soon as the outcome of its operation is proven. `busyUntil` is the latest moment, also ' +
        'after a crash.',
    }),
    ApiParam({ name: 'terminalId', schema: { type: 'string', example: 'cl-till-1' } }),
    Answers({
      status: 200,
      description: 'The terminal as it stands.',
      schema: 'Terminal',
      examples: { busy, free },
    }),
    ...Problems(
      'unauthorized',
      'not-found',
      'rate-limited',
      'merchant-misconfigured',
      'orchestrator-unavailable',
    ),
  );
