import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer, Json, Till } from './till.js';
import { arTerminal, clTerminal, openTill, longTimes } from './till.js';

let till: Till;
beforeAll(async () => {
  till = await openTill(longTimes);
});
afterAll(() => till.simulator.stop());
afterEach(() => till.control('POST', '/reset'));

const second = { idTerminal: '70000002', serialNumber: 'SN0000000002' };

interface Receipt {
  readonly operationId: number;
  readonly authorizationCode: string;
}

const readResult = ({ body }: Answer): Json => (body.data?.response ?? body.data ?? {}) as Json;
const code = (answer: Answer): unknown => readResult(answer).responseCode ?? readResult(answer).code;
const sell = async (fields: Json = {}): Promise<Receipt> =>
  readResult(await till.sale({ customId: 'SALE', ...fields })) as unknown as Receipt;
const sendVoid = (operationId: number, fields: Json = {}): Promise<Answer> =>
  till.call('POST', 'refund', { ...clTerminal, command: 102, operationId, customId: 'VOID', ...fields });
const sendReturn = (authorizationCode: string, amount: number, fields: Json = {}): Promise<Answer> =>
  till.call('POST', 'return', { ...clTerminal, command: 108, authorizationCode, amount, ...fields });
const close = (): Promise<Answer> => till.call('POST', 'close', { ...clTerminal, command: 103 });
const alarms = async (): Promise<unknown[]> => (await till.ledger()).alarms.map(({ kind }) => kind);

describe('each approval has numbers of its own', () => {
  it('two sales, one declined between them: receipts count on, codes differ', async () => {
    const first = await sell();
    await till.sale({ amount: 5901 });
    const next = await sell();
    expect(next.operationId).toBe(first.operationId + 1);
    expect(next.authorizationCode).not.toBe(first.authorizationCode);
  });
});

describe('a void', () => {
  it('sale of the open batch: all of it goes back, once', async () => {
    const { operationId, authorizationCode } = await sell();
    expect(readResult(await sendVoid(operationId))).toMatchObject({
      responseCode: 0,
      success: true,
      operationId,
      authorizationCode,
    });
    expect(readResult(await sendVoid(operationId, { customId: 'AGAIN' }))).toMatchObject({
      responseCode: 9001,
      responseMessage: 'Rechazado',
      success: false,
      operationId,
      authorizationCode: '',
    });
    expect(await till.truth('SALE')).toMatchObject({
      state: 'approved',
      charges: 1,
      net: 0,
      undone: [{ customId: 'VOID', command: 'refund', amount: 5990 }],
    });
    expect(await till.truth('VOID')).toMatchObject({
      charges: 0,
      refunds: 1,
      refunded: 5990,
      amount: 5990,
      net: 0,
    });
    expect(await till.truth('AGAIN')).toMatchObject({ state: 'declined', refunds: 0, refunded: 0 });
  });

  const refused: [string, (sale: Receipt) => Promise<Answer>][] = [
    ['a number it never gave', () => sendVoid(9_999)],
    ['a sale of another terminal', ({ operationId }) => sendVoid(operationId, second)],
    ['a sale that was closed', async ({ operationId }) => (await close(), sendVoid(operationId))],
    [
      'a sale that was returned in part',
      async (sale) => (await sendReturn(sale.authorizationCode, 1), sendVoid(sale.operationId)),
    ],
  ];
  it.each(refused)('%s: declined, the sale stays', async (_, undo) => {
    const answer = await undo(await sell());
    expect(answer).toMatchObject({ status: 200, body: { code: 1, message: 'TRANSACCION FINALIZADA' } });
    expect(code(answer)).toBe(9001);
    expect(await till.truth('VOID')).toMatchObject({ executed: 1, state: 'declined', refunds: 0 });
  });
});

describe('a return', () => {
  it('parts of a sale: granted until nothing is left', async () => {
    const { authorizationCode, operationId } = await sell();
    const part = readResult(await sendReturn(authorizationCode, 5_000, { customId: 'PART' }));
    expect(part).toMatchObject({ responseCode: 0, success: true, operationId: operationId + 1 });
    expect(part.authorizationCode).not.toBe(authorizationCode);
    expect(code(await sendReturn(authorizationCode, 991))).toBe(9001);
    expect(code(await sendReturn(authorizationCode, 990, { customId: 'REST' }))).toBe(0);
    expect(code(await sendReturn(authorizationCode, 1))).toBe(9001);
    expect(await till.truth('SALE')).toMatchObject({
      net: 0,
      undone: [
        { customId: 'PART', command: 'return', amount: 5_000 },
        { customId: 'REST', command: 'return', amount: 990 },
      ],
    });
    expect(await alarms()).toEqual([]);
  });

  it('sale of a closed batch, on another terminal of the merchant: granted', async () => {
    const { authorizationCode } = await sell();
    await close();
    expect(code(await sendReturn(authorizationCode, 5990, second))).toBe(0);
  });

  it.each([5901, 5902, 5903, 5904])(
    'of %i, which a customer would not simply pay: granted',
    async (amount) => {
      const { authorizationCode } = await sell({ amount: 10_000 });
      expect(code(await sendReturn(authorizationCode, amount))).toBe(0);
    },
  );

  it('voided sale, or a code nobody gave: declined', async () => {
    const { authorizationCode, operationId } = await sell();
    await sendVoid(operationId);
    expect(code(await sendReturn(authorizationCode, 1))).toBe(9001);
    expect(readResult(await sendReturn('999999', 1))).toMatchObject({
      authorizationCode: '',
      operationId: 0,
    });
  });

  it('sale of another merchant: declined', async () => {
    const { authorizationCode } = await sell();
    await till.control('POST', '/clients', {
      clientId: 'shop-cl',
      clientSecret: 'shop-cl-secret',
      country: 'CL',
    });
    const authorization = `Bearer ${await till.login('shop-cl')}`;
    const body = { ...clTerminal, command: 108, authorizationCode, amount: 1 };
    expect(code(await till.call('POST', 'return', body, { authorization }))).toBe(9001);
  });

  it('two sales told with one code: the one that has enough left', async () => {
    await till.script({ customer: { says: { authorizationCode: 'SAME' } } }, { command: 'sale' }, 2);
    await sell({ amount: 10_000 });
    await sell({ amount: 100, customId: 'SMALL' });
    expect(code(await sendReturn('SAME', 9_000))).toBe(0);
    expect(await till.truth('SALE')).toMatchObject({ net: 1_000 });
    expect(await till.truth('SMALL')).toMatchObject({ net: 100 });
  });

  describe('in Argentina', () => {
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Argentina/Buenos_Aires' });
    const ar = (path: string, fields: Json): Promise<Answer> =>
      till.call('POST', path, { ...arTerminal, ...fields }, { country: 'ar' });
    const sale = { command: 100, amount: 120_000, saleType: 0, customId: 'SALE' };

    it.each([
      ['that day', 0, 0],
      ['that day with a time', 0, 0],
      ['the day before', 1, 9001],
    ])('dated %s: the books know', async (words, daysAgo, expected) => {
      const { authorizationCode } = readResult(await ar('sale', sale));
      const date = today.format(Date.now() - daysAgo * 86_400_000);
      const originalTransDate = words.includes('time') ? `${date}T10:00:00` : date;
      const back = { command: 108, authorizationCode, amount: 120_000, originalTransDate };
      expect(code(await ar('return', back))).toBe(expected);
    });

    it('void: not supported there', async () => {
      expect((await ar('refund', { command: 102, operationId: 41 })).body.message).toBe(
        'COMMAND NOT SUPPORTED',
      );
    });
  });
});

describe('a scripted undo', () => {
  it('approve: granted although the books know nothing of such a sale', async () => {
    await till.script({ customer: { action: 'approve' } }, { command: 'return' });
    expect(code(await sendReturn('777777', 500, { customId: 'BACK' }))).toBe(0);
    expect(await till.truth('BACK')).toMatchObject({ refunds: 1, refunded: 500, net: 0 });
  });

  it.each([
    ['decline', 9001],
    ['cancel', 9002],
  ])('%s: refused although it was due, and nothing is undone', async (action, expected) => {
    await till.script({ customer: { action } }, { command: 'refund' });
    const { operationId } = await sell();
    expect(code(await sendVoid(operationId))).toBe(expected);
    expect(await till.truth('SALE')).toMatchObject({ net: 5990, undone: [] });
    expect(code(await sendVoid(operationId, { customId: 'NEXT' }))).toBe(0);
  });

  it('frozen and approved by hand: the books have the last word', async () => {
    const { operationId, authorizationCode } = await sell();
    await till.script({ customer: { action: 'freeze' } }, { command: 'refund' });
    await sendVoid(operationId, { webhook: 'http://127.0.0.1:9/' });
    await sendReturn(authorizationCode, 1, second);
    await till.control('POST', '/operations/VOID', { action: 'approve' });
    expect(await till.truth('VOID')).toMatchObject({ state: 'declined', refunds: 0 });
  });
});

describe('the alarm', () => {
  it('more given back than was charged: over_refunded', async () => {
    const { authorizationCode, operationId } = await sell();
    await sendReturn(authorizationCode, 5990);
    expect(await alarms()).toEqual([]);
    await till.script({ customer: { action: 'approve' } }, {}, 2);
    await sendReturn(authorizationCode, 1, { customId: 'BACK' });
    await sendVoid(operationId);
    expect((await till.ledger()).alarms).toMatchObject([
      { kind: 'over_refunded', customId: 'BACK', text: expect.stringContaining('5991 of SALE') },
      { kind: 'over_refunded', customId: 'VOID' },
    ]);
    expect(await till.truth('SALE')).toMatchObject({ net: -5991 });
  });

  it('void while a sale is live on the terminal: overlap', async () => {
    const { operationId } = await sell();
    await till.script({ customer: { action: 'freeze' } });
    await till.sale({ customId: 'ORD-2', webhook: 'http://127.0.0.1:9/' });
    await till.script({ ignoreBusy: true });
    await sendVoid(operationId);
    expect(await alarms()).toEqual(['overlap']);
  });

  it('one customId for two voids, or for two attempts of a return: second execution, second attempt', async () => {
    const { operationId, authorizationCode } = await sell();
    await sendVoid(operationId);
    await sendVoid(operationId);
    await sendReturn(authorizationCode, 1, { customId: 'tx_0123456789abcdefghi' });
    await sendReturn(authorizationCode, 1, { customId: 'tx_0123456789abcdefghi-2' });
    expect(await alarms()).toEqual(['second_execution', 'second_attempt_executed']);
  });

  it('one customId for a report and a sale: none', async () => {
    await till.call('POST', 'poll', { ...clTerminal, command: 106, customId: 'SALE' });
    await sell();
    expect(await alarms()).toEqual([]);
  });
});
