import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RenderedTransaction } from '../../src/rendering/render-transaction.js';
import { openStream } from '../support/event-reader.js';
import { declined } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { startApiWorld, longTimeouts } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { createScriptedGetnet } from './support/getnet.js';
import { buildSaleBody } from './support/running-api.js';
import { merchant, sha256 } from './support/shop.js';

const getnet = createScriptedGetnet();
const [id, kept, leaked] = [`shop-${randomUUID().slice(0, 8)}`, randomUUID(), randomUUID()];
const keptKey = { id: 'kept', sha256: sha256(kept), roles: ['payments'] };
const leakedKey = { id: 'leaked', sha256: sha256(leaked), roles: ['payments'] };
const shop = merchant(id, 'CL', { terminalCount: 3, apiKeys: [keptKey, leakedKey] });

let folder: string;
let world: ApiWorld;
const writeShop = (apiKeys: readonly object[]) =>
  writeFile(join(folder, 'merchants.json'), JSON.stringify({ merchants: [{ ...shop, apiKeys }] }));

beforeAll(async () => {
  TransactionWorld.silenceLogs();
  folder = await mkdtemp(join(tmpdir(), 'removed-keys-'));
  await writeShop([keptKey, leakedKey]);
  world = await startApiWorld(getnet.getnet, {
    env: { ...longTimeouts, MERCHANTS_FILE: join(folder, 'merchants.json') },
  });
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

const listen = (path: string, key: string) =>
  openStream<RenderedTransaction>(`${world.api.url}/v1/${path}`, { key });

describe('an API key is taken out of the merchants file', () => {
  it('its open streams tell nothing more and end, and those of another key go on', async () => {
    getnet.says({ kind: 'pending' });
    const { body: open } = await world.api.start(buildSaleBody('cl-1'), { as: kept });
    const streams = await Promise.all([
      listen('events', leaked),
      listen(`transactions/${open.id}/events`, leaked),
    ]);
    const others = await listen('events', kept);
    await streams[1].until(2);
    await writeShop([keptKey]);
    expect(await world.api.settings.reloadMerchants('always')).toEqual({ kind: 'taken' });

    getnet.answers({ kind: 'finished', proof: declined() });
    const { body: sale } = await world.api.start(buildSaleBody('cl-2'), { as: kept });
    const told = await others.until(2);
    expect(told.map(({ data }) => data.id)).toEqual([sale.id, sale.id]);
    const [ofMerchant, ofTransaction] = await Promise.all(streams.map(({ ended }) => ended));
    expect(ofMerchant).toEqual([]);
    expect(ofTransaction?.map(({ data }) => data.status)).toEqual(['dispatching', 'in_progress']);
    expect((await world.api.get('/v1/events', { as: leaked })).status).toBe(401);
    others.cut();
  });
});
