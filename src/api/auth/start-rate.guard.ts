import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Settings } from '../../config/settings.js';
import { problem, withHeaders } from '../problems/problem.js';
import { SETTINGS } from '../settings.module.js';
import { requireCaller } from './authenticate.js';

const SECOND = 1_000;

/** Counts starts by API key in windows of one second: a loop that has run wild is told to slow down. */
@Injectable()
export class StartRateGuard implements CanActivate {
  private readonly counts = new Map<string, number>();
  private window = 0;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  canActivate(context: ExecutionContext): boolean {
    const { merchant, keyId } = requireCaller(context.switchToHttp().getRequest<FastifyRequest>());
    const { RATE_LIMIT } = this.settings.environment;
    if (this.countOf(`${merchant}/${keyId}`, Date.now()) <= RATE_LIMIT) return true;
    const detail = `At most ${RATE_LIMIT} starts a second with one API key. Nothing was started; repeat with the same key after Retry-After.`;
    throw withHeaders(problem('rate-limited', detail), { 'retry-after': '1' });
  }

  private countOf(key: string, now: number): number {
    const window = Math.floor(now / SECOND);
    if (window !== this.window) this.counts.clear();
    this.window = window;
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return count;
  }
}
