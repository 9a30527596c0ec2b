import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { terminalCommands } from '../../src/simulator/cloud/commands.js';
import type { Answer, Json, Till } from './till.js';
import { arTerminal, clTerminal, eventually, openTill, longTimes } from './till.js';

let till: Till;
beforeAll(async () => {
  till = await openTill(longTimes);
});
afterAll(() => till.simulator.stop());
afterEach(() => till.control('POST', '/reset'));

const codes = new Map(terminalCommands.map(({ path, code }) => [path as string, code]));
const terminals = { cl: clTerminal, ar: arTerminal };
type CountryCode = keyof typeof terminals;

const ask = (country: CountryCode, path: string, fields: Json = {}): Promise<Answer> => {
  const command = codes.get(path.toLowerCase());
  return till.call('POST', path, { ...terminals[country], command, ...fields }, { country });
};
const readResult = ({ body }: Answer): Json => (body.data?.response ?? body.data ?? {}) as Json;
const sell = async (country: CountryCode, fields: Json = {}): Promise<Json> =>
  readResult(await ask(country, 'sale', { amount: 1_000, saleType: 0, ...fields }));
const details = async (country: CountryCode): Promise<Json[]> =>
  readResult(await ask(country, 'details')).saleDetails as Json[];
const webhook = 'http://127.0.0.1:9/';

describe('a batch', () => {
  it('closed: its sales are told once more, then the next one is empty, and receipts count on', async () => {
    const first = await sell('cl');
    const told = {
      operationId: first.operationId,
      amount: 1_000,
      authorizationCode: first.authorizationCode,
    };
    expect(await details('cl')).toMatchObject([told]);
    expect(readResult(await ask('cl', 'close'))).toMatchObject({ success: true, saleDetails: [told] });
    expect(await details('cl')).toEqual([]);
    expect((await sell('cl')).operationId).toBe(Number(first.operationId) + 1);
    expect(await details('cl')).toHaveLength(1);
  });

  it('close that a script declines: everything stays', async () => {
    await sell('cl');
    await till.script({ customer: { action: 'decline' } }, { command: 'close' });
    expect(readResult(await ask('cl', 'close')).responseCode).toBe(9001);
    expect(await details('cl')).toHaveLength(1);
  });

  it('declined and voided sales: not in it', async () => {
    await sell('cl', { amount: 1_001 });
    const { operationId } = await sell('cl');
    await ask('cl', 'refund', { operationId });
    expect(await details('cl')).toEqual([]);
  });

  it('totals: sales and returns of this terminal', async () => {
    await till.script({ customer: { says: { authorizationCode: '111111' } } }, { command: 'sale' });
    await sell('ar');
    await sell('ar', { amount: 500, saleType: 1 });
    await till.script({ customer: { action: 'approve' } }, { command: 'return' });
    const back = { authorizationCode: '111111', amount: 300, originalTransDate: '2026-01-15' };
    await ask('ar', 'return', back);
    expect(readResult(await ask('ar', 'totals'))).toMatchObject({
      salesCount: 2,
      salesAmount: 1_500,
      returnsCount: 1,
      returnsAmount: 300,
    });
    expect(readResult(await ask('ar', 'lastvoucher'))).toMatchObject({ amount: 300, last4Digits: '1234' });
  });
});

describe('a receipt once more', () => {
  it('duplicate: every field of the sale, also after the batch was closed', async () => {
    const { functionCode: _code, ...sale } = await sell('cl', { ticketNumber: '5001' });
    await sell('cl');
    await ask('cl', 'close');
    const again = readResult(await ask('cl', 'duplicate', { operationId: sale.operationId }));
    expect(again).toEqual({ ...sale, functionCode: 109 });
  });

  it.each([
    ['cl', 'duplicate', { operationId: 9_999 }],
    ['ar', 'lastvoucher', {}],
  ] as const)('none there, %s %s: declined', async (country, path, fields) => {
    expect(readResult(await ask(country, path, fields)).responseCode).toBe(9001);
  });

  it('status query after the batch changed: the report as it was told', async () => {
    const answer = await ask('cl', 'details');
    await sell('cl');
    const again = await till.call('GET', String(answer.body.data?.idPosTxs));
    expect(again.body.data).toEqual(answer.body.data);
  });
});

describe('a busy terminal', () => {
  const needed: Record<string, Json> = {
    sale: { amount: 1_000, saleType: 0 },
    salepromo: { amount: 1_000, saleType: 0, idPromo: 'PROMO' },
    refund: { operationId: 41 },
    return: { amount: 1, authorizationCode: '012345', originalTransDate: '2026-01-15' },
    duplicate: { operationId: 41 },
    c2cmode: { c2cMode: true },
    bioauth: { rutToValidate: '11.111.111-1' },
    printservice: { details: [{ printSeq: 1, type: 'text', data: 'DEMO' }] },
  };
  const all = terminalCommands.flatMap(({ path, countries }) =>
    countries.map((country) => [path, country.toLowerCase() as CountryCode] as const),
  );

  it.each(all.filter(([path]) => path !== 'cancelsale'))('%s in %s: refused', async (path, country) => {
    await till.script({ customer: { action: 'freeze' } });
    await sell(country, { customId: 'ORD-1', webhook });
    const { body } = await ask(country, path, needed[path]);
    expect(body.message).toMatch(/\(15s\)$/);
  });

  it.each(all)('%s in %s on a terminal that is offline: refused', async (path, country) => {
    await till.control('PATCH', `/terminals/${terminals[country].serialNumber}`, { offline: true });
    expect((await ask(country, path, needed[path])).body.message).toMatch(/C2C/);
  });
});

describe('cancelsale', () => {
  const frozen = async (): Promise<void> => {
    await till.script({ customer: { action: 'freeze' } }, { command: 'sale' });
    await sell('ar', { customId: 'ORD-1', webhook });
  };
  const ending = async (): Promise<unknown> => (await till.ledger('?customId=ORD-1')).device.at(-1)?.what;

  it('sale waits for its card: accepted, and the sale is cancelled', async () => {
    await frozen();
    expect(readResult(await ask('ar', 'cancelsale'))).toMatchObject({ functionCode: 116, responseCode: 0 });
    expect(await ending()).toBe('cancelled');
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'declined', net: 0 });
  });

  it('extra wait: declined, and the sale goes on', async () => {
    const late = await openTill({ ...longTimes, windowMs: 20 });
    const send = (path: string, fields: Json): Promise<Answer> =>
      late.call('POST', path, { ...arTerminal, ...fields }, { country: 'ar' });
    await late.script({ customer: { action: 'freeze' } });
    await send('sale', { command: 100, amount: 1_000, saleType: 0, customId: 'ORD-1', webhook });
    await eventually(async () => ((await late.ledger()).device.length === 2 ? true : undefined));
    expect(readResult(await send('cancelsale', { command: 116 })).responseCode).toBe(9001);
    expect(await late.truth('ORD-1')).toMatchObject({ state: 'running' });
    await late.simulator.stop();
  });

  it('nothing runs, or a script has it declined: declined, and a sale goes on', async () => {
    expect(readResult(await ask('ar', 'cancelsale')).responseCode).toBe(9001);
    await frozen();
    await till.script({ customer: { action: 'decline' } }, { command: 'cancelsale' });
    expect(readResult(await ask('ar', 'cancelsale')).responseCode).toBe(9001);
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'running' });
  });

  it('told as accepted by a script, and the sale is paid all the same: no proof of anything', async () => {
    await frozen();
    const customer = { action: 'decline', says: { outcome: 'approved' } };
    await till.script({ customer }, { command: 'cancelsale' });
    expect(readResult(await ask('ar', 'cancelsale')).responseCode).toBe(0);
    await till.control('POST', '/operations/ORD-1', { action: 'approve' });
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'approved', charges: 1 });
  });

  it('still at it while nothing else runs: keeps nobody from the terminal', async () => {
    await till.script({ customer: { action: 'freeze' } }, { command: 'cancelsale' });
    await ask('ar', 'cancelsale', { webhook });
    expect((await sell('ar')).code).toBe(0);
  });
});

describe('a script and its command', () => {
  it('names one: waits for it, in any case of letters', async () => {
    await till.script({ refusal: 'keypos' }, { command: 'shiftReport' });
    expect((await sell('ar')).code).toBe(0);
    expect((await ask('ar', 'shiftReport')).body.message).toBe('KEYPOS NOT FOUND');
  });

  it('names none: for whatever moves money, never for a report', async () => {
    await till.script({ refusal: 'keypos' });
    expect(readResult(await ask('cl', 'poll')).responseCode).toBe(0);
    expect((await ask('cl', 'refund', { operationId: 41 })).body.message).toBe('KEYPOS NO ENCONTRADO');
  });

  it('names one that there is not: refused with those there are', async () => {
    const { body } = await till.control('POST', '/scripts', { match: { command: 'void' }, script: {} });
    expect(body.errors).toEqual([
      expect.stringContaining('match.command must be one of sale, salepromo, refund'),
    ]);
  });
});

describe('the fields of a command', () => {
  const line = { printSeq: 1, type: 'text', encode: '', data: 'x'.repeat(48), align: 'left' };
  const bad: [CountryCode, string, Json, string][] = [
    ['cl', 'refund', {}, 'operationId is missing'],
    ['cl', 'refund', { operationId: 0 }, 'operationId must be'],
    ['cl', 'refund', { operationId: 100_000_000 }, 'operationId must be'],
    ['cl', 'return', { amount: 1 }, 'authorizationCode is missing'],
    ['cl', 'return', { amount: 1, authorizationCode: '' }, 'authorizationCode must be'],
    ['cl', 'return', { amount: 1, authorizationCode: 'x'.repeat(21) }, 'authorizationCode must be'],
    ['cl', 'return', { amount: 0, authorizationCode: '012345' }, 'amount must be'],
    ['ar', 'return', { amount: 1, authorizationCode: '012345' }, 'originalTransDate is missing'],
    [
      'ar',
      'return',
      { amount: 1, authorizationCode: '1', originalTransDate: '15/01/2026' },
      'originalTransDate must',
    ],
    [
      'ar',
      'return',
      { amount: 1, authorizationCode: '1', originalTransDate: '2026-13-01' },
      'originalTransDate must',
    ],
    ['cl', 'salepromo', { amount: 1, saleType: 0 }, 'idPromo is missing'],
    ['cl', 'salepromo', { amount: 1, saleType: 0, idPromo: 'x'.repeat(251) }, 'idPromo must be'],
    ['cl', 'duplicate', {}, 'operationId is missing'],
    ['cl', 'bioauth', { rutToValidate: '11111111-2' }, 'rutToValidate must be'],
    ['cl', 'c2cmode', {}, 'c2cMode is missing'],
    ['ar', 'shift', { shiftOperation: 'none' }, 'shiftOperation must be'],
    ['ar', 'lastvoucher', { skipReceipt: 1 }, 'skipReceipt must be'],
    ['cl', 'printservice', { details: [] }, 'details must be'],
    ['cl', 'printservice', { details: [{ ...line, data: `${line.data}x` }] }, 'details must be'],
    ['cl', 'printservice', { details: [{ ...line, type: 'picture' }] }, 'details must be'],
    ['cl', 'printservice', { details: [{ ...line, encode: 'code39' }] }, 'details must be'],
    ['cl', 'printservice', { details: [{ ...line, type: 'barcode', encode: 'qr' }] }, 'details must be'],
    ['cl', 'printservice', { details: [{ ...line, type: 'printcode', encode: '' }] }, 'details must be'],
    ['cl', 'printservice', { details: [{ ...line, align: 'right' }] }, 'details must be'],
    ['cl', 'printservice', { details: [{ ...line, type: 'array' }] }, 'details must be'],
    ['cl', 'poll', { command: 100 }, 'command must be 106'],
  ];
  it.each(bad)('%s %s %j: refused, nothing runs', async (...[country, path, fields, fault]) => {
    const { body } = await ask(country, path, fields);
    expect(body).toMatchObject({ code: 0, message: expect.stringContaining(`INVALID REQUEST: ${fault}`) });
    expect((await till.ledger()).device).toEqual([]);
  });

  const taken: [string, Json][] = [
    ['printservice', { details: [line, { ...line, data: `${line.data}\n${line.data}` }] }],
    ['printservice', { details: [{ ...line, type: 'printcode', encode: 'pdf417', data: 'y'.repeat(100) }] }],
    ...['1-9', '11111111-1', '11.111.111-1', '111111111', '6-K', '1.000.005-k', '31-0'].map(
      (rutToValidate): [string, Json] => ['bioauth', { rutToValidate }],
    ),
    ['poll', { newField: true }],
  ];
  it.each(taken)('%s %j: taken', async (path, fields) => {
    expect(readResult(await ask('cl', path, fields)).responseCode).toBe(0);
  });
});
