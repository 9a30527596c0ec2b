import { HttpException, Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { REQUEST_LIMIT_BYTES } from './problems/body-limits.js';
import { Problem, notFoundProblem, problem, encodeProblem } from './problems/problem.js';
import type { Log } from '../config/logger.js';
import type { Metrics } from './metrics/metrics.js';

/** What Fastify, and Nest in its name, refuse before our code sees a request. */
const refusals: Readonly<Record<number, () => Problem>> = {
  400: () =>
    problem('malformed-json', 'The request is not complete, or not as long as it says. Send it again.'),
  404: notFoundProblem,
  413: () =>
    problem(
      'body-too-large',
      `A request has at most ${REQUEST_LIMIT_BYTES / 1_000} kB. Nothing was started; send less.`,
    ),
  414: notFoundProblem,
  415: () => problem('unsupported-media-type', 'Send "Content-Type: application/json". Nothing was started.'),
};

/**
 * Whatever was thrown, as the caller sees it. The text of a foreign error never reaches the caller: it may quote an
 * address, and an address may carry a callback token.
 */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  const refusal = thrown instanceof HttpException ? refusals[thrown.getStatus()] : undefined;
  return refusal?.() ?? problem('internal-error', OURS);
}

const OURS = 'Repeat with the same key; if it happens again, report the X-Request-Id of this answer.';

/** Writes every error of the API as a problem; a fault of our own is logged under the request's id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { id } = host.switchToHttp().getRequest<FastifyRequest>();
    const { body, headers } = toProblem(thrown);
    if (body.code === 'internal-error') this.log.error({ requestId: id, err: thrown }, 'a fault of our own');
    this.metrics.countProblem(body.code);
    void reply.code(body.status).headers(headers).type('application/problem+json').send(encodeProblem(body));
  }
}
