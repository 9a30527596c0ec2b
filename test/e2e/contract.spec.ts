import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { bundleClient, installClient } from '../clients/typescript/support/built-client.js';
import { chromiumPath, openBrowser } from '../simulator/browser/chromium.js';
import { throughClient } from './support/contract-client.js';
import { throughCurl } from './support/contract-curl.js';
import { readContract } from './support/contract-document.js';
import type { ContractDocument, Exchange } from './support/contract-document.js';
import type { ContractClient } from './support/contract-way.js';
import { eventually } from './support/eventually.js';
import { openShopOrigin } from './support/shop-origin.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** A terminal waits long enough to be told something. */
const longTimeouts = {
  simulator: { SIMULATOR_WINDOW: '6s', SIMULATOR_EXTRA_WINDOW: '2s' },
  env: { LIFECYCLE_WINDOW: '6s', LIFECYCLE_LIMIT: '8s', ATTENTION_AFTER: '20s', GETNET_TIMEOUT: '2s' },
};
const ways = { curl: throughCurl, 'the client': throughClient } as const;
type WayName = keyof typeof ways;
const names = Object.keys(ways) as readonly WayName[];

let world: World;
let contract: ContractDocument;
const exchanges: Readonly<Record<WayName, Exchange[]>> = { curl: [], 'the client': [] };
beforeAll(async () => {
  world = await startWorld(longTimeouts);
  contract = await readContract(world.urls.api);
});
afterAll(() => world.close());

describe.each(names)('the contract, through %s', (name) => {
  let till: Till;
  let way: ContractClient;
  beforeAll(async () => {
    till = await world.terminal();
    way = openWay(till.shop.apiKey);
  });

  const openWay = (apiKey: string) =>
    ways[name]({ baseUrl: world.urls.api, apiKey, keep: (one) => void exchanges[name].push(one) });
  const orderFor = ({ counter }: Till, value = 5_990) => ({
    orderId: `ORD-${randomUUID().slice(0, 8)}`,
    terminalId: counter.id,
    value,
  });
  const approvedSale = async () => {
    const order = orderFor(till);
    const { id = '' } = await way.create(order);
    expect(await way.waitUntilFinal(id)).toEqual({ id, status: 'approved', moneyMoved: 'yes' });
    return { order, id };
  };

  it('a sale is made, waited for, made again and read: it is one, and its events lead to its end', async () => {
    const { order, id } = await approvedSale();
    expect(await way.create(order)).toEqual({ id, status: 'approved', moneyMoved: 'yes', replayed: true });
    expect(await way.read(id)).toEqual({ id, status: 'approved', moneyMoved: 'yes' });
    const heard = await way.listEvents(id);
    expect(heard.map((one) => Number(one.split(' ')[0]))).toEqual(heard.map((_, at) => at + 1));
    expect(heard.at(-1)).toMatch(/ approved$/);
    expect(await world.judge.truth(id)).toMatchObject({ received: 1, charges: 1 });
  });

  it('the same order is another sale: refused, and wants a key of its own', async () => {
    const { order, id } = await approvedSale();
    const told = await way.create({ ...order, value: order.value + 1 });
    expect(told).toMatchObject({ id, code: 'idempotency-key-reused', retry: 'never' });
    expect(await world.judge.truth(id)).toMatchObject({ received: 1, charges: 1 });
  });

  it('a sale is voided, and voided again: it is reversed once', async () => {
    const { id: saleId } = await approvedSale();
    const refund = { refundId: randomUUID(), saleId, terminalId: till.counter.id };
    const { id = '' } = await way.void(refund);
    expect(await way.waitUntilFinal(id)).toEqual({ id, status: 'approved', moneyMoved: 'yes' });
    expect(await way.void(refund)).toMatchObject({ id, replayed: true });
    const sale = await eventually('the sale to be reversed', async () => {
      const told = await way.read(saleId);
      return told.status === 'reversed' ? told : undefined;
    });
    expect(sale).toMatchObject({ id: saleId, moneyMoved: 'no' });
    expect(await world.judge.truth(saleId)).toMatchObject({ charges: 1, net: 0 });
  });

  it('nobody pays, and the sale is cancelled: declined, and nothing moved', async () => {
    const argentine = await world.terminal({ country: 'AR', script: { customer: { action: 'freeze' } } });
    const there = openWay(argentine.shop.apiKey);
    const { id = '' } = await there.create({ ...orderFor(argentine), currency: 'ARS' });
    await eventually('the command to be at the terminal', async () =>
      (await world.judge.truth(id)).executed > 0 ? true : undefined,
    );
    expect(await there.cancel(id)).toMatchObject({ id, status: 'cancel_requested', moneyMoved: 'unknown' });
    expect(await there.waitUntilFinal(id)).toEqual({ id, status: 'declined', moneyMoved: 'no' });
  });

  it('what nobody can do is asked for: each refusal is a problem that says what moved and what to do', async () => {
    const order = orderFor(till);
    const nowhere = await way.create({ ...order, terminalId: 'nowhere' });
    expect(nowhere).toMatchObject({ code: 'unknown-terminal', moneyMoved: 'no' });
    const nothing = await way.create({ ...orderFor(till), value: 0 });
    expect(nothing).toMatchObject({ code: 'invalid-request', moneyMoved: 'no' });
    const nobody = await way.read('tx_0123456789abcdefghi');
    expect(nobody).toMatchObject({ code: 'not-found' });
    const stranger = await openWay('nobody').read('tx_0123456789abcdefghi');
    expect(stranger).toMatchObject({ code: 'unauthorized' });
  });

  it.each([
    ['DELETE', '/v1/transactions/tx_0123456789abcdefghi', 'GET, HEAD, OPTIONS'],
    ['PUT', '/v1/transactions', 'GET, HEAD, OPTIONS, POST'],
  ])('%s %s: 405, and Allow names what there is', async (method, path, allow) => {
    expect(await way.ask(method, path)).toEqual({ status: 405, allow });
  });

  it('no answer was outside the document', () => {
    expect(exchanges[name].flatMap(contract.findFaults)).toEqual([]);
    expect(exchanges[name].length).toBeGreaterThan(15);
  });
});

it('both ways met the same answers', () => {
  const [curl, client] = names.map((name) => new Set(exchanges[name].map(contract.name)));
  expect([...(client ?? [])].toSorted()).toEqual([...(curl ?? [])].toSorted());
});

const chromium = chromiumPath();
if (!chromium) process.stderr.write('The client is NOT tested in a browser: no Chromium here.\n');
const inABrowser = chromium ? describe : describe.skip;

inABrowser('a page of the shop, with the client', () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  let browser: Browser;
  let page: Page;
  let origin: Awaited<ReturnType<typeof openShopOrigin>>;
  let till: Till;
  beforeAll(async () => {
    till = await world.terminal();
    const clientFile = bundleClient(folder, installClient(folder));
    const { apiKey } = till.shop;
    [origin, browser] = await Promise.all([
      openShopOrigin({ api: world.urls.api, apiKey, clientFile }),
      openBrowser(chromium ?? ''),
    ]);
    page = await browser.newPage();
    await page.goto(origin.url);
  });
  afterAll(async () => {
    await browser.close();
    await origin.close();
    rmSync(folder, { recursive: true });
  });

  /** Reads a transaction and its events there. */
  const readThrough = (baseUrl: string, id: string): Promise<unknown> =>
    page.evaluate(`(async () => {
      const { createReader, nameMoneyMoved } = await import('/client.mjs');
      const reader = createReader({ baseUrl: ${JSON.stringify(baseUrl)}, giveUpAfterMs: 1 });
      await reader.transactions.get(${JSON.stringify(id)});
      const { moneyMoved } = await reader.transactions.waitUntilFinal(${JSON.stringify(id)});
      const heard = [];
      for await (const event of reader.events({ transactionId: ${JSON.stringify(id)} }))
        heard.push(event.eventId + ' ' + event.status);
      return { moneyMoved: nameMoneyMoved(moneyMoved), heard };
    })()`);

  it('it asks its own server, which adds the API key: it reads a transaction and its events', async () => {
    const { id } = await till.sale();
    const { moneyMoved, heard } = (await readThrough(`${origin.url}/payments`, id)) as {
      readonly moneyMoved: string;
      readonly heard: readonly string[];
    };
    expect(moneyMoved).toBe('yes');
    expect(heard.map((one) => Number(one.split(' ')[0]))).toEqual(heard.map((_, at) => at + 1));
    expect(heard.at(-1)).toMatch(/ approved$/);
  });

  it('it asks the service itself: the browser gives it no answer, for there is no CORS', async () => {
    const { id } = await till.sale();
    await expect(readThrough(world.urls.api, id)).rejects.toThrow(/OutcomeUnknown|did not say/);
  });
});
