import { get, post } from '../measure/http.js';
import { Worker, connection } from './queue-library.js';

const { BENCH_GETNET = '' } = process.env;
const options = { connection, concurrency: 100 };

const workers = [
  new Worker(
    'send',
    async ({ data: { id, webhook } }) => {
      const order = { customId: id, serialNumber: id, webhook, amount: 5990 };
      const { body } = await post(`${BENCH_GETNET}sale`, order);
      return (body as { data: { idPosTxs: number } }).data.idPosTxs;
    },
    options,
  ),
  new Worker(
    'finish',
    async ({ data: { idPosTxs } }) => (await get(`${BENCH_GETNET}status/${idPosTxs}`)).body,
    options,
  ),
];
process.once(
  'SIGTERM',
  () => void Promise.all(workers.map((worker) => worker.close())).then(() => process.exit()),
);
