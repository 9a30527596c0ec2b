import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Environment } from '../../config/environment/environment.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { METRICS } from '../metrics/metrics.token.js';
import type { Metrics } from '../metrics/metrics.js';
import { waitOf } from '../transactions/prefer.js';
import { callerOf } from './authenticate.js';
import { isStart } from './is-start.js';
import { WaitLimits, tooManyWaits } from './wait-limits.js';

/**
 * Holds a place for each request with `Prefer: wait=N` until its answer is sent or its caller is gone. It decides before
 * anything is started: a start whose wait is refused has started nothing.
 */
@Injectable()
export class WaitsGuard implements CanActivate {
  private readonly limits: WaitLimits;

  constructor(@Inject(ENVIRONMENT) environment: Environment, @Inject(METRICS) metrics: Metrics) {
    const { MAX_WAITS, MAX_WAITS_PER_KEY } = environment;
    this.limits = new WaitLimits({ process: MAX_WAITS, key: MAX_WAITS_PER_KEY });
    metrics.watchWaits(() => this.limits.waiting);
  }

  /** @throws Problem `too-many-waits` */
  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const caller = callerOf(request);
    if (caller === undefined || !asksToWait(request)) return true;
    const giveBack = this.limits.take(caller);
    if (giveBack === undefined) throw refusal(request);
    const { raw } = http.getResponse<FastifyReply>();
    raw.once('close', giveBack);
    // A caller that hung up before this line gets no more close event.
    if (raw.destroyed) giveBack();
    return true;
  }
}

function asksToWait({ headers }: FastifyRequest): boolean {
  return (waitOf(headers['prefer']).seconds ?? 0) > 0;
}

function refusal(request: FastifyRequest) {
  const words = 'Too many requests of this API key or of all callers wait already.';
  return isStart(request)
    ? tooManyWaits(
        `${words} Nothing was started. Repeat with the same key after Retry-After, or without "Prefer: wait".`,
        'no',
      )
    : tooManyWaits(`${words} Repeat after Retry-After, or without "Prefer: wait".`, 'unknown');
}
