import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json, Till } from './till.js';
import { eventually, openTill, longTimes } from './till.js';

let till: Till;
beforeAll(async () => {
  till = await openTill(longTimes);
});
afterAll(() => till.simulator.stop());
afterEach(() => till.control('POST', '/reset'));

const id = 'tx_0123456789abcdefghi';
const untouched = { refunds: 0, refunded: 0, undone: [] };
const kinds = async (): Promise<unknown[]> => (await till.ledger()).alarms.map(({ kind }) => kind);

describe('truth', () => {
  it('unknown id: no operation', async () => {
    expect(await till.truth('ORD-1')).toEqual({
      customId: 'ORD-1',
      received: 0,
      executed: 0,
      state: 'none',
      idPosTxs: null,
      amount: null,
      charges: 0,
      ...untouched,
      net: 0,
    });
  });

  it('approved: one charge, with its id and amount', async () => {
    const sold = await till.sale({ customId: 'ORD-1', amount: 777 });
    expect(await till.truth('ORD-1')).toEqual({
      customId: 'ORD-1',
      received: 1,
      executed: 1,
      state: 'approved',
      charges: 1,
      amount: 777,
      idPosTxs: String(sold.body.data?.idPosTxs),
      ...untouched,
      net: 777,
    });
  });

  it('attempts of one transaction: summed up', async () => {
    await till.script({ refusal: 'offline' });
    await till.sale({ customId: id });
    await till.sale({ customId: `${id}-2` });
    const truth = (await till.control('GET', `/truth?baseId=${id}`)).body;
    expect(truth).toMatchObject({ baseId: id, received: 2, executed: 1, state: 'approved', charges: 1 });
    expect(truth.attempts).toMatchObject([
      { customId: id, executed: 0, state: 'none' },
      { customId: `${id}-2`, executed: 1, state: 'approved' },
    ]);
    expect(await kinds()).toEqual([]);
  });

  it('baseId left out: says so', async () => {
    expect(await till.control('GET', '/truth')).toMatchObject({
      status: 400,
      body: { errors: ['baseId is missing'] },
    });
  });

  it('order numbers that merely look alike: not one transaction', async () => {
    await till.sale({ customId: 'ORD-2001' });
    await till.sale({ customId: 'ORD-2002' });
    expect(await kinds()).toEqual([]);
  });
});

describe('the alarm', () => {
  it('two live operations on one terminal: overlap', async () => {
    await till.script({ customer: { action: 'freeze' } });
    await till.script({ customer: { action: 'freeze' }, ignoreBusy: true });
    const webhook = 'http://127.0.0.1:9/';
    await till.sale({ customId: 'ORD-1', webhook });
    expect(await kinds()).toEqual([]);
    await till.sale({ customId: 'ORD-2', webhook });
    expect((await till.ledger('?customId=ORD-2')).alarms).toMatchObject([
      { kind: 'overlap', serialNumber: 'SN0000000001', text: expect.stringContaining('still live') },
    ]);
  });

  it('one customId executed twice: second_execution', async () => {
    await till.sale({ customId: 'ORD-1' });
    await till.sale({ customId: 'ORD-1', amount: 5901 });
    expect(await kinds()).toEqual(['second_execution']);
    expect(await till.truth('ORD-1')).toMatchObject({ received: 2, executed: 2, charges: 1 });
  });

  it('a second attempt executed although the first was: second_attempt_executed', async () => {
    await till.sale({ customId: `${id}-2`, amount: 5901 });
    await till.sale({ customId: `${id}-3` });
    expect((await till.ledger()).alarms).toMatchObject([
      { kind: 'second_attempt_executed', text: expect.stringContaining(`${id}-2`) },
    ]);
  });
});

describe('the ledger', () => {
  it('a request: path, ids, mode, answer and time, but no token', async () => {
    const sold = await till.sale({ customId: 'ORD-1' });
    const ledger = await till.ledger('?customId=ORD-1');
    expect(ledger.requests).toMatchObject([
      {
        method: 'POST',
        path: 'sale',
        clientId: 'demo-cl',
        customId: 'ORD-1',
        amount: 5990,
        mode: 'sync',
        serialNumber: 'SN0000000001',
        idTerminal: '70000001',
        executed: true,
        answer: { status: 200, summary: '1 TRANSACCION FINALIZADA' },
        idPosTxs: String(sold.body.data?.idPosTxs),
      },
    ]);
    expect(ledger.device).toMatchObject([
      { what: 'started', command: 'sale', mode: 'sync', amount: 5990, country: 'CL' },
      { what: 'approved' },
    ]);
    expect(JSON.stringify(await till.ledger())).not.toMatch(/Bearer|eyJ|secret/);
  });

  it('a status query: entered with the operation it asked for', async () => {
    const sold = await till.sale({ customId: 'ORD-1' });
    await till.call('GET', String(sold.body.data?.idPosTxs));
    expect((await till.ledger('?customId=ORD-1')).requests[1]).toMatchObject({
      method: 'GET',
      path: '{idPosTxs}',
      serialNumber: 'SN0000000001',
    });
  });

  it('by terminal, and only the latest: narrowed', async () => {
    for (const customId of ['ORD-1', 'ORD-2']) await till.sale({ customId });
    await till.sale({ customId: 'ORD-3', idTerminal: '70000002', serialNumber: 'SN0000000002' });
    const ids = async (query: string): Promise<unknown[]> =>
      (await till.ledger(query)).requests.map(({ customId }) => customId);
    expect(await ids('?serialNumber=sn0000000001')).toEqual(['ORD-1', 'ORD-2']);
    expect(await ids('?limit=1')).toEqual(['ORD-3']);
  });

  it('one order for all entries: their numbers grow', async () => {
    await till.sale({ customId: 'ORD-1', webhook: 'http://127.0.0.1:9/' });
    const ledger = await eventually(async () => {
      const found = await till.ledger('?customId=ORD-1');
      return found.callbacks.length > 0 ? found : undefined;
    });
    const order = [ledger.requests[0], ...ledger.device, ledger.callbacks[0]].map((entry) =>
      Number((entry as Json).seq),
    );
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(new Set(order).size).toBe(4);
  });

  it('reset: no ledger and no scripts, terminals as at the start, ids still grow, tokens stay valid', async () => {
    const before = await till.sale({ customId: 'ORD-1' });
    await till.script({ refusal: 'keypos' });
    await till.control('PATCH', '/terminals/SN0000000001', { offline: true });
    await till.control('POST', '/reset');
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'none', received: 0 });
    expect((await till.ledger()).requests).toEqual([]);
    const after = await till.sale({ customId: 'ORD-1' });
    expect(Number(after.body.data?.idPosTxs)).toBeGreaterThan(Number(before.body.data?.idPosTxs));
  });
});
