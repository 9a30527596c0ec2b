import { createRequire } from 'node:module';
import { resolve } from 'node:path';

/** What the queue baseline uses of BullMQ, which lives in a package folder of its own: the product does not depend on it. */
interface Library {
  readonly Queue: new (
    name: string,
    options: Options,
  ) => {
    add(name: string, data: object, options: { readonly jobId: string }): Promise<unknown>;
  };
  readonly Worker: new (
    name: string,
    process: (job: { readonly data: QueuedSale }) => Promise<unknown>,
    options: Options & { readonly concurrency: number },
  ) => { close(): Promise<void> };
  readonly QueueEvents: new (
    name: string,
    options: Options,
  ) => {
    on(event: 'completed', listen: (completed: Completed) => void): void;
    waitUntilReady(): Promise<unknown>;
  };
}

interface Options {
  readonly connection: { readonly host: string; readonly port: number };
  readonly defaultJobOptions?: { readonly removeOnComplete: number };
}

export interface Completed {
  readonly jobId: string;
  readonly returnvalue: unknown;
}

/** A job, first to send and then to finish. */
export interface QueuedSale {
  readonly id: string;
  readonly webhook: string;
  readonly idPosTxs?: number;
}

export const { Queue, Worker, QueueEvents } = createRequire(resolve('bench/queue/package.json'))(
  'bullmq',
) as Library;

export const connection = { host: '127.0.0.1', port: Number(process.env['BENCH_REDIS_PORT']) };
