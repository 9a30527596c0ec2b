import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { transactionSchema } from '../../src/api/transactions/transaction.schema.js';
import type { Report } from '../../src/domain/verdict.js';
import { listCapabilities } from '../../src/getnet/countries/countries.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { startApiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { createScriptedGetnet } from './support/getnet.js';
import { buildSaleBody } from './support/running-api.js';
import { keys } from './support/shop.js';
import { createTill } from './support/till.js';

const getnet = createScriptedGetnet();
let world: ApiWorld;
const till = createTill(() => world, getnet);
const { takeNewTerminal, start } = till;

beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startApiWorld(getnet.getnet);
});
afterAll(() => world.close());
beforeEach(() => void till.approves());

const report: Report = {
  sales: [
    {
      operationId: 42,
      authorizationCode: '012345',
      amount: { value: 5990, currency: 'CLP' },
      card: { brand: 'MC', type: 'CR', last4: '1234' },
      accountingDate: null,
      realDate: '2026-01-15 10:30:45',
    },
  ],
  cut: false,
  raw: { commerceCode: 99999 },
};

it('a report ends completed, with what it says; no money moved', async () => {
  till.approves({ responseCode: null, authorizationCode: null, operationId: null, card: null, report });
  const { status, body } = await start({ type: 'details', terminalId: takeNewTerminal() });
  expect({ status, body }).toMatchObject({
    status: 200,
    body: {
      type: 'details',
      status: 'completed',
      amount: null,
      outcome: { moneyMoved: 'no', responseCode: null },
      report,
    },
  });
  expect(transactionSchema.safeParse(body).error).toBeUndefined();
});

it('its options are sent as Getnet names them', async () => {
  const terminalId = takeNewTerminal();
  const { body } = await start({
    type: 'duplicate',
    terminalId,
    options: { operationId: 42, printOnPos: true },
  });
  expect(getnet.order(body.id)).toMatchObject({ options: { operationId: 42, printOnPos: true } });
  expect(getnet.order(body.id)).not.toHaveProperty('amount');
});

it('of the other country: refused, and the country that has it is named', async () => {
  const here = await start({ type: 'totals', terminalId: takeNewTerminal() });
  expect(here).toMatchObject({ status: 422, body: { code: 'unsupported-operation', retry: 'never' } });
  expect(here.body.detail).toContain('only in AR');
  const there = await start({ type: 'close', terminalId: 'ar-1' }, { as: keys.argentina });
  expect(there.body.detail).toContain('only in CL');
  const terminal = await world.api.get<object>('/v1/terminals/ar-1', { as: keys.argentina });
  expect(terminal.body).toMatchObject({ currency: 'ARS', capabilities: listCapabilities('AR') });
});

describe('a close', () => {
  it('everything is proven: closed', async () => {
    const { terminalId } = await till.sale(takeNewTerminal());
    expect((await start({ type: 'close', terminalId })).body).toMatchObject({ status: 'completed' });
  });

  it('a sale is under way: the terminal is busy', async () => {
    const terminalId = takeNewTerminal();
    till.keepsWaiting();
    const { body } = await world.api.start(buildSaleBody(terminalId));
    const close = { type: 'close', terminalId, evenIfUnsettled: true };
    expect((await start(close)).body).toMatchObject({ code: 'terminal-busy', holder: body.id });
    till.approves();
    await till.read(body.id);
  });

  it('the outcome of a sale is unknown: refused, naming it, unless told otherwise', async () => {
    const terminalId = takeNewTerminal();
    till.keepsWaiting();
    const { body } = await world.api.start(buildSaleBody(terminalId));
    await world.run(body.id).terminate('by hand');
    await world.endLease(terminalId);
    await world.indexed(body.id, 1);
    till.approves();
    const refused = await start({ type: 'close', terminalId });
    expect(refused).toMatchObject({ status: 409, body: { code: 'not-settled', moneyMoved: 'no' } });
    expect(refused.body.detail).toContain(`${body.id} (needs_attention)`);
    const forced = await start({ type: 'close', terminalId, evenIfUnsettled: true });
    expect(forced.body).toMatchObject({ status: 'completed' });
    expect(getnet.order(forced.body.id)?.options).toEqual({});
  });

  it('a report that never ended does not stand in its way', async () => {
    const terminalId = takeNewTerminal();
    till.keepsWaiting();
    const { body } = await world.api.start({ type: 'poll', terminalId });
    await world.run(body.id).terminate('by hand');
    await world.endLease(terminalId);
    await world.indexed(body.id, 1);
    till.approves();
    expect((await start({ type: 'close', terminalId })).body).toMatchObject({ status: 'completed' });
  });
});
