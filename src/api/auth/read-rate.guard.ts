import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Environment } from '../../config/environment/environment.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { callerOf } from './authenticate.js';
import { isStart } from './is-start.js';
import { rateLimited } from './rate-limited.js';
import { TokenBuckets } from './token-buckets.js';

/** Limits what a merchant asks besides starting: one that polls without a pause does not slow down another's sales. */
@Injectable()
export class ReadRateGuard implements CanActivate {
  private readonly limit: number;
  private readonly reads: TokenBuckets;

  constructor(@Inject(ENVIRONMENT) environment: Environment) {
    this.limit = environment.READ_RATE_LIMIT;
    this.reads = new TokenBuckets(this.limit);
  }

  /** @throws Problem `rate-limited` */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = callerOf(request);
    if (caller === undefined || isStart(request)) return true;
    const pauseMs = this.reads.take(caller.merchant, performance.now());
    if (pauseMs === 0) return true;
    const detail =
      `A merchant may send ${this.limit} requests a second besides starts. This one was not looked at; repeat it after ` +
      'Retry-After, and wait for an end with "Prefer: wait=N" instead of polling.';
    throw rateLimited(detail, { pauseMs, moneyMoved: 'unknown' });
  }
}
