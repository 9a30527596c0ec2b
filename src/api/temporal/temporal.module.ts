import { Global, Inject, Module } from '@nestjs/common';
import type { BeforeApplicationShutdown, DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { TEMPORAL } from './temporal.js';
import type { Temporal } from './temporal.js';

/** The one client of the process, and its end. */
@Global()
@Module({})
export class TemporalModule implements BeforeApplicationShutdown, OnApplicationShutdown {
  static with(temporal: Temporal): DynamicModule {
    return {
      module: TemporalModule,
      providers: [{ provide: TEMPORAL, useValue: temporal }],
      exports: [TEMPORAL],
    };
  }

  constructor(@Inject(TEMPORAL) private readonly temporal: Temporal) {}

  /** Before HTTP closes: requests that wait for news are answered, so that the process can end. */
  beforeApplicationShutdown(): void {
    this.temporal.ongoing.leave();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.temporal.ongoing.ended();
    await this.temporal.client.connection.close();
  }
}
