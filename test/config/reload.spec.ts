import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../../src/config/settings.js';
import { sha256, shopEntry, terminalEntry } from './shops.js';

const folder = mkdtempSync(join(tmpdir(), 'reload-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;

/** Settings over a file of their own, and how to change it. */
function running(entries: readonly unknown[], name: 'api' | 'worker' = 'api') {
  const file = join(folder, `merchants-${(files += 1)}.json`);
  const write = (content: unknown): void =>
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify({ merchants: content }));
  write(entries);
  const source = {
    MERCHANTS_FILE: file,
    SHOP_ID: 'shop',
    SHOP_SECRET: 'very-secret',
    GETNET_BASE_URL_CL: 'http://127.0.0.1:4010/api/postxs/',
    GETNET_AR_AMOUNT_UNIT: 'pesos',
  };
  return { ...readSettings(name, source), write, file };
}

const broken = shopEntry('bad', { country: 'BR' });

describe('a changed merchants file', () => {
  it('it is right: new keys work, removed ones do not, terminals are the new ones', async () => {
    const { merchants, reloadMerchants, write } = running([shopEntry('old'), shopEntry('both')]);
    write([shopEntry('both', { terminals: [terminalEntry('till-2', 'SN2')] }), shopEntry('new')]);
    expect(merchants.findByApiKey('new-key')).toBeUndefined();
    expect(await reloadMerchants('changed')).toEqual({ kind: 'taken' });
    expect(merchants.findByApiKey('new-key')?.merchant).toBe('new');
    expect(merchants.findByApiKey('old-key')).toBeUndefined();
    expect(merchants.listTerminals('old')).toEqual([]);
    expect(merchants.findTerminal('both', 'till-1')).toBeUndefined();
    expect(merchants.findTerminal('both', 'till-2')?.serialNumber).toBe('SN2');
  });

  it('a merchant was taken out: its running transactions are still asked about, and nothing is started', async () => {
    const { merchants, reloadMerchants, write } = running([shopEntry('old'), shopEntry('both')]);
    write([shopEntry('both')]);
    await reloadMerchants('changed');
    expect(merchants.findCredentials('old')).toEqual({ clientId: 'shop', clientSecret: 'very-secret' });
    expect(merchants.findMerchant('old')?.sendIdSucursalAs).toBe('int');
    expect(merchants.listUsable().map(({ id }) => id)).toEqual(['both']);
    expect(merchants.findByApiKey('old-key')).toBeUndefined();
  });

  it.each<[string, unknown, RegExp]>([
    ['is no JSON', '{"merchants": [', /is not JSON/],
    ['was emptied', '', /is not JSON/],
    ['names nobody', [], /at least one merchant/],
    ['breaks a merchant that works', [shopEntry('a', { country: 'BR' }), shopEntry('new')], /country/],
    ['brings in a merchant with a fault', [shopEntry('a'), shopEntry('new'), broken], /country/],
    [
      'names a device twice',
      [shopEntry('a'), shopEntry('new', { terminals: [terminalEntry('x', 'sn-a')] })],
      /the same as/,
    ],
    [
      'gives one key to two merchants',
      [
        shopEntry('a'),
        shopEntry('new', { apiKeys: [{ id: 'k', sha256: sha256('a-key'), roles: ['payments'] }] }),
      ],
      /the same as/,
    ],
    [
      'names a secret that is missing',
      [
        shopEntry('a'),
        shopEntry('new', { getnet: { clientId: { env: 'NONE' }, clientSecret: { env: 'NONE' } } }),
      ],
      /NONE is not set/,
    ],
  ])('it %s: nothing changes, and each fault is named', async (_what, content, fault) => {
    const { merchants, reloadMerchants, write } = running([shopEntry('a')]);
    write(content);
    const outcome = await reloadMerchants('changed');
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome.kind === 'refused' && outcome.faults.join()).toMatch(fault);
    expect(merchants.findByApiKey('a-key')?.merchant).toBe('a');
    expect(merchants.findTerminal('a', 'till-1')?.serialNumber).toBe('SN-a');
    expect(merchants.findByApiKey('new-key')).toBeUndefined();
    expect(merchants.listStopped()).toEqual([]);
  });

  it('it is not there for a while: nothing changes, and it is read when it is back', async () => {
    const { merchants, reloadMerchants, write, file } = running([shopEntry('a')]);
    rmSync(file);
    expect(await reloadMerchants('changed')).toMatchObject({ kind: 'refused' });
    expect(await reloadMerchants('changed')).toEqual({ kind: 'same' });
    expect(merchants.findByApiKey('a-key')?.merchant).toBe('a');
    write([shopEntry('new')]);
    expect(await reloadMerchants('changed')).toEqual({ kind: 'taken' });
    expect(merchants.findByApiKey('new-key')?.merchant).toBe('new');
  });

  it('a merchant was stopped before and still has a fault: the others change all the same', async () => {
    const { merchants, reloadMerchants, write } = running([shopEntry('a'), broken]);
    write([broken, shopEntry('new')]);
    expect(await reloadMerchants('changed')).toEqual({ kind: 'taken' });
    expect(merchants.findByApiKey('new-key')?.merchant).toBe('new');
    expect(merchants.listStopped().map(({ id }) => id)).toEqual(['bad']);
  });

  it('a stopped merchant was corrected: it works', async () => {
    const { merchants, reloadMerchants, write } = running([shopEntry('a'), broken]);
    expect(merchants.findStopped('bad-key')?.id).toBe('bad');
    write([shopEntry('a'), shopEntry('bad')]);
    expect(await reloadMerchants('changed')).toEqual({ kind: 'taken' });
    expect(merchants.findByApiKey('bad-key')?.merchant).toBe('bad');
    expect(merchants.findStopped('bad-key')).toBeUndefined();
  });

  it('its text is the same: only who asks for it has the secrets read again', async () => {
    const entry = shopEntry('a', {
      getnet: { clientId: { env: 'SHOP_ID' }, clientSecret: { file: 'secret' } },
    });
    writeFileSync(join(folder, 'secret'), 'first-secret');
    const { merchants, reloadMerchants, redactor } = running([entry]);
    writeFileSync(join(folder, 'secret'), 'second-secret');
    expect(await reloadMerchants('changed')).toEqual({ kind: 'same' });
    expect(merchants.findCredentials('a')?.clientSecret).toBe('first-secret');
    expect(await reloadMerchants('always')).toEqual({ kind: 'taken' });
    expect(merchants.findCredentials('a')?.clientSecret).toBe('second-secret');
    expect(redactor.redactText('first-secret second-secret')).toBe('[redacted] [redacted]');
  });

  it('tokens and keys were learned before: they stay hidden, and so is each new secret', async () => {
    const { merchants, reloadMerchants, write, redactor } = running([shopEntry('a')]);
    redactor.addSecrets('token-of-a');
    merchants.findByApiKey('a-key');
    writeFileSync(join(folder, 'new-secret'), 'canary-secret');
    write([
      shopEntry('b', { getnet: { clientId: { env: 'SHOP_ID' }, clientSecret: { file: 'new-secret' } } }),
    ]);
    await reloadMerchants('changed');
    merchants.findByApiKey('b-key');
    expect(redactor.redactText('token-of-a a-key very-secret canary-secret b-key')).toMatch(
      /^(\[redacted\] ){4}\[redacted\]$/,
    );
  });

  it('it is read twice at a time: the last text is in force', async () => {
    const { merchants, reloadMerchants, write } = running([shopEntry('a')]);
    write([shopEntry('b')]);
    const first = reloadMerchants('always');
    write([shopEntry('c')]);
    await Promise.all([first, reloadMerchants('always')]);
    expect(merchants.findByApiKey('c-key')?.merchant).toBe('c');
    expect(merchants.findByApiKey('b-key')).toBeUndefined();
  });

  it('a worker has no address for a new country: nothing changes there', async () => {
    const { merchants, reloadMerchants, write } = running([shopEntry('a')], 'worker');
    write([shopEntry('a'), shopEntry('new', { country: 'AR' })]);
    expect(await reloadMerchants('changed')).toMatchObject({
      kind: 'refused',
      faults: [expect.stringMatching(/GETNET_BASE_URL_AR/)],
    });
    expect(merchants.findMerchant('new')).toBeUndefined();
  });
});
