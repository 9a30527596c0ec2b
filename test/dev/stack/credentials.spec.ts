import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { merchantsSchema } from '../../../src/config/merchants/merchants.schema.js';
import { ensureCredentials } from '../../../src/dev/stack/credentials.js';
import { renderCurl } from '../../../src/dev/stack/screen.js';
import { createScratchFolder } from '../scratch.js';
import type { Scratch } from '../scratch.js';

let scratch: Scratch;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

beforeAll(async () => {
  scratch = await createScratchFolder();
});
afterAll(() => scratch.remove());

describe('keepCredentials', () => {
  it('a second start: the same keys, so that running sales and printed commands stay good', async () => {
    const first = await ensureCredentials(scratch.path);
    expect(await ensureCredentials(scratch.path)).toEqual(first);
  });

  it('the merchants file knows the API keys by their hashes, and nobody else may read either file', async () => {
    const { apiKeys, merchantsFile } = await ensureCredentials(scratch.path);
    const { merchants } = merchantsSchema.parse(JSON.parse(await readFile(merchantsFile, 'utf8')));
    expect(merchants.map(({ id }) => id)).toEqual(['demo-cl', 'demo-ar']);
    for (const { id, apiKeys: known } of merchants) expect(known[0]?.sha256).toBe(sha256(apiKeys[id] ?? ''));
    for (const file of [merchantsFile, join(scratch.path, 'credentials.json')]) {
      expect((await stat(file)).mode & 0o077).toBe(0);
    }
  });

  it('the kept file is damaged: the error says to delete it', async () => {
    const folder = join(scratch.path, 'damaged');
    await ensureCredentials(folder);
    await writeFile(join(folder, 'credentials.json'), '{');
    await expect(ensureCredentials(folder)).rejects.toThrow(/credentials\.json cannot be read: delete it/);
  });
});

describe('curl', () => {
  it('printed twice: the key is another one each time, so that each paste is a sale of its own', async () => {
    const credentials = await ensureCredentials(scratch.path);
    const addresses = { api: 'http://127.0.0.1:3000', worker: '', ledger: '', simulator: '' };
    const keys = [1, 2].map(
      () => /Idempotency-Key: ([\w-]+)/.exec(renderCurl({ addresses, credentials }))?.[1],
    );
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[0]).not.toBe(keys[1]);
  });
});
