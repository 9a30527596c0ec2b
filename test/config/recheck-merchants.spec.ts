import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../src/config/logger.js';
import { readSettings } from '../../src/config/settings.js';
import { watchMerchants } from '../../src/config/watch-merchants.js';
import { until } from '../support/until.js';
import { shopEntry } from './shops.js';

const folder = mkdtempSync(join(tmpdir(), 'recheck-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const withSecret = (id: string, file: string) =>
  shopEntry(id, { getnet: { clientId: { env: 'SHOP_ID' }, clientSecret: { file } } });

/** Settings over a file of their own. */
function read(entries: readonly unknown[]) {
  const file = join(folder, `merchants-${(files += 1)}.json`);
  const write = (content: readonly unknown[]): void =>
    writeFileSync(file, JSON.stringify({ merchants: content }));
  write(entries);
  const source = { MERCHANTS_FILE: file, SHOP_ID: 'shop', SHOP_SECRET: 'very-secret' };
  return { settings: readSettings('api', source), write, secret: `secret-${files}` };
}

const provide = (secret: string, text = 'the-secret'): void => writeFileSync(join(folder, secret), text);

describe('a secret arrives after the file that names it', () => {
  it('the file was refused: nothing while it is missing, then it is in force, and checked no more', async () => {
    const { settings, write, secret } = read([shopEntry('a')]);
    const { merchants, reloadMerchants } = settings;
    write([shopEntry('a'), withSecret('new', secret)]);
    expect(await reloadMerchants('changed')).toMatchObject({ kind: 'refused' });
    expect(await reloadMerchants('changed')).toEqual({ kind: 'same' });
    expect(await reloadMerchants('faulty')).toMatchObject({ kind: 'refused' });
    expect(merchants.findByApiKey('new-key')).toBeUndefined();
    provide(secret);
    expect(await reloadMerchants('faulty')).toEqual({ kind: 'taken' });
    expect(merchants.findByApiKey('new-key')?.merchant).toBe('new');
    expect(merchants.findCredentials('new')?.clientSecret).toBe('the-secret');
    provide(secret, 'a-later-secret');
    expect(await reloadMerchants('faulty')).toEqual({ kind: 'same' });
    expect(merchants.findCredentials('new')?.clientSecret).toBe('the-secret');
  });

  it('a merchant that works gets another secret, in a file that comes later: taken when it is there', async () => {
    const { settings, write, secret } = read([shopEntry('a')]);
    write([withSecret('a', secret)]);
    expect(await settings.reloadMerchants('changed')).toMatchObject({ kind: 'refused' });
    expect(settings.merchants.findCredentials('a')?.clientSecret).toBe('very-secret');
    provide(secret);
    expect(await settings.reloadMerchants('faulty')).toEqual({ kind: 'taken' });
    expect(settings.merchants.findCredentials('a')?.clientSecret).toBe('the-secret');
  });

  it('its merchant was stopped at the start: it works when the secret is there, and stays stopped until then', async () => {
    const secret = `secret-${files + 1}`;
    const { settings } = read([shopEntry('a'), withSecret('late', secret)]);
    const { merchants, reloadMerchants } = settings;
    expect(merchants.listStopped().map(({ id }) => id)).toEqual(['late']);
    expect(await reloadMerchants('faulty')).toEqual({ kind: 'same' });
    provide(secret);
    expect(await reloadMerchants('faulty')).toEqual({ kind: 'taken' });
    expect(merchants.findByApiKey('late-key')?.merchant).toBe('late');
    expect(merchants.listStopped()).toEqual([]);
  });

  it('the text is another one by now: it is left to who looks for changes', async () => {
    const { settings, write, secret } = read([shopEntry('a')]);
    write([shopEntry('a'), withSecret('new', secret)]);
    await settings.reloadMerchants('changed');
    write([shopEntry('a'), shopEntry('other')]);
    expect(await settings.reloadMerchants('faulty')).toEqual({ kind: 'same' });
    expect(await settings.reloadMerchants('changed')).toEqual({ kind: 'taken' });
  });

  it('a process watches: its faults are logged once, however often they are looked at, and it goes on by itself', async () => {
    const { settings, write, secret } = read([shopEntry('a')]);
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const log = createLogger({ name: 'api', level: 'debug', redactor: settings.redactor, destination });
    let checks = 0;
    const reloadMerchants: typeof settings.reloadMerchants = (when) => {
      if (when === 'faulty') checks += 1;
      return settings.reloadMerchants(when);
    };
    const watched = { ...settings, reloadMerchants };
    const stop = watchMerchants({ settings: watched, log, recheckIntervalMs: 20 });
    const has = (text: string) => lines.filter((line) => line.includes(text)).length;
    try {
      write([shopEntry('a'), withSecret('new', secret)]);
      await until(() => has('has faults') > 0);
      const before = checks;
      await until(() => checks > before + 3);
      expect(has('has faults')).toBe(1);
      provide(secret);
      await until(() => has('is in force') > 0);
      expect(settings.merchants.findByApiKey('new-key')?.merchant).toBe('new');
      expect(has('has faults')).toBe(1);
    } finally {
      stop();
    }
  });
});
