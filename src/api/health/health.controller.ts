import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { LiveDocs, ReadyDocs } from './health.docs.js';
import { Health } from './health.service.js';

/** What a load balancer asks. */
@Controller('health')
export class HealthController {
  constructor(private readonly health: Health) {}

  @Get('live')
  @LiveDocs()
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  @ReadyDocs()
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const checks = await this.health.runChecks();
    const ok = checks.every((check) => check.ok);
    void reply.status(ok ? 200 : 503);
    return { status: ok ? 'ok' : 'unavailable', checks };
  }
}
