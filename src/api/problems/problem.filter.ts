import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../../config/logger.js';
import type { Metrics } from '../metrics/metrics.js';
import { problemOf } from './problem-of.js';
import { problemBytes } from './problem.js';

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
    const { body, headers } = problemOf(thrown);
    if (body.code === 'internal-error') this.log.error({ requestId: id, err: thrown }, 'a fault of our own');
    this.metrics.refused(body.code);
    void reply.code(body.status).headers(headers).type('application/problem+json').send(problemBytes(body));
  }
}
