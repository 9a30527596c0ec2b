import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import { get, post } from '../measure/http.js';

/** What is sent to Getnet. */
export interface Order {
  readonly customId: string;
  readonly serialNumber: string;
  readonly webhook: string;
}

const { BENCH_GETNET = '', TEMPORAL_ADDRESS = '' } = process.env;

const activities = {
  async send(order: Order): Promise<number> {
    const { body } = await post(`${BENCH_GETNET}sale`, { ...order, amount: 5990 });
    return (body as { data: { idPosTxs: number } }).data.idPosTxs;
  },
  async query(idPosTxs: number): Promise<unknown> {
    return (await get(`${BENCH_GETNET}status/${idPosTxs}`)).body;
  },
};

export type BaselineActivities = typeof activities;

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
const connection = await NativeConnection.connect({ address: TEMPORAL_ADDRESS });
const worker = await Worker.create({
  connection,
  taskQueue: 'bench-baseline',
  activities,
  workflowsPath: fileURLToPath(new URL('./baseline-workflows.js', import.meta.url)),
  // As the service's.
  maxCachedWorkflows: 300,
  maxConcurrentWorkflowTaskPolls: 10,
  maxConcurrentActivityTaskPolls: 10,
});
process.once('SIGTERM', () => worker.shutdown());
await worker.run();
await connection.close();
