import type { FastifyRequest } from 'fastify';
import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { getRoute } from '../http/request-notes.js';
import type { ProblemMoney } from '../problems/problem-entry.js';
import { problem, withHeaders } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';
import type { Environment } from '../../config/environment/environment.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { requireCaller, findCaller } from './authenticate.js';
import { TokenBuckets } from './token-buckets.js';

/** Whether a request asks for a new transaction, judged by the route that was matched. */
export function isStart(request: FastifyRequest): boolean {
  return request.method === 'POST' && getRoute(request) === '/v1/transactions';
}

/** What a refusal says beyond its words. */
export interface Refusal {
  /** Until the request would be accepted. */
  readonly pauseMs: number;
  /** A start that was refused moved nothing; a read that was refused leaves unknown what it asked about. */
  readonly moneyMoved: ProblemMoney;
}

/** The answer to a request that is one too many, with `Retry-After` in whole seconds. */
export function refuseRate(detail: string, { pauseMs, moneyMoved }: Refusal): Problem {
  const seconds = Math.max(1, Math.ceil(pauseMs / 1_000));
  return withHeaders(problem('rate-limited', detail, { moneyMoved }), { 'retry-after': String(seconds) });
}

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
    const pauseMs = this.starts.acquire(merchant, performance.now());
    if (pauseMs === 0) return true;
    const detail = `A merchant may start ${this.limit} transactions a second. Nothing was started; repeat with the same key after Retry-After.`;
    throw refuseRate(detail, { pauseMs, moneyMoved: 'no' });
  }
}

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
    const caller = findCaller(request);
    if (caller === undefined || isStart(request)) return true;
    const pauseMs = this.reads.acquire(caller.merchant, performance.now());
    if (pauseMs === 0) return true;
    const detail =
      `A merchant may send ${this.limit} requests a second besides starts. This one was not looked at; repeat it after ` +
      'Retry-After, and wait for an end with "Prefer: wait=N" instead of polling.';
    throw refuseRate(detail, { pauseMs, moneyMoved: 'unknown' });
  }
}
