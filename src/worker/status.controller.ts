import { Controller, Get, Header, Inject, ServiceUnavailableException } from '@nestjs/common';
import { WorkerHost } from './worker-host.js';
import { WORKER_SETTINGS } from './worker-settings.js';
import type { WorkerSettings } from './worker-settings.js';

/** Whether the worker works, for whoever runs it. */
@Controller()
export class StatusController {
  constructor(
    @Inject(WorkerHost) private readonly host: WorkerHost,
    @Inject(WORKER_SETTINGS) private readonly settings: WorkerSettings,
  ) {}

  @Get('health/live')
  live() {
    return { status: 'up' };
  }

  @Get('health/ready')
  ready() {
    if (this.host.isRunning) return { status: 'ready' };
    throw new ServiceUnavailableException({
      status: 'not ready',
      detail: 'The workers do not poll Temporal (yet).',
    });
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics() {
    return this.settings.metrics.text();
  }
}
