import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { settingsModule } from '../config/settings.module.js';
import { StatusController } from './status.controller.js';
import { WorkerHost } from './worker-host.js';
import { WORKER_SETTINGS } from './worker-settings.js';
import type { WorkerSettings } from './worker-settings.js';

/** The worker process: health and metrics around the Temporal workers. */
@Module({})
export class WorkerModule {
  static forRoot(settings: WorkerSettings): DynamicModule {
    return {
      module: WorkerModule,
      imports: [settingsModule(settings.environment)],
      controllers: [StatusController],
      providers: [{ provide: WORKER_SETTINGS, useValue: settings }, WorkerHost],
    };
  }
}
