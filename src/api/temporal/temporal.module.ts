import { Global, Inject, Module } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationShutdown } from '@nestjs/common';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../settings.module.js';
import { temporalClient } from './connection.js';
import { ongoingCalls } from './ongoing-calls.js';
import { TEMPORAL } from './temporal.js';
import type { Temporal } from './temporal.js';

/** The one client of the process, and its end. */
@Global()
@Module({
  providers: [
    {
      provide: TEMPORAL,
      inject: [SETTINGS],
      useFactory: ({ environment }: Settings): Temporal => ({
        client: temporalClient(environment),
        taskQueue: environment.TEMPORAL_TASK_QUEUE,
        ongoing: ongoingCalls(),
      }),
    },
  ],
  exports: [TEMPORAL],
})
export class TemporalModule implements BeforeApplicationShutdown, OnApplicationShutdown {
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
