import { Global, Inject, Module } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { resolveMetricsPort } from '../../config/derived.js';
import type { Environment } from '../../config/environment/environment.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { METRICS, createMetrics } from './metrics.js';
import type { Metrics } from './metrics.js';
import { createMetricsServer } from './metrics-server.js';

/** Counts, and shows the counts on a port of their own, which is not for the outside. */
@Global()
@Module({ providers: [{ provide: METRICS, useFactory: createMetrics }], exports: [METRICS] })
export class MetricsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly server;

  constructor(
    @Inject(METRICS) { registry }: Metrics,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {
    this.server = createMetricsServer(registry);
  }

  async onApplicationBootstrap(): Promise<void> {
    const { environment } = this;
    await this.server.listen(resolveMetricsPort(environment, 'api'), environment.METRICS_HOST);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.server.close();
  }
}
