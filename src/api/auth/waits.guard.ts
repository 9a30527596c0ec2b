import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem, withHeaders } from '../problems/problem.js';
import type { ProblemMoney } from '../problems/problem-entry.js';
import type { Problem } from '../problems/problem.js';
import type { Environment } from '../../config/environment/environment.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { METRICS } from '../metrics/metrics.js';
import type { Metrics } from '../metrics/metrics.js';
import { readWait } from '../http/prefer.js';
import { findCaller } from './authenticate.js';
import { isStart } from './rate-limit.guards.js';

/** Who waits. */
export interface WaitingCaller {
  readonly merchant: string;
  readonly keyId: string;
}

/** How many requests may be held at a time in this process. */
export interface WaitCaps {
  readonly process: number;
  readonly key: number;
}

/** Counts the requests that are held: one caller's waits leave room for another's. */
export class WaitLimits {
  private readonly held = new Map<string, number>();

  constructor(private readonly caps: WaitCaps) {}

  /** Gives the function that frees the place (calling it twice is safe); undefined when no place is free. */
  acquire({ merchant, keyId }: WaitingCaller): (() => void) | undefined {
    const places: readonly (readonly [place: string, cap: number])[] = [
      ['process', this.caps.process],
      [`merchant ${merchant}`, Math.ceil(this.caps.process / 2)],
      [`key ${merchant} ${keyId}`, this.caps.key],
    ];
    if (places.some(([place, cap]) => this.getCount(place) >= cap)) return undefined;
    for (const [place] of places) this.change(place, 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      for (const [place] of places) this.change(place, -1);
    };
  }

  /** How many requests are held now. */
  get waiting(): number {
    return this.getCount('process');
  }

  private getCount(place: string): number {
    return this.held.get(place) ?? 0;
  }

  private change(place: string, by: 1 | -1): void {
    const count = this.getCount(place) + by;
    if (count === 0) this.held.delete(place);
    else this.held.set(place, count);
  }
}

const RETRY_AFTER_SECONDS = '5';

/** The answer to a request that would be held beyond the caps. */
export function refuseWait(detail: string, moneyMoved: ProblemMoney): Problem {
  return withHeaders(problem('too-many-waits', detail, { moneyMoved }), {
    'retry-after': RETRY_AFTER_SECONDS,
  });
}

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
    const caller = findCaller(request);
    if (caller === undefined || !asksToWait(request)) return true;
    const release = this.limits.acquire(caller);
    if (release === undefined) throw tooManyWaitsProblem(request);
    const { raw } = http.getResponse<FastifyReply>();
    raw.once('close', release);
    // A caller that hung up before this line gets no more close event.
    if (raw.destroyed) release();
    return true;
  }
}

function asksToWait({ headers }: FastifyRequest): boolean {
  return (readWait(headers['prefer']).seconds ?? 0) > 0;
}

function tooManyWaitsProblem(request: FastifyRequest) {
  const words = 'Too many requests of this API key or of all callers wait already.';
  return isStart(request)
    ? refuseWait(
        `${words} Nothing was started. Repeat with the same key after Retry-After, or without "Prefer: wait".`,
        'no',
      )
    : refuseWait(`${words} Repeat after Retry-After, or without "Prefer: wait".`, 'unknown');
}
