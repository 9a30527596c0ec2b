import { Inject, Injectable } from '@nestjs/common';
import type {
  BeforeApplicationShutdown,
  OnApplicationBootstrap,
  OnApplicationShutdown,
} from '@nestjs/common';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { workerGrace } from '../config/defaults.js';
import { dataConverter } from '../workflows/data-converter.messages.js';
import { composeActivities } from './composition.js';
import type { Composition } from './composition.js';
import { WORKER_SETTINGS } from './worker-settings.js';
import type { WorkerSettings } from './worker-settings.js';
import { dispatchWorker, syncDispatchWorker, transactionsWorker } from './worker-options.js';
import { connectionOptions } from './temporal-connection.js';

/** Runs the workers for as long as the process lives: they start after Nest has, and drain before it closes. */
@Injectable()
export class WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  private workers: readonly Worker[] = [];
  private running: Promise<unknown> = Promise.resolve();
  private connection: NativeConnection | undefined;
  private clientConnection: Connection | undefined;
  private composition: Composition | undefined;

  constructor(@Inject(WORKER_SETTINGS) private readonly settings: WorkerSettings) {}

  async onApplicationBootstrap(): Promise<void> {
    const { environment, merchants, bundle } = this.settings;
    const connection = await NativeConnection.connect(connectionOptions(environment));
    this.connection = connection;
    // A client over the native connection would retry by itself and take no deadline.
    this.clientConnection = await Connection.connect(connectionOptions(environment));
    const namespace = environment.TEMPORAL_NAMESPACE;
    const temporal = new Client({ connection: this.clientConnection, namespace, dataConverter });
    const composition = composeActivities(this.settings, temporal);
    this.composition = composition;
    const parts = {
      connection,
      environment,
      bundle,
      activities: composition.activities,
      grace: workerGrace(environment, merchants),
    };
    this.workers = await Promise.all([
      Worker.create(transactionsWorker(parts)),
      Worker.create(dispatchWorker(parts)),
      Worker.create(syncDispatchWorker(parts)),
    ]);
    this.running = Promise.all(this.workers.map((worker) => worker.run()));
    this.running.catch((failure: unknown) => this.settings.onFatal(failure));
  }

  /** @returns whether every worker polls for work. */
  get isRunning(): boolean {
    return this.workers.length > 0 && this.workers.every((worker) => worker.getState() === 'RUNNING');
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const worker of this.workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await this.running.catch(() => undefined);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.composition?.close();
    await this.clientConnection?.close();
    await this.connection?.close();
  }
}
