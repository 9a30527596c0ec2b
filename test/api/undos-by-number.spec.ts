import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TransactionWorld } from '../support/transaction-world.js';
import { startApiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { createScriptedGetnet } from './support/getnet.js';
import { buildSaleBody } from './support/running-api.js';
import { createTill } from './support/till.js';

const getnet = createScriptedGetnet();
let world: ApiWorld;
const till = createTill(() => world, getnet);
const { takeNewTerminal, sale, start } = till;

beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startApiWorld(getnet.getnet);
});
afterAll(() => world.close());
beforeEach(() => void till.approves());

const buildVoid = (terminalId: string, operationId: unknown) =>
  start({ type: 'void', terminalId, options: { operationId } });
const buildReturn = (terminalId: string, authorizationCode: unknown, value = 1_000) =>
  start({
    type: 'return',
    terminalId,
    amount: { value, currency: 'CLP' },
    options: { authorizationCode },
  });

describe('a sale that was made elsewhere', () => {
  it('voided by its number: sent as it was given, and once only', async () => {
    const terminalId = takeNewTerminal();
    const undo = await buildVoid(terminalId, 71);
    expect(undo).toMatchObject({
      status: 200,
      body: { type: 'void', status: 'approved', amount: null, undoes: null },
    });
    expect(getnet.order(undo.body.id)).toMatchObject({ options: { operationId: 71 } });
    const again = await buildVoid(terminalId, 71);
    expect(again).toMatchObject({ status: 409, body: { code: 'already-reversed' } });
    expect(again.body.detail).toContain(undo.body.id);
  });

  it('the same number on another terminal is another sale', async () => {
    expect((await buildVoid(takeNewTerminal(), 72)).body).toMatchObject({ status: 'approved' });
    expect((await buildVoid(takeNewTerminal(), 72)).body).toMatchObject({ status: 'approved' });
  });

  it('returned by its code: the same amount again is a duplicate, unless it is meant; another amount is not', async () => {
    const first = await buildReturn(takeNewTerminal(), 'Z00071');
    expect(first.body).toMatchObject({ status: 'approved', amount: { value: 1_000, currency: 'CLP' } });
    const again = await buildReturn(takeNewTerminal(), 'z00071');
    expect(again).toMatchObject({ status: 409, body: { code: 'duplicate-undo', retry: 'never' } });
    expect(again.body.detail).toContain(first.body.id);
    expect((await buildReturn(takeNewTerminal(), 'Z00071', 1_001)).body).toMatchObject({
      status: 'approved',
    });
    const meant = await start({
      type: 'return',
      terminalId: takeNewTerminal(),
      amount: { value: 1_000, currency: 'CLP' },
      options: { authorizationCode: 'Z00071' },
      evenIfRepeated: true,
    });
    expect(meant.body).toMatchObject({ status: 'approved' });
  });

  it('the batch was closed: the terminal may give the number again, so it can be voided again', async () => {
    const terminalId = takeNewTerminal();
    expect((await buildVoid(terminalId, 74)).body).toMatchObject({ status: 'approved' });
    expect((await buildVoid(terminalId, 74)).body).toMatchObject({ code: 'already-reversed' });
    await start({ type: 'close', terminalId });
    expect((await buildVoid(terminalId, 74)).body).toMatchObject({ status: 'approved' });
  });

  it('an undo of it is unproven: the next one waits, whatever zeros and letters it is spelt with', async () => {
    till.keepsWaiting();
    const body = { type: 'return', terminalId: takeNewTerminal(), amount: { value: 1, currency: 'CLP' } };
    const open = await world.api.start({ ...body, options: { authorizationCode: '00A072' } });
    const next = await buildReturn(takeNewTerminal(), 'a072');
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
    const { id, terminalId, operationId, authorizationCode } = await sale(takeNewTerminal());
    expect(await buildVoid(terminalId, operationId)).toMatchObject(named(id, 'operationId'));
    expect(await buildReturn(takeNewTerminal(), authorizationCode)).toMatchObject(
      named(id, 'authorizationCode'),
    );
  });

  it('not the latest any more, a moment later', async () => {
    const { id, terminalId, operationId, authorizationCode } = await sale(takeNewTerminal());
    await sale(terminalId);
    await start({ type: 'poll', terminalId });
    expect(await buildVoid(terminalId, operationId)).toMatchObject(named(id, 'operationId'));
    expect(await buildReturn(takeNewTerminal(), authorizationCode)).toMatchObject(
      named(id, 'authorizationCode'),
    );
  });

  it('with its leading zeros lost, or more of them', async () => {
    const { id } = await sale(takeNewTerminal(), { authorizationCode: '000917' });
    for (const spelt of ['917', '0917', '000917'])
      expect(await buildReturn(takeNewTerminal(), spelt)).toMatchObject(named(id, 'authorizationCode'));
  });

  it('already undone: still refused, so that nothing slips past what is remembered', async () => {
    const { id, terminalId, authorizationCode } = await sale(takeNewTerminal());
    await till.voids(id, terminalId);
    expect(await buildReturn(terminalId, authorizationCode)).toMatchObject(named(id, 'authorizationCode'));
  });
});

describe('codes that repeat', () => {
  it('two sales have the code: both are named; a larger amount is of neither', async () => {
    const first = await sale(takeNewTerminal(), { authorizationCode: '771100' });
    const second = await sale(takeNewTerminal(), { authorizationCode: '771100' });
    const refused = await buildReturn(takeNewTerminal(), '771100');
    expect(refused).toMatchObject({ status: 422, body: { code: 'invalid-request' } });
    for (const { id } of [first, second]) expect(refused.body.detail).toContain(id);
    expect((await buildReturn(takeNewTerminal(), '771100', 5_991)).body).toMatchObject({
      status: 'approved',
    });
  });

  it('a return of the older one by its id: warned of the other', async () => {
    const older = await sale(takeNewTerminal(), { authorizationCode: '771101' });
    const later = await sale(takeNewTerminal(), { authorizationCode: '771101' });
    await world.indexed(later.id, 1);
    const undo = await till.returns(older.id, older.terminalId);
    expect(undo.body).toMatchObject({ status: 'approved' });
    expect(undo.body.outcome.warning).toContain(later.id);
  });
});

describe('a sale of ours has no proven outcome', () => {
  const unproven = async () => {
    const terminalId = takeNewTerminal();
    till.keepsWaiting();
    const open = await world.api.start(buildSaleBody(terminalId));
    return { id: open.body.id, terminalId };
  };
  const proven = async (id: string, authorizationCode: string) => {
    till.approves({ authorizationCode });
    expect((await till.read(id)).body).toMatchObject({ authorizationCode });
    till.approves();
  };

  it('unrelated returns by number are not blocked by it', async () => {
    const { id } = await unproven();
    till.approves();
    getnet.says({ kind: 'pending' });
    expect((await buildReturn(takeNewTerminal(), 'Z00099', 5_990)).body).toMatchObject({
      status: 'approved',
    });
    await proven(id, '771102');
  });

  it('returned by its code before it is proven: later its own return counts that, and in part only the rest goes back', async () => {
    const { id, terminalId } = await unproven();
    till.approves();
    getnet.says({ kind: 'pending' });
    const early = await buildReturn(takeNewTerminal(), '771103', 4_000);
    expect(early.body).toMatchObject({ status: 'approved' });
    await proven(id, '771103');
    expect((await till.returns(id, terminalId, 1_991)).body).toMatchObject({
      code: 'amount-exceeds-original',
    });
    expect((await till.voids(id, terminalId)).body).toMatchObject({ code: 'not-reversible' });
    expect((await till.returns(id, terminalId)).body).toMatchObject({ amount: { value: 1_990 } });
    expect((await till.read(id)).body).toMatchObject({ status: 'reversed' });
  });
});
