import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TransactionWorld } from '../support/transaction-world.js';
import { apiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { scriptedGetnet } from './support/getnet.js';
import { saleAt } from './support/running-api.js';
import { tillOf } from './support/till.js';

const getnet = scriptedGetnet();
let world: ApiWorld;
const till = tillOf(() => world, getnet);
const { freshTerminal, sale, start } = till;

beforeAll(async () => {
  TransactionWorld.quiet();
  world = await apiWorld(getnet.getnet);
});
afterAll(() => world.close());
beforeEach(() => void till.approves());

const voidOf = (terminalId: string, operationId: unknown) =>
  start({ type: 'void', terminalId, options: { operationId } });
const returnOf = (terminalId: string, authorizationCode: unknown, value = 1_000) =>
  start({
    type: 'return',
    terminalId,
    amount: { value, currency: 'CLP' },
    options: { authorizationCode },
  });

describe('a sale that was made elsewhere', () => {
  it('voided by its number: sent as it was given, and once only', async () => {
    const terminalId = freshTerminal();
    const undo = await voidOf(terminalId, 71);
    expect(undo).toMatchObject({
      status: 200,
      body: { type: 'void', status: 'approved', amount: null, undoes: null },
    });
    expect(getnet.order(undo.body.id)).toMatchObject({ options: { operationId: 71 } });
    const again = await voidOf(terminalId, 71);
    expect(again).toMatchObject({ status: 409, body: { code: 'already-reversed' } });
    expect(again.body.detail).toContain(undo.body.id);
  });

  it('the same number on another terminal is another sale', async () => {
    expect((await voidOf(freshTerminal(), 72)).body).toMatchObject({ status: 'approved' });
    expect((await voidOf(freshTerminal(), 72)).body).toMatchObject({ status: 'approved' });
  });

  it('returned by its code, again and again: how much it was is not known', async () => {
    const first = await returnOf(freshTerminal(), 'Z00071');
    expect(first.body).toMatchObject({ status: 'approved', amount: { value: 1_000, currency: 'CLP' } });
    expect((await returnOf(freshTerminal(), 'Z00071')).body).toMatchObject({ status: 'approved' });
  });

  it('an undo of it is unproven: the next one waits, whatever zeros and letters it is spelt with', async () => {
    till.keepsWaiting();
    const body = { type: 'return', terminalId: freshTerminal(), amount: { value: 1, currency: 'CLP' } };
    const open = await start({ ...body, options: { authorizationCode: '00A072' } }, { prefer: 'wait=0' });
    await world.becomes(open.body.id, 'in_progress');
    const next = await returnOf(freshTerminal(), 'a072');
    expect(next).toMatchObject({ status: 409, body: { code: 'not-settled' } });
    expect(next.body.detail).toContain(open.body.id);
  });
});

describe('a sale of ours by its numbers is refused, and named', () => {
  const named = (id: string, option: string) => ({
    status: 422,
    body: {
      code: 'invalid-request',
      moneyMoved: 'no',
      transactionId: id,
      errors: [{ field: `options.${option}`, message: expect.stringContaining('originalTransactionId') }],
    },
  });

  it('the latest of its terminal, a moment later: void and return', async () => {
    const { id, terminalId, operationId, authorizationCode } = await sale(freshTerminal());
    expect(await voidOf(terminalId, operationId)).toMatchObject(named(id, 'operationId'));
    expect(await returnOf(freshTerminal(), authorizationCode)).toMatchObject(named(id, 'authorizationCode'));
  });

  it('not the latest any more, a moment later', async () => {
    const { id, terminalId, operationId, authorizationCode } = await sale(freshTerminal());
    await sale(terminalId);
    await start({ type: 'poll', terminalId });
    expect(await voidOf(terminalId, operationId)).toMatchObject(named(id, 'operationId'));
    expect(await returnOf(freshTerminal(), authorizationCode)).toMatchObject(named(id, 'authorizationCode'));
  });

  it('with its leading zeros lost, or more of them', async () => {
    const { id } = await sale(freshTerminal(), { authorizationCode: '000917' });
    for (const spelt of ['917', '0917', '000917'])
      expect(await returnOf(freshTerminal(), spelt)).toMatchObject(named(id, 'authorizationCode'));
  });

  it('already undone: still refused, so that nothing slips past what is remembered', async () => {
    const { id, terminalId, authorizationCode } = await sale(freshTerminal());
    await till.voids(id, terminalId);
    expect(await returnOf(terminalId, authorizationCode)).toMatchObject(named(id, 'authorizationCode'));
  });
});

it('a sale under way on the terminal may be the one: not settled', async () => {
  const terminalId = freshTerminal();
  till.keepsWaiting();
  const running = await world.api.start(saleAt(terminalId));
  const refused = await voidOf(terminalId, 73);
  expect(refused).toMatchObject({ status: 409, body: { code: 'not-settled', retry: 'same_key' } });
  expect(refused.body.detail).toContain(running.body.id);
  till.approves();
  await till.read(running.body.id);
});

it('a sale of ours needs a person, and its terminal has sold since: what may be its number waits, and a larger return does not', async () => {
  const terminalId = freshTerminal();
  till.keepsWaiting();
  const open = await world.api.start(saleAt(terminalId));
  await world.becomes(open.body.id, 'needs_attention');
  await world.freed(terminalId);
  till.approves();
  getnet.says({ kind: 'pending' });
  await start(saleAt(terminalId));
  const undo = await returnOf(freshTerminal(), 'Z00099', 5_990);
  expect(undo).toMatchObject({ status: 409, body: { code: 'not-settled' } });
  expect(undo.body.detail).toContain(open.body.id);
  expect((await returnOf(freshTerminal(), 'Z00098', 5_991)).body).toMatchObject({ status: 'approved' });
});
