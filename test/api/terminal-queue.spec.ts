import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { terminalSchema } from '../../src/api/terminals/terminal.schema.js';
import { transactionSchema } from '../../src/api/transactions/transaction.schema.js';
import { approved } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { startApiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { createScriptedGetnet } from './support/getnet.js';
import { buildSaleBody } from './support/running-api.js';
import { keys } from './support/shop.js';

const getnet = createScriptedGetnet();
let world: ApiWorld;
let terminals = 0;

/** A terminal that no other test uses. */
const takeNewTerminal = () => `cl-${(terminals += 1)}`;
const waiting = (terminal: string, over: object = {}) => buildSaleBody(terminal, { onBusy: 'wait', ...over });
const read = (id: string, prefer?: string) =>
  world.api.get(`/v1/transactions/${id}`, prefer === undefined ? {} : { prefer });

beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startApiWorld(getnet.getnet);
});
afterAll(() => world.close());
afterEach(() => getnet.says(approved()));

/** A terminal where a customer takes the time until `getnet.says` how it ended. */
async function busyTerminal() {
  getnet.says({ kind: 'pending' });
  const terminal = takeNewTerminal();
  const holder = await world.api.start(buildSaleBody(terminal));
  expect(holder.body.status).toBe('in_progress');
  return { terminal, holder: holder.body.id };
}

describe('onBusy: "wait"', () => {
  it('terminal free: sent at once, like any other', async () => {
    const reply = await world.api.start(waiting(takeNewTerminal()), { prefer: 'wait=20' });
    expect(reply).toMatchObject({ status: 200, body: { status: 'approved', queue: null } });
  });

  it('terminal busy: 202 queued with its place, no money moved; the places move up; the end is waited for', async () => {
    const { terminal, holder } = await busyTerminal();
    const first = await world.api.start(waiting(terminal));
    expect(first).toMatchObject({
      status: 202,
      body: { status: 'queued', outcome: { moneyMoved: 'no' }, queue: { position: 1, ahead: 1 } },
    });
    expect(transactionSchema.safeParse(first.body).error).toBeUndefined();
    const second = await world.api.start(waiting(terminal, { maxWait: 600 }));
    expect(second.body).toMatchObject({ status: 'queued', queue: { position: 2, ahead: 2 } });
    await world.run(first.body.id).cancel();
    await world.showsAs(second.body.id, { status: 'queued', queue: { position: 1, ahead: 1 } });
    getnet.says(approved());
    expect((await read(second.body.id, 'wait=30')).body).toMatchObject({ status: 'approved', queue: null });
    expect((await read(holder)).body.status).toBe('approved');
    expect((await read(first.body.id)).body.outcome).toMatchObject({ reason: 'cancelled', moneyMoved: 'no' });
  });

  it('the expected time is never after its own deadline', async () => {
    const { terminal } = await busyTerminal();
    const replies = [];
    for (let each = 0; each < 4; each += 1)
      replies.push(await world.api.start(waiting(terminal, { maxWait: 20 })));
    for (const { body } of replies) {
      const expectedBy = Date.parse(body.queue?.expectedBy ?? '');
      expect(expectedBy).toBeLessThanOrEqual(Date.parse(body.createdAt) + 20_000);
      expect(expectedBy).toBeGreaterThan(Date.parse(body.createdAt));
    }
    for (const { body } of replies) await world.run(body.id).cancel();
  });

  it('its turn does not come in time: 409 terminal-busy to one that waits for the end, and the same key tries again', async () => {
    const { terminal, holder } = await busyTerminal();
    const [key, body] = [randomUUID(), waiting(terminal, { maxWait: 1 })];
    const late = await world.api.start(body, { key, prefer: 'wait=20' });
    expect(late).toMatchObject({
      status: 409,
      body: { code: 'terminal-busy', moneyMoved: 'no', retry: 'same_key', holder },
    });
    getnet.says(approved());
    await read(holder, 'wait=20');
    const again = await world.api.start(body, { key, prefer: 'wait=20' });
    expect(again).toMatchObject({ status: 200, body: { status: 'approved', attempt: 2 } });
  });

  it('the key is repeated while it waits, and after its turn: the same transaction, as it stands', async () => {
    const { terminal } = await busyTerminal();
    const [key, body] = [randomUUID(), waiting(terminal)];
    const first = await world.api.start(body, { key });
    const again = await world.api.start(body, { key });
    expect(again).toMatchObject({ status: 202, body: { id: first.body.id, status: 'queued', attempt: 1 } });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const longer = await world.api.start({ ...body, maxWait: 61 }, { key });
    expect(longer.body.code).toBe('idempotency-key-reused');
    getnet.says(approved());
    expect(await world.api.start(body, { key, prefer: 'wait=30' })).toMatchObject({
      status: 200,
      body: { id: first.body.id, status: 'approved', attempt: 1 },
    });
  });

  it('others wait: one that would not wait is refused, and the terminal is shown as busy', async () => {
    const { terminal, holder } = await busyTerminal();
    const waiter = await world.api.start(waiting(terminal));
    const refused = await world.api.start(buildSaleBody(terminal));
    expect(refused).toMatchObject({ status: 409, body: { code: 'terminal-busy', holder } });
    // The holder has gone, and the first one that waits has not taken the terminal yet.
    const release = world.temporal.holdsTurns();
    getnet.says(approved());
    await read(holder, 'wait=20');
    const shown = await world.api.get(`/v1/terminals/${terminal}`);
    expect(shown.body).toMatchObject({ state: 'busy', holder: null });
    expect(terminalSchema.safeParse(shown.body).error).toBeUndefined();
    expect(await world.api.start(buildSaleBody(terminal))).toMatchObject({
      status: 409,
      body: { code: 'terminal-busy', moneyMoved: 'no', retry: 'same_key' },
    });
    release();
    expect((await read(waiter.body.id, 'wait=30')).body.status).toBe('approved');
  });

  it('another merchant sees nothing of it', async () => {
    const { terminal } = await busyTerminal();
    const waiter = await world.api.start(waiting(terminal));
    expect((await world.api.get(`/v1/transactions/${waiter.body.id}`, { as: keys.argentina })).status).toBe(
      404,
    );
    await world.run(waiter.body.id).cancel();
  });
});
