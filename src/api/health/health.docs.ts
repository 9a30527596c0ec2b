import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Answers } from '../docs/refs.js';

const ok = {
  status: 'ok',
  checks: [
    { name: 'temporal', ok: true, detail: 'answers' },
    { name: 'retention', ok: true, detail: 'closed runs are kept 30d' },
    { name: 'replication', ok: true, detail: 'the namespace lives on one cluster' },
    { name: 'search_attributes', ok: true, detail: 'all are registered' },
  ],
};

const unavailable = {
  status: 'unavailable',
  checks: [
    ...ok.checks.slice(0, 3),
    {
      name: 'search_attributes',
      ok: false,
      detail: 'not registered as Keyword: Reference. Run "npm run setup:namespace"',
    },
  ],
};

/** Documents `GET /health/live`. */
export const LiveDocs = () =>
  applyDecorators(
    ApiTags('Health'),
    ApiOperation({ operationId: 'live', summary: 'Whether the process is up' }),
    ApiResponse({
      status: 200,
      description: 'The process is up.',
      schema: { type: 'object', properties: { status: { type: 'string', enum: ['ok'] } } },
    }),
  );

/** Documents `GET /health/ready`. */
export const ReadyDocs = () =>
  applyDecorators(
    ApiTags('Health'),
    ApiOperation({
      operationId: 'ready',
      summary: 'Whether the service is ready for requests',
      description:
        'Checks that Temporal answers within a second, keeps closed runs long enough, does not replicate them between clusters, and ' +
        'knows every search attribute. If the account lacks the permission for a check, the check says so and does not fail.',
    }),
    Answers({ status: 200, description: 'Ready.', schema: 'Readiness', examples: { ok } }),
    Answers({
      status: 503,
      description: 'Not ready; the failed checks say why.',
      schema: 'Readiness',
      examples: { unavailable },
    }),
  );
