import { Global, Inject, Module } from '@nestjs/common';
import type { BeforeApplicationShutdown, DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { MAX_RETRY_PAUSE_MS } from './connection.js';
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
    this.temporal.ongoing.shutDown();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.temporal.ongoing.waitUntilEnded();
    // The SDK leaves the next try of a call behind when the call is over; on a closed connection it would end the process.
    await pause(MAX_RETRY_PAUSE_MS);
    await this.temporal.client.connection.close();
  }
}
