import { Script } from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { formatAmount } from '../../src/simulator/page/amount.js';
import { taskName } from '../../src/simulator/page/words.js';
import type { Screen, Screens } from '../../src/simulator/page/screens.js';
import { commandPaths } from '../../src/simulator/scripts/script.js';
import type { Json, Listener, Till } from './till.js';
import { arTerminal, clTerminal, eventually, openListener, openTill, longTimes } from './till.js';

let till: Till;
let listener: Listener;
beforeAll(async () => {
  till = await openTill({ ...longTimes, customer: 'waits' });
  listener = await openListener();
});
afterAll(async () => {
  await till.simulator.stop();
  await listener.close();
});
afterEach(() => till.control('POST', '/reset'));

async function screens(of: Till = till): Promise<Screens> {
  return (await of.control('GET', '/screens')).body as unknown as Screens;
}

async function screen(serialNumber: string = clTerminal.serialNumber): Promise<Screen> {
  const found = (await screens()).items.find((one) => one.serialNumber === serialNumber);
  if (!found) throw new Error(`no screen of ${serialNumber}`);
  return found;
}

const asyncSale = (fields: Json = {}) => till.sale({ customId: 'ORD-1', webhook: listener.url, ...fields });
const act = (action: string) => till.control('POST', '/operations/ORD-1', { action });

describe('customers wait for people', () => {
  it('a sale, and nobody acts: it waits, whatever its amount ends in', async () => {
    await asyncSale({ amount: 5901 });
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'running' });
    await act('approve');
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'approved', charges: 1 });
  });

  it('a script says what the customer does, or when: the script wins', async () => {
    await till.script({ customer: { action: 'decline' } });
    await asyncSale();
    expect(await till.untilSettled('ORD-1')).toMatchObject({ state: 'declined' });
    await till.script({ customer: { after: '0ms' } });
    await asyncSale({ customId: 'ORD-2' });
    expect(await till.untilSettled('ORD-2')).toMatchObject({ state: 'approved' });
  });

  it('a script that says nothing of the customer: waits all the same', async () => {
    await till.script({ status: [{ reply: 'not_found' }] });
    await asyncSale();
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'running' });
  });
});

describe('what the screens show', () => {
  it('nothing happens: every terminal welcomes in its own language', async () => {
    const { customer, items } = await screens();
    expect(customer).toBe('waits');
    expect(items.map(({ display }) => [display.tone, display.heading])).toEqual([
      ...Array<unknown>(2).fill(['idle', 'Bienvenido']),
      ...Array<unknown>(2).fill(['idle', 'Welcome']),
    ]);
    expect(items[0]).toMatchObject({ country: 'CL', state: 'idle', task: null, last: null, span: null });
  });

  it('a sale waits for its card: its amount in pesos, and how long the window is open', async () => {
    await asyncSale();
    const { display, span, task, state } = await screen();
    expect(display).toMatchObject({ tone: 'asking', heading: 'Venta', amount: '$5.990', currency: 'CLP' });
    expect(task).toMatchObject({ customId: 'ORD-1', command: 'sale', inputMethod: 'card', callback: 'due' });
    expect([state, (span?.to ?? 0) - (span?.from ?? 0)]).toEqual(['window', longTimes.windowMs]);
  });

  it('an Argentine QR sale: asks for the phone, and its amount is the number on the wire', async () => {
    const body = { ...arTerminal, command: 100, amount: 120_000, saleType: 1, customId: 'ORD-1' };
    await till.call('POST', 'sale', { ...body, webhook: listener.url }, { country: 'ar' });
    const { display, task } = await screen(arTerminal.serialNumber);
    expect(display).toMatchObject({ heading: 'QR payment', amount: '120000', currency: '' });
    expect(display.hint).toContain('pesos or centavos');
    expect(task?.inputMethod).toBe('qr');
  });

  it('a void: waits for whoever stands there, says what it undoes, and is carried out', async () => {
    const before = listener.received.length;
    await asyncSale();
    await act('approve');
    const letter = await eventually(() => listener.received[before]);
    const { operationId } = (letter.body.data as { response: Json }).response;
    const body = { ...clTerminal, command: 102, operationId, customId: 'VOID-1', webhook: listener.url };
    await till.call('POST', 'refund', body);
    const { display, task } = await screen();
    expect(display).toMatchObject({
      heading: 'Anulación',
      amount: '$5.990',
      prompt: 'Confirme en el terminal',
    });
    expect(task).toMatchObject({ command: 'refund', inputMethod: 'confirm' });
    await till.control('POST', '/operations/VOID-1', { action: 'approve' });
    expect((await screen()).last).toMatchObject({ name: 'Anulación', ending: 'approved' });
  });

  it('a report: waits for nobody, and has no amount', async () => {
    await till.call('POST', 'details', { ...clTerminal, command: 105, customId: 'REP-1' });
    const { display, last } = await screen();
    expect(display).toMatchObject({ tone: 'approved', prompt: 'Detalle de ventas', amount: '' });
    expect(last).toMatchObject({ customId: 'REP-1', inputMethod: 'none', amount: null });
  });

  it.each(commandPaths)('%s: has a name in both languages', (path) => {
    expect([taskName('en', path), taskName('es', path)]).not.toContain(path);
  });

  it.each([
    ['approve', 'approved', 'Aprobado'],
    ['decline', 'refused', 'Rechazado'],
    ['cancel', 'refused', 'Cancelado'],
    ['walk_away', 'refused', 'Tiempo agotado'],
  ])('%s: the screen is %s and says %s', async (action, tone, heading) => {
    await asyncSale();
    await act(action);
    const { display, last, task } = await screen();
    expect(display).toMatchObject({ tone, heading, amount: '$5.990' });
    expect([last?.customId, task]).toEqual(['ORD-1', null]);
  });

  it('out of reach, or in use at the till: says so', async () => {
    await till.control('PATCH', '/terminals/SN0000000001', { offline: true });
    await till.control('PATCH', '/terminals/SN0000000002', { busyFor: '1m' });
    expect(await screen()).toMatchObject({
      offline: true,
      display: { tone: 'off', heading: 'Sin conexión' },
    });
    expect(await screen('SN0000000002')).toMatchObject({
      state: 'elsewhere',
      display: { tone: 'elsewhere' },
    });
  });

  it('the first window is over: asks on, and counts the extra wait down', async () => {
    const shortTill = await openTill({ ...longTimes, windowMs: 1, customer: 'waits' });
    await shortTill.sale({ customId: 'ORD-1', webhook: listener.url });
    const waiting = await eventually(async () =>
      (await screens(shortTill)).items.find(({ state }) => state === 'extra_wait'),
    );
    expect(waiting.display).toMatchObject({ tone: 'waiting', heading: 'Venta · Seguimos esperando' });
    expect((waiting.span?.to ?? 0) - (waiting.span?.from ?? 0)).toBe(longTimes.extraWindowMs);
    await shortTill.simulator.stop();
  });
});

describe('amounts on the screen', () => {
  const plain = (text: string): string => text.replace(/\s/g, ' ');

  it.each([
    ['CL', 'unknown', { text: '$120.000', currency: 'CLP', isBare: false }],
    ['AR', 'centavos', { text: '$ 1.200,00', currency: 'ARS', isBare: false }],
    ['AR', 'pesos', { text: '$ 120.000,00', currency: 'ARS', isBare: false }],
    ['AR', 'unknown', { text: '120000', currency: '', isBare: true }],
  ] as const)('120000 on the wire in %s, taken for %s', (country, unit, wanted) => {
    const shown = formatAmount(120_000, country, unit);
    expect({ ...shown, text: plain(shown.text) }).toEqual(wanted);
  });
});

describe('the callback of a running operation', () => {
  const lose = (lost: boolean, name = 'ORD-1') =>
    till.control('POST', `/operations/${name}`, { callback: { lost } });

  it('lost by hand: none is sent, and the screen tells', async () => {
    await asyncSale();
    expect((await lose(true)).status).toBe(200);
    expect((await screen()).task?.callback).toBe('lost');
    await act('approve');
    // A callback that is sent by hand afterwards is the first.
    await till.control('POST', '/callbacks/ORD-1', {});
    expect((await till.ledger()).callbacks).toEqual([
      expect.objectContaining({ customId: 'ORD-1', attempt: 1 }),
    ]);
  });

  it('lost and found again: it is sent, as its script wants it', async () => {
    await till.script({ callback: { lie: { outcome: 'declined' } } });
    await asyncSale();
    await lose(true);
    await lose(false);
    const before = listener.received.length;
    await act('approve');
    const letter = await eventually(() => listener.received[before]);
    expect(letter.body).toMatchObject({ data: { response: { responseCode: 9001 } } });
  });

  it('a script for two sales, lost for the first: the second keeps its own', async () => {
    await till.script({ callback: { contentType: 'text/plain' } }, {}, 2);
    await asyncSale();
    await lose(true);
    await act('approve');
    await asyncSale({ customId: 'ORD-2' });
    expect((await screen()).task).toMatchObject({ customId: 'ORD-2', callback: 'due' });
  });

  it('too late, sync, unknown, or nonsense: refused with what is wrong', async () => {
    const held = till.sale({ customId: 'ORD-1' });
    await eventually(async () => (await screen()).task ?? undefined);
    const sync = await lose(true);
    await act('approve');
    await held;
    const late = await lose(true);
    const nonsense = await till.control('POST', '/operations/ORD-1', { callback: { lost: 'yes' } });
    const answers = [sync, late, await lose(true, 'ORD-9'), nonsense];
    expect(answers.map(({ status, body }) => [status, ((body as Json).errors as string[])[0]])).toEqual([
      [409, 'ORD-1 was sent without a webhook: nobody is called back'],
      [409, 'ORD-1 does not run any more: its callback is sent, or lost'],
      [404, 'no operation with customId or idPosTxs ORD-9 reached a terminal'],
      [400, 'callback.lost must be true or false'],
    ]);
  });
});

describe('the page', () => {
  it('its script can be read by an engine, and its policy lets nothing else run', async () => {
    const { text } = await till.control('GET', '');
    const [, script = ''] = /<script>([\s\S]*)<\/script>/.exec(text) ?? [];
    expect(() => new Script(script)).not.toThrow();
    expect(script.length).toBeGreaterThan(1_000);
    expect(text).toMatch(/default-src 'none';.*script-src 'sha256-[\w+/=]+'/);
  });
});
