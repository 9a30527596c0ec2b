import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { TransactionWorld } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import { buildSaleBody } from '../api/support/running-api.js';
import { keys } from '../api/support/shop.js';
import { startLedgerWorld } from './support/ledger-world.js';
import type { LedgerWorld } from './support/ledger-world.js';

let world: LedgerWorld;
beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startLedgerWorld({ ATTENTION_AFTER: '3s' });
  world.project();
});
afterAll(() => world.close());

const resolve = async (id: string, verdict: string) => {
  const body = { verdict, reason: 'receipt', evidence: 'the receipt of the terminal', actor: 'Ana' };
  const path = `/v1/operator/transactions/${id}/resolution`;
  const reply = await world.api.post(path, { as: keys.chileSupport, body });
  return reply.status;
};

/** In minor units: what the exports of the merchant add up to for one terminal. */
const sumOf = async (terminal: string) => {
  const [row] = await world.query<{ net: string }>(
    `select sum(net_minor) as net from transactions where terminal_id = '${terminal}'`,
  );
  return Number(row?.net);
};

describe('Temporal forgets a run while its recovery still waits for an outcome', () => {
  it('only its recovery still knows the sale, and an operator settles it: the list and GET show approved', async () => {
    const { till } = world;
    const terminal = till.takeNewTerminal();
    till.keepsWaiting();
    const key = randomUUID();
    const { body } = await world.api.start(buildSaleBody(terminal), { key });
    const id = body.transactionId ?? body.id;
    await world.run(id).terminate('by hand');
    await world.api.start(buildSaleBody(terminal), { key });
    await world.shows(id, ({ status }) => status === 'needs_attention');
    await world.forget(id, 1);
    expect((await world.api.get(`/v1/transactions/${id}`)).body).toMatchObject({ status: 'needs_attention' });
    const again = await world.api.start(buildSaleBody(terminal), { key });
    expect(again.body).toMatchObject({ id, status: 'needs_attention' });
    expect(world.getnet.sent.filter((customId) => customId.startsWith(id))).toHaveLength(1);
    await until(async () => (await resolve(id, 'approved')) === 200);
    const shown = await world.shows(id, ({ status }) => status === 'approved');
    expect((await world.api.get(`/v1/transactions/${id}`)).body).toEqual(shown);
    expect(await sumOf(terminal)).toBe(5_990);
  });

  it.each([
    ['approved', 'approved', 990],
    ['declined', 'approved', 0],
  ] as const)(
    'a return of a forgotten sale is settled as %s: the row of the sale, and the sum, follow',
    async (verdict, status, returned) => {
      const { till } = world;
      const terminal = till.takeNewTerminal();
      till.approves();
      const sale = await till.sale(terminal);
      await world.ended(sale.id);
      till.keepsWaiting();
      const amount = { value: 990, currency: 'CLP' };
      const request = { type: 'return', terminalId: terminal, originalTransactionId: sale.id, amount };
      const { body } = await world.api.start(request);
      await world.shows(sale.id, (one) => one.status === 'reversing');
      await world.shows(body.id, (one) => one.status === 'needs_attention');
      await world.forget(sale.id, 1);
      await until(async () => (await resolve(body.id, verdict)) === 200);
      const shown = await world.shows(sale.id, (one) => one.status === status);
      expect(shown.returned?.value ?? 0).toBe(returned);
      expect((await world.api.get(`/v1/transactions/${sale.id}`)).body).toEqual(shown);
      expect(await sumOf(terminal)).toBe(5_990 - returned);
    },
  );
});
