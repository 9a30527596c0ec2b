import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SimulatorOptions } from '../../src/simulator/server.js';
import type { Json, Till } from './till.js';
import { arTerminal, clTerminal, eventually, shortTimes, openTill, longTimes } from './till.js';

let till: Till;
/** Opens a till with other windows than the fast ones, for this test. */
const use = async (options: SimulatorOptions): Promise<void> => {
  await till?.simulator.stop();
  till = await openTill(options);
};
const watched = { ...longTimes, windowMs: 700 };
beforeEach(() => use(shortTimes));
afterEach(() => till.simulator.stop());

const webhook = 'http://127.0.0.1:9/webhooks/getnet/token';
const ending = async (customId: string): Promise<unknown> => {
  await till.untilSettled(customId);
  return (await till.ledger(`?customId=${customId}`)).device.at(-1)?.what;
};

describe('the default customer decides by the last two digits of the amount', () => {
  it.each([
    [5990, 'approved'],
    [100, 'approved'],
    [5901, 'declined'],
    [5902, 'cancelled'],
    [5903, 'timed_out'],
    [5904, 'approved'],
  ])('%i: %s', async (amount, what) => {
    await till.sale({ amount, customId: 'ORD-1', webhook });
    expect(await ending('ORD-1')).toBe(what);
  });

  it('04: the approval comes in the extra wait', async () => {
    await till.sale({ amount: 5904, customId: 'ORD-1' });
    const steps = (await till.ledger('?customId=ORD-1')).device.map(({ what }) => what);
    expect(steps).toEqual(['started', 'extra_wait', 'approved']);
  });

  it('codes: 0 approved, 1006 timed out, others invented', async () => {
    const codes: unknown[] = [];
    for (const amount of [5990, 5901, 5902, 5903]) {
      const { response } = (await till.sale({ amount })).body.data as { response: Json };
      codes.push([response.responseCode, response.authorizationCode !== '']);
    }
    expect(codes).toEqual([
      [0, true],
      [9001, false],
      [9002, false],
      [1006, false],
    ]);
  });
});

describe('a scripted customer', () => {
  it.each([
    ['approve', 'approved'],
    ['decline', 'declined'],
    ['cancel', 'cancelled'],
    ['walk_away', 'timed_out'],
    ['freeze', 'lifecycle_over'],
  ])('%s: %s', async (action, what) => {
    await till.script({ customer: { action } });
    await till.sale({ customId: 'ORD-1', webhook });
    expect(await ending('ORD-1')).toBe(what);
  });

  it('takes their time: running until then', async () => {
    await use(longTimes);
    await till.script({ customer: { after: '200ms' } });
    await till.sale({ customId: 'ORD-1', webhook });
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'running', executed: 1, charges: 0 });
    expect(await till.untilSettled('ORD-1')).toMatchObject({ state: 'approved', charges: 1 });
  });

  it('frozen, then told what to do: ends at once', async () => {
    await use(longTimes);
    await till.script({ customer: { action: 'freeze' } });
    await till.sale({ customId: 'ORD-1', webhook });
    const told = await till.control('POST', '/operations/ORD-1', { action: 'approve' });
    expect(told).toMatchObject({ status: 200, body: { state: 'approved' } });
    const again = await till.control('POST', '/operations/ORD-1', { action: 'decline' });
    expect(again).toMatchObject({ status: 409, body: { errors: [expect.stringContaining('does not run')] } });
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'approved', charges: 1 });
  });

  it('another card and other words: told in the result', async () => {
    const says = {
      amount: 1,
      customId: 'ORD-7',
      idPosTxs: 42,
      functionCode: 102,
      responseMessage: 'No',
      responseCode: '51',
    };
    await till.script({ customer: { action: 'decline', card: { last4Digits: '9876' }, says } });
    const { data } = (await till.sale({ customId: 'ORD-1' })).body;
    expect(data).toMatchObject({ idPosTxs: 42, customId: 'ORD-7' });
    const { idPosTxs: _id, customId: _customId, ...rest } = says;
    expect(data?.response).toMatchObject({ ...rest, last4Digits: '9876' });
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'declined', amount: 5990 });
  });
});

describe('one operation at a time', () => {
  it('first window: busy for 15 s; extra wait: for 5 min; after the end: free', async () => {
    await use(watched);
    await till.script({ customer: { action: 'freeze' } });
    await till.sale({ customId: 'ORD-1', webhook });
    expect((await till.sale({ customId: 'ORD-2' })).body.message).toBe('OPERACION EN CURSO (15s)');
    const later = await eventually(async () => {
      const { message } = (await till.sale({ customId: 'ORD-3' })).body;
      return message === 'OPERACION EN CURSO (15s)' ? undefined : message;
    });
    expect(later).toBe('OPERACION EN CURSO (5m)');
    await till.control('POST', '/operations/ORD-1', { action: 'cancel' });
    expect((await till.sale({ customId: 'ORD-4' })).body.message).toBe('TRANSACCION FINALIZADA');
    const refused = (await till.ledger('?customId=ORD-2')).requests;
    expect(refused).toMatchObject([{ executed: false, busyWith: 'ORD-1', mode: 'sync' }]);
    expect((await till.ledger()).alarms).toEqual([]);
  });

  it('50 sales at once: one runs, 49 are refused', async () => {
    await use(longTimes);
    await till.script({ customer: { action: 'freeze' } });
    const sales = Array.from({ length: 50 }, (_, n) => till.sale({ customId: `ORD-${n}`, webhook }));
    const codes = (await Promise.all(sales)).map(({ body }) => body.code);
    expect(codes.filter((code) => code === 1)).toHaveLength(1);
    expect((await till.ledger()).device).toMatchObject([{ what: 'started' }]);
  });

  it('another terminal: not concerned', async () => {
    await use(longTimes);
    await till.sale({ amount: 5903, webhook });
    const other = { idTerminal: '70000002', serialNumber: 'SN0000000002' };
    expect((await till.sale(other)).body.message).toBe('TRANSACCION FINALIZADA');
  });

  it('sync caller hangs up: the terminal goes on', async () => {
    await till.script({ customer: { after: '150ms' } });
    const body = JSON.stringify({
      ...clTerminal,
      command: 100,
      amount: 5990,
      saleType: 0,
      customId: 'ORD-1',
    });
    const headers = { authorization: `Bearer ${await till.login()}` };
    const signal = AbortSignal.timeout(60);
    const sale = fetch(`${till.simulator.baseUrl}sale`, { method: 'POST', body, headers, signal });
    await expect(sale).rejects.toThrow(/abort|timeout/i);
    expect(await till.untilSettled('ORD-1')).toMatchObject({ state: 'approved', charges: 1 });
  });

  it('script for a sale that the busy terminal refuses: kept for the next', async () => {
    await till.control('PATCH', '/terminals/SN0000000001', { busyFor: '1m' });
    await till.script({ customer: { action: 'decline' } });
    expect((await till.sale({ customId: 'ORD-1' })).body.code).toBe(0);
    await till.control('PATCH', '/terminals/SN0000000001', { busyFor: '0ms' });
    await till.sale({ customId: 'ORD-2' });
    expect(await till.truth('ORD-2')).toMatchObject({ state: 'declined' });
  });
});

describe('what happens to a terminal outside the cloud', () => {
  it('somebody at the till: busy from elsewhere, then free again', async () => {
    await till.control('PATCH', '/terminals/SN0000000001', { busyFor: '2s' });
    expect((await till.sale({ customId: 'ORD-1' })).body.message).toBe('OPERACION EN CURSO (15s)');
    expect((await till.ledger('?customId=ORD-1')).requests).toMatchObject([{ busyWith: 'elsewhere' }]);
    await eventually(async () => ((await till.sale()).body.code === 1 ? true : undefined));
  });

  it('offline: not reached, then reached again', async () => {
    const changed = await till.control('PATCH', '/terminals/sn0000000001', { offline: true });
    expect(changed.body).toMatchObject({ offline: true, serialNumber: 'SN0000000001' });
    expect((await till.sale()).body.message).toBe('SERVICIO C2C NO RESPONDE');
    await till.control('PATCH', '/terminals/SN0000000001', { offline: false });
    expect((await till.sale()).body.code).toBe(1);
  });

  it('another language and shape: spoken and used from then on', async () => {
    await till.control('PATCH', '/terminals/SN0000000001', { language: 'en', shape: 'B' });
    const { body } = await till.sale({ customId: 'ORD-1' });
    expect(body).toMatchObject({
      message: 'TRANSACTION FINISHED',
      data: { customId: 'ORD-1', code: 0, message: 'Approved' },
    });
  });

  it('B_with_ids: the status query names the operation too', async () => {
    const status = async (shape: string): Promise<Json> => {
      await till.control('PATCH', '/terminals/SN0000000101', { shape });
      const sold = await till.call(
        'POST',
        'sale',
        { ...arTerminal, command: 100, amount: 100, saleType: 0, customId: 'ORD-1' },
        { country: 'ar' },
      );
      const answer = await till.call('GET', String(sold.body.data?.idPosTxs), undefined, { country: 'ar' });
      return answer.body.data ?? {};
    };
    expect(await status('B')).not.toHaveProperty('customId');
    expect(await status('B_with_ids')).toMatchObject({ customId: 'ORD-1', code: 0 });
  });

  it('registered later: known, also in the other country with the same serial number', async () => {
    const third = { idTerminal: '70000003', idSucursal: '10002', serialNumber: 'SN0000000003' };
    expect((await till.sale({ ...third, idSucursal: 10002 })).body.message).toBe('KEYPOS NO ENCONTRADO');
    expect((await till.control('POST', '/terminals', { country: 'CL', ...third })).status).toBe(201);
    expect((await till.sale({ ...third, idSucursal: 10002 })).body.code).toBe(1);
    await till.control('POST', '/terminals', { country: 'AR', ...third });
    expect((await till.control('PATCH', '/terminals/SN0000000003', { offline: true })).status).toBe(409);
    const chosen = await till.control('PATCH', '/terminals/SN0000000003?country=ar', { offline: true });
    expect(chosen).toMatchObject({ status: 200, body: { country: 'AR', offline: true } });
  });

  it('registered again while it serves: refused', async () => {
    await use(longTimes);
    await till.sale({ amount: 5903, webhook });
    const again = { country: 'CL', ...clTerminal, idSucursal: 10001 };
    expect((await till.control('POST', '/terminals', again)).status).toBe(409);
  });
});

describe('a sale is checked before it is taken', () => {
  it.each([
    ['idSucursal as zero-padded text', { idSucursal: '0000010001' }],
    ['serial number in small letters', { serialNumber: 'sn0000000001' }],
    ['blank webhook', { webhook: '' }],
    ['unknown field', { newField: true }],
    ['numbers as text', { command: '100', saleType: '1' }],
  ])('%s: taken', async (_, fields) => {
    expect((await till.sale(fields)).body).toMatchObject({
      code: 1,
      data: { response: { responseCode: 0 } },
    });
  });

  it.each([
    ['idTerminal', { idTerminal: '70000009' }],
    ['idSucursal', { idSucursal: 10009 }],
    ['serialNumber', { serialNumber: 'SN0000000009' }],
  ])('wrong %s: KEYPOS', async (_, fields) => {
    expect((await till.sale(fields)).body).toMatchObject({ code: 0, message: 'KEYPOS NO ENCONTRADO' });
  });

  const bad: [string, Json][] = [
    ['amount', { amount: 0 }],
    ['amount', { amount: -1 }],
    ['amount', { amount: 10.5 }],
    ['amount', { amount: '5990' }],
    ['amount', { amount: 1_000_000_000 }],
    ['amount is missing', { amount: undefined }],
    ['saleType is missing', { saleType: undefined }],
    ['saleType', { saleType: 7 }],
    ['command', { command: 102 }],
    ['customId', { customId: 'x'.repeat(26) }],
    ['webhook', { webhook: 'not an address' }],
    ['idTerminal is missing', { idTerminal: undefined }],
    ['ticketNumber', { ticketNumber: 5001 }],
    ['employeeId', { employeeId: 12_345 }],
    ['printOnPos', { printOnPos: 'yes' }],
  ];
  it.each(bad)('bad %s %j: refused, nothing runs', async (name, fields) => {
    const { body } = await till.sale(fields);
    expect(body).toMatchObject({ code: 0, status: 'ERROR', data: null });
    expect(body.message).toContain(`INVALID REQUEST: ${name}`);
    expect((await till.ledger()).device).toEqual([]);
  });

  it.each(['', 'not json', '[]', '"text"'])('body %j: refused', async (text) => {
    expect((await till.call('POST', 'sale', text)).body.message).toBe(
      'INVALID REQUEST: body must be a JSON object',
    );
  });

  it('tax class of Chile in Argentina: refused', async () => {
    const body = { ...arTerminal, command: 100, amount: 100, saleType: 2 };
    expect((await till.call('POST', 'sale', body, { country: 'ar' })).body.message).toContain('saleType');
  });

  it.each(['totals', 'cancelsale', 'nonsense', 'sale/'])(
    'command path %s, which Chile lacks: code 0 with an unrecognised text',
    async (path) => {
      const answer = await till.call('POST', path, { ...clTerminal, command: 102 });
      expect(answer).toMatchObject({
        status: 200,
        body: { code: 0, message: 'COMMAND NOT SUPPORTED', data: null },
      });
    },
  );

  it('outside the base path: 404', async () => {
    expect((await fetch(`${till.simulator.url}/api/other`)).status).toBe(404);
    expect((await fetch(`${till.simulator.url}//`)).status).toBe(404);
  });
});
