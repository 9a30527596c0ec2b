import { Inject, Injectable } from '@nestjs/common';
import type {
  BeforeApplicationShutdown,
  OnApplicationBootstrap,
  OnApplicationShutdown,
} from '@nestjs/common';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { resolveWorkerGraceMs } from '../config/derived.js';
import type { Environment } from '../config/environment/environment.js';
import { ENVIRONMENT } from '../config/settings.module.js';
import { dataConverter } from '../workflows/data-converter.messages.js';
import { composeActivities } from './composition.js';
import type { Composition } from './composition.js';
import { RunningDispatches } from './running-dispatches.js';
import { WorkerGroup } from './worker-group.js';
import { WORKER_SETTINGS } from './worker-settings.js';
import type { WorkerSettings } from './worker-settings.js';
import {
  buildDispatchWorkerOptions,
  buildSyncDispatchWorkerOptions,
  buildTransactionsWorkerOptions,
  buildWebhookWorkerOptions,
} from './worker-options.js';
import type { WorkerParts } from './worker-options.js';
import { loadConnectionOptions } from './temporal-connection.js';

/** Runs the workers for as long as the process lives: they start after Nest has, and drain before it closes. */
@Injectable()
export class WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly dispatches = new RunningDispatches();
  private group: WorkerGroup | undefined;
  private connection: NativeConnection | undefined;
  private clientConnection: Connection | undefined;
  private composition: Composition | undefined;

  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(WORKER_SETTINGS) private readonly settings: WorkerSettings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { environment } = this;
    const { merchants, bundle } = this.settings;
    const connection = await NativeConnection.connect(loadConnectionOptions(environment));
    this.connection = connection;
    // A client over the native connection would retry by itself and take no deadline.
    this.clientConnection = await Connection.connect(loadConnectionOptions(environment));
    const namespace = environment.TEMPORAL_NAMESPACE;
    const temporal = new Client({ connection: this.clientConnection, namespace, dataConverter });
    const composition = composeActivities(this.settings, temporal);
    this.composition = composition;
    const parts = {
      connection,
      environment,
      bundle,
      activities: {
        ...composition.activities,
        dispatch: this.dispatches.track(composition.activities.dispatch),
      },
      graceMs: resolveWorkerGraceMs(environment, merchants),
    };
    const workers = await createWorkers(parts);
    const { log, onFatal } = this.settings;
    const { dispatches } = this;
    this.group = new WorkerGroup({ workers, dispatches, graceMs: parts.graceMs, log, onFatal });
  }

  get isRunning(): boolean {
    return this.group?.isRunning ?? false;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.group?.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.composition?.close();
    await this.clientConnection?.close();
    await this.connection?.close();
  }
}

function createWorkers(parts: WorkerParts): Promise<readonly Worker[]> {
  return Promise.all([
    Worker.create(buildTransactionsWorkerOptions(parts)),
    Worker.create(buildDispatchWorkerOptions(parts)),
    Worker.create(buildSyncDispatchWorkerOptions(parts)),
    Worker.create(buildWebhookWorkerOptions(parts)),
  ]);
}
