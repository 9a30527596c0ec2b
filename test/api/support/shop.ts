import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../../../src/config/settings.js';
import type { Settings } from '../../../src/config/settings.js';

/** The keys of the two merchants. */
export const keys = {
  chile: 'chilean-till-key',
  chileSupport: 'chilean-support-key',
  chileBoss: 'chilean-boss-key',
  argentina: 'argentine-till-key',
  argentinaSupport: 'argentine-support-key',
};

const mark = randomUUID().slice(0, 8);

/** The two merchants: of this spec file alone, for all share one index. */
export const merchants = { chile: `shop-cl-${mark}`, argentina: `shop-ar-${mark}` };

/** 32 bytes, base64. */
export const callbackKey = Buffer.alloc(32, 7).toString('base64');

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Terminals of one country that no other test has, from `cl-1`. */
function terminals(prefix: string, count: number) {
  const serial = randomUUID().slice(0, 8);
  return Array.from({ length: count }, (_, index) => ({
    id: `${prefix}-${index + 1}`,
    idTerminal: `7000${index}`,
    idSucursal: '10001',
    serialNumber: `${prefix}${serial}${index}`,
  }));
}

/** @returns the entry of a merchant in the merchants file. */
export function merchant(
  id: string,
  country: string,
  {
    terminalCount,
    ...more
  }: {
    readonly apiKeys: readonly object[];
    readonly terminalCount: number;
    readonly policies?: object;
    readonly webhooks?: readonly object[];
  },
) {
  const getnet = { clientId: { env: 'CLIENT_ID' }, clientSecret: { env: 'CLIENT_SECRET' } };
  return { id, country, getnet, ...more, terminals: terminals(country.toLowerCase(), terminalCount) };
}

/** Settings of an API with a Chilean and an Argentine merchant, each with 40 terminals unless `TERMINALS` says how many. */
export async function shopSettings(variables: Readonly<Record<string, string>>): Promise<Settings> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-'));
  const file = join(folder, 'merchants.json');
  const { HOOK_URL, TERMINALS = '40' } = variables;
  const terminalCount = Number(TERMINALS);
  const webhook = { id: 'main', url: HOOK_URL, secrets: [{ env: 'HOOK' }], events: ['*'] };
  const entries = [
    merchant(merchants.chile, 'CL', {
      terminalCount,
      apiKeys: [
        { id: 'till', sha256: sha256(keys.chile), roles: ['payments'] },
        { id: 'support', sha256: sha256(keys.chileSupport), roles: ['operator'] },
        { id: 'boss', sha256: sha256(keys.chileBoss), roles: ['operator'] },
      ],
      policies: { secondActorAbove: { value: 100_000, currency: 'CLP' } },
      ...(HOOK_URL !== undefined && { webhooks: [webhook] }),
    }),
    merchant(merchants.argentina, 'AR', {
      terminalCount,
      apiKeys: [
        { id: 'till', sha256: sha256(keys.argentina), roles: ['payments'] },
        { id: 'support', sha256: sha256(keys.argentinaSupport), roles: ['operator'] },
      ],
      policies: { lateResult: 'keep' },
    }),
  ];
  await writeFile(file, JSON.stringify({ merchants: entries }));
  const settings = readSettings('api', {
    MERCHANTS_FILE: file,
    CLIENT_ID: 'shop',
    CLIENT_SECRET: 'shop-secret',
    GETNET_AR_AMOUNT_UNIT: 'pesos',
    PUBLIC_URL: 'https://shop.test',
    CALLBACK_KEYS: `k1:${callbackKey}`,
    METRICS_PORT: '0',
    ...variables,
  });
  await rm(folder, { recursive: true });
  return settings;
}
