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
import { DispatchesInHand } from './dispatches-in-hand.js';
import { WorkerGroup } from './worker-group.js';
import { WORKER_SETTINGS } from './worker-settings.js';
import type { WorkerSettings } from './worker-settings.js';
import { dispatchWorker, syncDispatchWorker, transactionsWorker } from './worker-options.js';
import { connectionOptions } from './temporal-connection.js';

/** Runs the workers for as long as the process lives: they start after Nest has, and drain before it closes. */
@Injectable()
export class WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly inHand = new DispatchesInHand();
  private group: WorkerGroup | undefined;
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
      activities: {
        ...composition.activities,
        dispatch: this.inHand.counted(composition.activities.dispatch),
      },
      grace: workerGrace(environment, merchants),
    };
    const workers = await Promise.all([
      Worker.create(transactionsWorker(parts)),
      Worker.create(dispatchWorker(parts)),
      Worker.create(syncDispatchWorker(parts)),
    ]);
    const { log, onFatal } = this.settings;
    this.group = new WorkerGroup({ workers, inHand: this.inHand, graceMs: parts.grace, log, onFatal });
  }

  /** @returns whether every worker polls for work. */
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
