import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { buildSaleBody } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';
import { openScriptedWorld } from './support/scripted-world.js';
import { keys } from './support/shop.js';

const stories = openScriptedWorld({ terminals: 8, env: { GETNET_AR_AMOUNT_UNIT: 'centavos' } });
const { getnet, takeNewTerminal } = stories;

/** After a restart with another setting. */
let restarted: RunningApi;
beforeAll(async () => {
  restarted = await stories.world.secondApi(undefined, { GETNET_AR_AMOUNT_UNIT: 'pesos' });
});
afterAll(() => restarted.close());

const saleOf = (value: number) => ({
  ...buildSaleBody(takeNewTerminal('ar')),
  amount: { value, currency: 'ARS' },
});
/** Not whole pesos. */
const ODD = 120_050;

describe('a body that was accepted, and that today’s rules reject', () => {
  it('its key is used again: the answer is that of the first request', async () => {
    const terms = { key: randomUUID(), as: keys.argentina, prefer: 'wait=20' };
    const sale = saleOf(ODD);
    const first = await stories.world.api.start(sale, terms);
    expect(first).toMatchObject({ status: 200, body: { status: 'approved' } });
    const again = await restarted.start(sale, terms);
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('its key comes with another body that has faults: it belongs to the first', async () => {
    const terms = { key: randomUUID(), as: keys.argentina, prefer: 'wait=20' };
    const first = await stories.world.api.start(saleOf(ODD), terms);
    expect(await restarted.start(saleOf(ODD + 1), terms)).toMatchObject({
      status: 422,
      body: {
        code: 'idempotency-key-reused',
        moneyMoved: 'unknown',
        retry: 'never',
        transactionId: first.body.id,
      },
    });
  });

  it('it was not sent: it cannot be sent now, and a corrected body takes a new key', async () => {
    getnet.answers({ kind: 'refused', reason: 'terminal_offline' });
    const terms = { key: randomUUID(), as: keys.argentina };
    const sale = saleOf(ODD);
    const { body } = await stories.world.api.start(sale, terms);
    expect(body).toMatchObject({ code: 'terminal-offline' });
    const sent = getnet.sent.length;
    expect(await restarted.start(sale, terms)).toMatchObject({
      status: 422,
      body: {
        code: 'invalid-request',
        moneyMoved: 'no',
        retry: 'new_key',
        transactionId: body.transactionId,
      },
    });
    expect(getnet.sent).toHaveLength(sent);
  });

  it('a key that nobody used: it stays unused', async () => {
    const terms = { key: randomUUID(), as: keys.argentina };
    const refused = await restarted.start(saleOf(ODD), terms);
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'invalid-request', moneyMoved: 'no', retry: 'same_key' },
    });
    expect(await restarted.start(saleOf(120_000), { ...terms, prefer: 'wait=20' })).toMatchObject({
      status: 200,
      body: { status: 'approved' },
    });
  });
});
