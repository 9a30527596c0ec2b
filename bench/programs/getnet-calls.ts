import type { CustomId, TransactionId } from '../../src/domain/ids.js';
import type { Policy } from '../../src/domain/policy.js';
import type { Accepted } from '../../src/domain/transaction.js';
import { createGetnetClient } from '../../src/getnet/client.js';
import { get, post } from '../measure/http.js';

/** Makes as many calls as it is told, one after the other: `{ kind, calls }` in, `done` out. */
type Calls = Readonly<Record<string, () => Promise<unknown>>>;

const { BENCH_GETNET = '' } = process.env;

const client = createGetnetClient({
  baseUrlFor: () => BENCH_GETNET,
  environment: 'bench',
  extraHeaders: {},
  credentialsFor: () => ({ clientId: 'bench', clientSecret: 'bench-secret' }),
  log: () => undefined,
});

const policy: Policy = {
  mode: 'async',
  limits: {
    dispatchWithin: 20_000,
    getnetTimeout: 15_000,
    lifecycleWindow: 90_000,
    lifecycleLimit: 300_000,
    attentionAfter: 900_000,
    retryWithin: 86_400_000,
    callbackValidFor: 86_400_000,
  },
  offlineMeans: 'not_sent',
  deviceQuery: false,
};

let last = 0;
const accept = (): Accepted => ({
  transactionId: 'tx_0123456789abcdef01234567' as TransactionId,
  attempt: 1,
  customId: `bench-${(last += 1)}` as CustomId,
  requestHash: 'bench',
  merchant: 'bench',
  terminal: {
    id: 'till',
    country: 'CL',
    idTerminal: '70000000',
    idSucursal: '10001',
    serialNumber: 'BENCHCALLS',
  },
  type: 'sale',
  amount: { value: 5990, currency: 'CLP' },
  options: {},
  createdAt: new Date().toISOString(),
  dispatchBy: Date.now() + 20_000,
});

const webhook = 'http://127.0.0.1:9/nobody';
const bare = { customId: 'bench', serialNumber: 'BENCHCALLS', webhook, amount: 5990 };
/** What is asked about. */
const asked = accept();
const acknowledged = await client.send(asked, { policy, webhook });
if (acknowledged.kind !== 'acknowledged') throw new Error(`A command ended ${acknowledged.kind}.`);
const { idPosTxs } = acknowledged;

const calls: Calls = {
  'ours command': () => client.send(accept(), { policy, webhook }),
  'bare command': () => post(`${BENCH_GETNET}sale`, bare),
  'ours query': () => client.status({ accepted: asked, policy, idPosTxs, idFromCallback: false }),
  'bare query': () => get(`${BENCH_GETNET}status/${idPosTxs}`),
};

process.on('message', ({ kind, count }: { readonly kind: string; readonly count: number }) => {
  void makeCalls(kind, count).then(() => process.send?.('done'));
});

async function makeCalls(kind: string, count: number): Promise<void> {
  const call = calls[kind];
  if (call === undefined) throw new Error(`There is no call ${kind}.`);
  for (let made = 0; made < count; made += 1) await call();
}
