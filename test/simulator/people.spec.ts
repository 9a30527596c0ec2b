import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Screen, Screens } from '../../src/simulator/page/screens.js';
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

async function screen(serialNumber: string): Promise<Screen> {
  const { items } = (await till.control('GET', '/screens')).body as unknown as Screens;
  const found = items.find((one) => one.serialNumber === serialNumber);
  if (!found) throw new Error(`no screen of ${serialNumber}`);
  return found;
}

const argentina = (path: string, fields: Json) =>
  till.call('POST', path, { ...arTerminal, ...fields }, { country: 'ar' });
const change = (name: string, body: Json) => till.control('POST', `/operations/${name}`, body);
const sellInChile = (customId: string) => till.sale({ customId, webhook: listener.url });
/** What the cloud's status query says of an operation now. */
async function readStatus(customId: string): Promise<Json> {
  const { idPosTxs } = await till.truth(customId);
  return (await till.call('GET', String(idPosTxs))).body;
}

describe('a cancel races the card', () => {
  const sell = () =>
    argentina('sale', {
      command: 100,
      amount: 120_000,
      saleType: 0,
      customId: 'ORD-1',
      webhook: listener.url,
    });
  const hold = () =>
    till.script(
      { customer: { action: 'freeze' } },
      { command: 'cancelsale', serialNumber: arTerminal.serialNumber },
    );
  const cancel = () => argentina('cancelsale', { command: 116, customId: 'CAN-1' });
  const readCode = ({ body }: { readonly body: Json }) => ((body.data as Json).response as Json).responseCode;

  async function waitingCancel(): Promise<string> {
    const { cancel: found } = await eventually(async () => {
      const now = await screen(arTerminal.serialNumber);
      return now.cancel.state === 'waiting' ? now : undefined;
    });
    return found.state === 'waiting' ? found.idPosTxs : '';
  }

  it('held by whoever is at the page: the screen says so, and the sale waits for its card all the same', async () => {
    expect((await screen(arTerminal.serialNumber)).cancel).toEqual({ state: 'free' });
    expect((await screen(clTerminal.serialNumber)).cancel).toEqual({ state: 'not_known' });
    await hold();
    expect((await screen(arTerminal.serialNumber)).cancel).toEqual({ state: 'next_is_held' });
    await sell();
    const cancelled = cancel();
    const name = await waitingCancel();
    expect((await screen(arTerminal.serialNumber)).task).toMatchObject({ customId: 'ORD-1' });
    await change(name, { action: 'approve' });
    await cancelled;
    expect((await screen(arTerminal.serialNumber)).cancel).toEqual({ state: 'free' });
  });

  it('the card comes first: approved, and the cancel is declined', async () => {
    await hold();
    await sell();
    const cancelled = cancel();
    const name = await waitingCancel();
    await change('ORD-1', { action: 'approve' });
    await change(name, { action: 'approve' });
    expect(readCode(await cancelled)).toBe(9001);
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'approved', charges: 1 });
  });

  it('the cancel comes first: cancelled, nothing is charged, and the card is too late', async () => {
    await hold();
    await sell();
    const cancelled = cancel();
    await change(await waitingCancel(), { action: 'approve' });
    expect(readCode(await cancelled)).toBe(0);
    expect((await change('ORD-1', { action: 'approve' })).status).toBe(409);
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'declined', charges: 0 });
    expect((await screen(arTerminal.serialNumber)).last).toMatchObject({
      customId: 'ORD-1',
      ending: 'cancelled',
    });
  });
});

describe('a device that knows better than the cloud', () => {
  const device = async (customId: string) => {
    const { idPosTxs } = await till.truth(customId);
    const body = { ...clTerminal, command: 99, idPosTxs: Number(idPosTxs), customId };
    return (await till.call('POST', 'get_transaction', body)).body;
  };

  it('the cloud forgets a sale: its status query finds nothing, the terminal itself tells, and the screen says so', async () => {
    await sellInChile('ORD-1');
    expect((await screen(clTerminal.serialNumber)).task).toMatchObject({ cloud: 'knows' });
    await change('ORD-1', { status: [{ reply: 'not_found', times: 'always' }] });
    expect((await screen(clTerminal.serialNumber)).task).toMatchObject({ cloud: 'forgot' });
    await change('ORD-1', { action: 'approve' });
    expect(await readStatus('ORD-1')).toMatchObject({ code: 0 });
    expect(await device('ORD-1')).toMatchObject({ data: { response: { responseCode: 0 } } });
    expect((await screen(clTerminal.serialNumber)).last).toMatchObject({ cloud: 'forgot' });
    await change('ORD-1', { status: [] });
    expect(await readStatus('ORD-1')).toMatchObject({ data: { response: { responseCode: 0 } } });
  });
});

describe('an approval after everything ended', () => {
  it('a sale timed out and is approved all the same: charged, called back anew, and the cloud says so', async () => {
    const before = listener.received.length;
    await sellInChile('ORD-1');
    await change('ORD-1', { action: 'walk_away' });
    await eventually(() => listener.received[before]);
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'declined', charges: 0 });
    expect((await screen(clTerminal.serialNumber)).last).toMatchObject({ mayBeApprovedLate: true });
    expect((await change('ORD-1', { action: 'approve', afterEnd: true })).status).toBe(200);
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'approved', charges: 1, net: 5990 });
    const second = await eventually(() => listener.received[before + 1]);
    expect(second.body).toMatchObject({ data: { response: { responseCode: 0 } } });
    expect(await readStatus('ORD-1')).toMatchObject({ data: { response: { responseCode: 0 } } });
    const { device } = await till.ledger('?customId=ORD-1');
    expect(device.map(({ what }) => what)).toEqual(['started', 'timed_out', 'approved']);
    expect((await screen(clTerminal.serialNumber)).last).toMatchObject({ mayBeApprovedLate: false });
  });

  it('the terminal serves somebody else meanwhile: nobody is disturbed, and it is no overlap', async () => {
    await sellInChile('ORD-1');
    await change('ORD-1', { action: 'decline' });
    await sellInChile('ORD-2');
    await change('ORD-1', { action: 'approve', afterEnd: true });
    expect((await screen(clTerminal.serialNumber)).task).toMatchObject({ customId: 'ORD-2' });
    expect((await till.ledger()).alarms).toEqual([]);
  });

  it('it runs still, was approved, or is not to be approved: refused, and nothing changes', async () => {
    await sellInChile('ORD-1');
    const late = (action: string) => change('ORD-1', { action, afterEnd: true });
    expect((await late('approve')).status).toBe(409);
    await change('ORD-1', { action: 'approve' });
    expect((await late('approve')).status).toBe(409);
    expect((await late('decline')).status).toBe(409);
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'approved', charges: 1 });
  });
});

describe('a queue one can watch', () => {
  it('sales come one after the other: the screen lists them, the newest first, with the pauses between them', async () => {
    for (const name of ['ORD-1', 'ORD-2', 'ORD-3']) {
      await sellInChile(name);
      if (name !== 'ORD-3') await change(name, { action: name === 'ORD-1' ? 'approve' : 'cancel' });
    }
    const { turns } = await screen(clTerminal.serialNumber);
    expect(turns).toEqual([
      { name: 'ORD-3', ending: null, freeForMs: expect.any(Number) },
      { name: 'ORD-2', ending: 'cancelled', freeForMs: expect.any(Number) },
      { name: 'ORD-1', ending: 'approved', freeForMs: null },
    ]);
  });

  it('there were many: the latest five', async () => {
    for (let n = 1; n <= 7; n += 1) {
      await sellInChile(`ORD-${n}`);
      await change(`ORD-${n}`, { action: 'approve' });
    }
    const { turns } = await screen(clTerminal.serialNumber);
    expect(turns.map(({ name }) => name)).toEqual(['ORD-7', 'ORD-6', 'ORD-5', 'ORD-4', 'ORD-3']);
    expect(turns.at(-1)?.freeForMs).toEqual(expect.any(Number));
  });
});
