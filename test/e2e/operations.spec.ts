import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectLedgerToAgree } from './support/expect-ledger.js';
import type { Order } from './support/sale.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** What a terminal is asked to do, after a sale on it; and the end it comes to. */
interface OperationCase {
  readonly type: string;
  readonly path: string;
  readonly ends: 'approved' | 'completed';
  readonly body?: (sale: Order, told: Awaited<ReturnType<Order['becomes']>>) => object;
  readonly shows?: object;
}

const clp = (value: number) => ({ amount: { value, currency: 'CLP' } });
const ars = (value: number) => ({ amount: { value, currency: 'ARS' } });
const original: OperationCase['body'] = ({ id }) => ({ originalTransactionId: id });
const ofTheVoucher: OperationCase['body'] = (_, { operationId }) => ({ options: { operationId } });
const document = [
  { printSeq: 1, type: 'text', encode: '', data: 'COMERCIO DEMO', align: 'center' },
  { printSeq: 2, type: 'printcode', encode: 'qr', data: 'https://example.test/r/1', align: 'center' },
];

const report = (type: string, path: string, rest: Partial<OperationCase> = {}): OperationCase => ({
  type,
  path,
  ends: 'completed' as const,
  ...rest,
});

const acts = {
  CL: [
    { type: 'sale', path: 'sale', ends: 'approved', body: () => clp(7_990) },
    {
      type: 'promo_sale',
      path: 'salepromo',
      ends: 'approved',
      body: () => ({ ...clp(7_990), options: { idPromo: 'P-1' } }),
    },
    { type: 'void', path: 'refund', ends: 'approved', body: original },
    { type: 'return', path: 'return', ends: 'approved', body: original },
    report('poll', 'poll'),
    report('details', 'details', {
      shows: { report: { sales: [{ amount: { value: 5_990, currency: 'CLP' } }] } },
    }),
    report('close', 'close'),
    report('duplicate', 'duplicate', { body: ofTheVoucher }),
    report('print', 'printservice', { body: () => ({ options: { details: document } }) }),
    report('identity_check', 'bioauth', { body: () => ({ options: { rutToValidate: '11111111-1' } }) }),
    report('unattended_mode', 'c2cmode', { body: () => ({ options: { c2cMode: true } }) }),
  ],
  AR: [
    { type: 'sale', path: 'sale', ends: 'approved', body: () => ars(790_000) },
    {
      type: 'sale',
      path: 'sale',
      ends: 'approved',
      body: () => ({ ...ars(45_000), options: { saleType: 1 } }),
    },
    { type: 'return', path: 'return', ends: 'approved', body: original },
    report('poll', 'poll'),
    report('details', 'details', {
      shows: { report: { sales: [{ amount: { value: 5_990, currency: 'ARS' } }] } },
    }),
    report('totals', 'totals'),
    report('last_voucher', 'lastvoucher'),
    report('params', 'params'),
    report('shift', 'shift'),
    report('shift_report', 'shiftreport'),
    report('normal_mode', 'normalmode'),
  ],
} as const satisfies Readonly<Record<string, readonly OperationCase[]>>;

let world: World;
beforeAll(async () => {
  world = await startWorld({ counters: 60 });
});
afterAll(() => world.close());

describe.each([
  ['CL', 'async'],
  ['CL', 'sync'],
  ['AR', 'async'],
  ['AR', 'sync'],
] as const)('every operation: %s, %s', (country, mode) => {
  it.concurrent.each(acts[country] as readonly OperationCase[])(
    '$type goes out as $path and is $ends',
    async (act) => {
      const till = await world.terminal({ country, mode });
      const before = till.order();
      await before.send();
      const told = await before.becomes('approved');
      const order = runOperation(till, act, { before, told });
      const answer = await order.send({ wait: 20 });
      expect(answer).toMatchObject({ status: 200, body: { type: act.type, status: act.ends, ...act.shows } });
      const { requests } = await order.ledger();
      const paths = requests.filter(({ method }) => method === 'POST').map(({ path }) => path.toLowerCase());
      expect(paths).toEqual([act.path]);
      await expectLedgerToAgree(order);
    },
  );
});

function runOperation(
  till: Till,
  { type, body }: OperationCase,
  { before, told }: { readonly before: Order; readonly told: Awaited<ReturnType<Order['becomes']>> },
): Order {
  return till.order({ operation: { type, ...body?.(before, told) } });
}
