import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer, Json, Listener, Till } from './till.js';
import { clTerminal, eventually, openListener, openTill, longTimes } from './till.js';

let till: Till;
let listener: Listener;
beforeAll(async () => {
  till = await openTill(longTimes);
  listener = await openListener();
});
afterAll(async () => {
  await listener.close();
  await till.simulator.stop();
});
afterEach(async () => {
  await till.control('POST', '/reset');
  listener.received.splice(0);
});

type Result = Json & { response: Json };
const result = ({ body }: Answer): Result => body.data as Result;
const asyncSale = (fields: Json = {}): Promise<Answer> =>
  till.sale({ customId: 'ORD-1', webhook: listener.url, ...fields });
const callback = (): Promise<Json & { data: Result }> =>
  eventually(() => listener.received[0]?.body as (Json & { data: Result }) | undefined);
const post = (path: string, fields: Json): Promise<Answer> =>
  till.call('POST', path, { ...clTerminal, ...fields });

describe('numbers that contradict each other', () => {
  it('the acknowledgement names an older sale, the callback the right one', async () => {
    await till.sale({ customId: 'OLD' });
    const { idPosTxs: old } = await till.truth('OLD');
    await till.script({ answer: { lie: { idPosTxs: Number(old) } } });
    expect((await asyncSale()).body.data).toEqual({ idPosTxs: Number(old) });
    const told = await callback();
    expect(String(told.data.idPosTxs)).toBe((await till.truth('ORD-1')).idPosTxs);
    expect((await till.call('GET', String(old))).body.data).toMatchObject({ customId: 'OLD' });
  });

  it('a sync result names another sale: its number, and its customId', async () => {
    await till.script({ answer: { lie: { idPosTxs: 7, customId: 'OLD' } } });
    expect(result(await till.sale({ customId: 'ORD-1' }))).toMatchObject({ idPosTxs: 7, customId: 'OLD' });
  });

  it('an acknowledgement without a number, and with a name', async () => {
    await till.script({ answer: { lie: { idPosTxs: null, customId: 'ORD-9' } } });
    expect((await asyncSale()).body.data).toEqual({ customId: 'ORD-9' });
  });

  it.each([
    ['no_names', { reply: 'no_names' }],
    ['a lie', { lie: { without: ['idPosTxs', 'customId'] } }],
  ])('a status query that names nobody, in Chile too: %s', async (_how, step) => {
    await till.script({ status: [{ ...step, times: 'always' }] });
    const id = String(result(await till.sale({ customId: 'ORD-1' })).idPosTxs);
    expect(result(await till.call('GET', id))).toEqual({
      response: expect.objectContaining({ amount: 5990 }),
    });
  });

  it.each(['9007199254740993', '18446744073709551615'])(
    '%s, beyond 2^53: no digit is lost in acknowledgement, callback, queries and ledger',
    async (digits) => {
      await till.script({ idPosTxs: digits });
      expect((await asyncSale()).text).toContain(`"idPosTxs":${digits}}`);
      await callback();
      expect(listener.received[0]?.text).toContain(`"idPosTxs":${digits},`);
      expect((await till.call('GET', digits)).text).toContain(`"idPosTxs":${digits},`);
      const asked = `{"idTerminal":"70000001","idSucursal":10001,"serialNumber":"SN0000000001","command":99,"idPosTxs":${digits}}`;
      expect((await till.call('POST', 'get_transaction', asked)).text).toContain(`"idPosTxs":${digits},`);
      expect(await till.truth('ORD-1')).toMatchObject({ idPosTxs: digits, state: 'approved' });
      const paths = (await till.ledger('?customId=ORD-1')).requests.map(({ path, idPosTxs }) => [
        path,
        idPosTxs,
      ]);
      expect(paths).toEqual([
        ['sale', digits],
        ['{idPosTxs}', digits],
        ['get_transaction', digits],
      ]);
    },
  );

  it('a number that was given before: it stands for the newer operation, both are remembered', async () => {
    const old = String(result(await till.sale({ customId: 'OLD' })).idPosTxs);
    await till.script({ idPosTxs: old });
    await till.sale({ customId: 'ORD-1', amount: 777 });
    expect(result(await till.call('GET', old))).toMatchObject({ customId: 'ORD-1' });
    const { items } = (await till.control('GET', '/operations')).body as { items: Json[] };
    expect(items.map(({ customId, idPosTxs }) => [customId, idPosTxs])).toEqual([
      ['OLD', old],
      ['ORD-1', old],
    ]);
  });
});

describe('amounts that differ', () => {
  it.each([
    ['a prepaid card holds less', { amount: 3000 }, { amount: 3000, tip: 0 }],
    ['a tip is added', { tip: 600 }, { amount: 6590, tip: 600 }],
    ['both', { amount: 6000, tip: 600 }, { amount: 6000, tip: 600 }],
  ])('%s: told everywhere, and charged so', async (_how, customer, response) => {
    await till.script({ customer });
    const ack = await asyncSale();
    expect((await callback()).data.response).toMatchObject(response);
    const told = await till.call('GET', String(ack.body.data?.idPosTxs));
    expect(result(told).response).toMatchObject(response);
    expect(await till.truth('ORD-1')).toMatchObject({ amount: 5990, net: response.amount, charges: 1 });
    const { items } = (await till.control('GET', '/operations?customId=ORD-1')).body as { items: Json[] };
    expect(items).toMatchObject([{ amount: 5990, moved: response.amount }]);
  });

  it('a return of another amount than asked: so much goes back', async () => {
    const { authorizationCode } = result(await till.sale({ customId: 'ORD-1' })).response;
    await till.script({ customer: { amount: 1000 } }, { command: 'return' });
    const back = await post('return', { command: 108, authorizationCode, amount: 5990, customId: 'RET-1' });
    expect(result(back).response).toMatchObject({ responseCode: 0, amount: 1000 });
    expect(await till.truth('ORD-1')).toMatchObject({ net: 4990 });
  });

  it.each([
    ['amount 0', { amount: 0 }, { amount: 0, functionCode: 100 }],
    ['another function code', { functionCode: 0 }, { amount: 5990, functionCode: 0 }],
  ])('a decline that repeats %s', async (_what, says, response) => {
    await till.script({ customer: { action: 'decline', says } });
    expect(result(await till.sale()).response).toMatchObject({ responseCode: 9001, ...response });
  });

  it('a decline without an amount', async () => {
    await till.script({ customer: { action: 'decline', says: { amount: null, functionCode: null } } });
    const { response } = result(await till.sale());
    expect(response).toMatchObject({ responseCode: 9001 });
    expect(Object.keys(response)).not.toEqual(expect.arrayContaining(['amount']));
    expect(response).not.toHaveProperty('functionCode');
  });
});

describe('an undo that hit something else', () => {
  const sold = async (customId: string): Promise<Json> => result(await till.sale({ customId })).response;
  const voided = async ({ operationId }: Json): Promise<Json> =>
    result(await post('refund', { command: 102, operationId, customId: 'VOID-1' })).response;

  it.each([{ operationId: 99 }, { authorizationCode: '999999' }, { operationId: null }])(
    'a void answered with %j: told so, the right sale is voided',
    async (says) => {
      const sale = await sold('ORD-1');
      await till.script({ customer: { says } }, { command: 'refund' });
      const response = await voided(sale);
      const left = Object.fromEntries(Object.entries(says).filter(([, value]) => value !== null));
      expect(response).toMatchObject({ success: true, ...left });
      if (says.operationId === null) expect(response).not.toHaveProperty('operationId');
      expect(await till.truth('ORD-1')).toMatchObject({ net: 0 });
    },
  );

  it('a void that really hit another sale: answered with its numbers, and the ledger knows', async () => {
    const [asked, hit] = [await sold('ORD-1'), await sold('ORD-2')];
    await till.script({ customer: { undoes: 'ORD-2' } }, { command: 'refund' });
    const { operationId, authorizationCode } = await voided(asked);
    expect([operationId, authorizationCode]).toEqual([hit.operationId, hit.authorizationCode]);
    expect(await till.truth('ORD-1')).toMatchObject({ net: 5990 });
    expect(await till.truth('ORD-2')).toMatchObject({ net: 0 });
  });

  it('a return that really hit another sale: the ledger knows', async () => {
    const { authorizationCode } = await sold('ORD-1');
    await sold('ORD-2');
    await till.script({ customer: { undoes: 'ORD-2' } }, { command: 'return' });
    await post('return', { command: 108, authorizationCode, amount: 1000, customId: 'RET-1' });
    expect([(await till.truth('ORD-1')).net, (await till.truth('ORD-2')).net]).toEqual([5990, 4990]);
  });

  it('two sales with one authorisation code: the return takes the latest that has enough left', async () => {
    await till.script({ customer: { says: { authorizationCode: '123456' } } }, {}, 2);
    expect([(await sold('ORD-1')).authorizationCode, (await sold('ORD-2')).authorizationCode]).toEqual([
      '123456',
      '123456',
    ]);
    for (const customId of ['RET-1', 'RET-2']) {
      await post('return', { command: 108, authorizationCode: '123456', amount: 5990, customId });
    }
    expect([(await till.truth('ORD-1')).net, (await till.truth('ORD-2')).net]).toEqual([0, 0]);
  });

  it('the counter starts again: an old receipt number stands for the newer sale', async () => {
    const { operationId } = await sold('ORD-1');
    await till.control('PATCH', '/terminals/SN0000000001', { lastOperationId: Number(operationId) - 1 });
    expect((await sold('ORD-2')).operationId).toBe(operationId);
    await voided({ operationId });
    expect([(await till.truth('ORD-1')).net, (await till.truth('ORD-2')).net]).toEqual([5990, 0]);
  });
});

describe('codes that are no codes', () => {
  it.each(['000000', 'null', '', ' ', 12_345])(
    'approved with %j: told as it is',
    async (authorizationCode) => {
      await till.script({ customer: { says: { authorizationCode } } });
      expect(result(await till.sale()).response).toMatchObject({ responseCode: 0, authorizationCode });
    },
  );

  it('approved without one', async () => {
    await till.script({ customer: { says: { authorizationCode: null } } });
    expect(result(await till.sale()).response).not.toHaveProperty('authorizationCode');
  });
});
