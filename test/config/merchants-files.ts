import { afterAll } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../src/config/environment/environment.js';
import { readMerchants } from '../../src/config/merchants/merchants.js';
import { listFaults } from './faults.js';

export const folder = mkdtempSync(join(tmpdir(), 'merchants-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const terminal = (id: string, serialNumber: string) => ({
  id,
  idTerminal: '70000001',
  idSucursal: '10001',
  serialNumber,
});
export const shop = {
  id: 'shop-cl',
  country: 'CL',
  getnet: { clientId: { env: 'SHOP_ID' }, clientSecret: { env: 'SHOP_SECRET' } },
  apiKeys: [{ id: 'till', sha256: sha256('till-key'), roles: ['payments'] }],
  terminals: [terminal('till-1', 'SN1')],
};
export const shopAr = {
  ...shop,
  id: 'shop-ar',
  country: 'AR',
  apiKeys: [{ id: 'till', sha256: sha256('till-key-ar'), roles: ['payments', 'operator'] }],
  terminals: [terminal('till-1', 'SN9')],
};
export const variables = { SHOP_ID: 'shop', SHOP_SECRET: 'very-secret' };

let files = 0;
export function writeMerchantsFile(content: unknown): string {
  const file = join(folder, `merchants-${(files += 1)}.json`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

export interface Variables {
  readonly settings?: NodeJS.ProcessEnv;
  readonly env?: NodeJS.ProcessEnv;
}

export function parseMerchants(content: unknown, { settings = {}, env = variables }: Variables = {}) {
  return readMerchants(readEnvironment({ MERCHANTS_FILE: writeMerchantsFile(content), ...settings }), env);
}
export const readFaults = (content: unknown, how?: Variables) =>
  listFaults(() => parseMerchants(content, how));
export const callbackSettings = {
  PUBLIC_URL: 'https://pay.example',
  CALLBACK_KEYS: `a:${Buffer.alloc(32).toString('base64')}`,
};
export const centavos = { GETNET_AR_AMOUNT_UNIT: 'centavos' };
