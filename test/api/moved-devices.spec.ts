import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RenderedCase } from '../../src/api/operator/render-case.js';
import type { RenderedTerminal } from '../../src/api/terminals/render-terminal.js';
import { toDevice } from '../../src/domain/terminal.js';
import {
  buildQuarantineStart,
  terminalQuarantineWorkflow,
} from '../../src/workflows/terminal-quarantine.messages.js';
import { approved, saleInput } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { startApiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { createScriptedGetnet } from './support/getnet.js';
import { buildSaleBody } from './support/running-api.js';
import { merchant, sha256 } from './support/shop.js';

const getnet = createScriptedGetnet();

function createShop() {
  const [id, key, supportKey] = [`shop-${randomUUID().slice(0, 8)}`, randomUUID(), randomUUID()];
  const apiKeys = [
    { id: 'till', sha256: sha256(key), roles: ['payments'] },
    { id: 'support', sha256: sha256(supportKey), roles: ['operator'] },
  ];
  return { key, supportKey, entry: merchant(id, 'CL', { terminalCount: 2, apiKeys }) };
}
const [seller, buyer] = [createShop(), createShop()];
const [device, spare] = seller.entry.terminals;

let folder: string;
let world: ApiWorld;
const writeShops = (ofSeller: readonly object[], ofBuyer: readonly object[]) => {
  const merchants = [
    { ...seller.entry, terminals: ofSeller },
    { ...buyer.entry, terminals: ofBuyer },
  ];
  return writeFile(join(folder, 'merchants.json'), JSON.stringify({ merchants }));
};

beforeAll(async () => {
  TransactionWorld.silenceLogs();
  folder = await mkdtemp(join(tmpdir(), 'moved-devices-'));
  await writeShops(seller.entry.terminals, buyer.entry.terminals);
  world = await startApiWorld(getnet.getnet, { env: { MERCHANTS_FILE: join(folder, 'merchants.json') } });
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

describe('a device is moved to another merchant', () => {
  it('its new merchant sees its own transactions there, and none of the former merchant', async () => {
    getnet.answers({ kind: 'finished', proof: approved() });
    const sold = await world.api.start(buildSaleBody('cl-1'), { as: seller.key, prefer: 'wait=20' });
    expect(sold.body).toMatchObject({ status: 'approved' });
    await writeShops([{ ...spare }], [{ ...device }]);
    expect(await world.api.settings.reloadMerchants('always')).toEqual({ kind: 'taken' });

    const read = async () =>
      (await world.api.get<RenderedTerminal>('/v1/terminals/cl-1', { as: buyer.key })).body;
    expect(await read()).toMatchObject({ state: 'free', lastOperation: null });
    const own = await world.api.start(buildSaleBody('cl-1'), { as: buyer.key, prefer: 'wait=20' });
    expect(await read()).toMatchObject({ lastOperation: { transactionId: own.body.id } });
  });

  it('it is quarantined when it moves: its new merchant sees that, and no transaction of the former one', async () => {
    if (device === undefined) throw new Error('the seller has no device');
    await writeShops([{ ...device }], [{ ...spare }]);
    await world.api.settings.reloadMerchants('always');
    const moved = world.api.settings.merchants.findTerminal(seller.entry.id, device.id);
    if (moved === undefined) throw new Error('the device is at nobody');
    const { transactionId } = saleInput().accepted;
    const at = new Date().toISOString();
    const unknown = [{ transactionId, merchant: seller.entry.id, at }];
    const from = { device: toDevice(moved), merchant: seller.entry.id, terminalId: moved.id };
    const start = buildQuarantineStart({ version: 1, ...from, unknown, since: at }, world.temporal.taskQueue);
    await world.temporal.client.workflow.start(terminalQuarantineWorkflow, start);
    await writeShops([{ ...spare }], [{ ...device }]);
    await world.api.settings.reloadMerchants('always');

    const as = buyer.supportKey;
    const list = () => world.api.get<{ items: RenderedCase[] }>('/v1/operator/attention', { as });
    const { items } = (await list()).body;
    expect(items).toMatchObject([
      {
        reason: 'quarantined',
        terminalId: device.id,
        evidence: [{ says: expect.stringContaining('another merchant') }],
        acts: [{ act: 'release_terminal', allowed: true }],
      },
    ]);
    expect(JSON.stringify(items)).not.toContain(transactionId);
    const released = await world.api.post(`/v1/operator/terminals/${device.id}/release`, {
      as,
      body: { reason: 'it works again' },
    });
    expect(released.status).toBe(200);
    expect((await list()).body.items).toEqual([]);
  });
});
