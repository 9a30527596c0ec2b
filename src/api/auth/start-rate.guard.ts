import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Environment } from '../../config/environment/environment.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { requireCaller } from './authenticate.js';
import { rateLimited } from './rate-limited.js';
import { TokenBuckets } from './token-buckets.js';

/** Limits the starts of a merchant: a loop that has run wild is told to slow down, and no other merchant notices it. */
@Injectable()
export class StartRateGuard implements CanActivate {
  private readonly limit: number;
  private readonly starts: TokenBuckets;

  constructor(@Inject(ENVIRONMENT) environment: Environment) {
    this.limit = environment.RATE_LIMIT;
    this.starts = new TokenBuckets(this.limit);
  }

  /** @throws Problem `rate-limited` */
  canActivate(context: ExecutionContext): boolean {
    const { merchant } = requireCaller(context.switchToHttp().getRequest<FastifyRequest>());
    const pauseMs = this.starts.take(merchant, performance.now());
    if (pauseMs === 0) return true;
    const detail = `A merchant may start ${this.limit} transactions a second. Nothing was started; repeat with the same key after Retry-After.`;
    throw rateLimited(detail, { pauseMs, moneyMoved: 'no' });
  }
}
