import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../../src/config/settings.js';
import { listFaults } from './faults.js';
import { sha256, shopEntry, terminalEntry } from './shops.js';

const folder = mkdtempSync(join(tmpdir(), 'stopped-'));
const file = join(folder, 'merchants.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = { MERCHANTS_FILE: file, SHOP_ID: 'shop', SHOP_SECRET: 'very-secret' };

function buildSettings(...merchants: readonly unknown[]) {
  writeFileSync(file, JSON.stringify({ merchants }));
  return readSettings('api', source);
}

const bad = (over: Readonly<Record<string, unknown>>) => shopEntry('bad', over);
const getnet = shopEntry('bad').getnet;

describe('one merchant with a bad entry', () => {
  it.each<[string, unknown, RegExp]>([
    ['a terminal without serial number', bad({ terminals: [terminalEntry('t', '')] }), /serialNumber/],
    [
      'a branch that is no number',
      bad({ terminals: [{ ...terminalEntry('t', 'S'), idSucursal: 'A' }] }),
      /idSucursal/,
    ],
    [
      'a variable that is not set',
      bad({ getnet: { ...getnet, clientId: { env: 'NO_SUCH' } } }),
      /NO_SUCH is not set/,
    ],
    [
      'a secret file that is missing',
      bad({ getnet: { ...getnet, clientSecret: { file: 'nowhere' } } }),
      /ENOENT/,
    ],
    ['an unknown country', bad({ country: 'BR' }), /CL or AR/],
    ['an amount unit that is not set', bad({ country: 'AR' }), /GETNET_AR_AMOUNT_UNIT/],
    [
      'a mode that needs an address of ours',
      bad({ terminals: [{ ...terminalEntry('t', 'S'), mode: 'async' }] }),
      /PUBLIC_URL/,
    ],
    ['a field too many', bad({ apikeys: [] }), /apikeys/],
    [
      'a key without a role',
      bad({ apiKeys: [{ id: 'till', sha256: sha256('bad-key'), roles: [] }] }),
      /roles/,
    ],
    [
      'one device twice',
      bad({ terminals: [terminalEntry('a', 'S'), terminalEntry('b', ' s ')] }),
      /the same as/,
    ],
  ])('%s: that merchant is stopped with its faults, the others go on', (_what, entry, fault) => {
    const { merchants } = buildSettings(shopEntry('good'), entry, shopEntry('other'));
    expect(merchants.listUsable().map(({ id }) => id)).toEqual(['good', 'other']);
    expect(merchants.findByApiKey('good-key')?.merchant).toBe('good');
    expect(merchants.findByApiKey('bad-key')).toBeUndefined();
    expect(merchants.listTerminals('bad')).toEqual([]);
    expect(merchants.listStopped()).toEqual([
      expect.objectContaining({ id: 'bad', faults: [expect.stringMatching(fault)] }),
    ]);
    expect(merchants.findStopped('bad-key')?.id).toBe('bad');
    expect(merchants.findStopped('good-key')).toBeUndefined();
    expect(merchants.findStopped('nobody-key')).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ['a hash that is none', bad({ apiKeys: [{ id: 'till', sha256: 'bad-key', roles: ['payments'] }] })],
    ['nothing', null],
    ['a text', 'bad'],
    ['no fields', {}],
  ])('%s in place of a merchant: its keys are unknown, the others go on', (_what, entry) => {
    const { merchants } = buildSettings(entry, shopEntry('good'));
    expect(merchants.findByApiKey('good-key')?.merchant).toBe('good');
    expect(merchants.listStopped()).toHaveLength(1);
    expect(merchants.listStopped()[0]?.id).toMatch(/^bad$|^merchants\[0\]$/);
    expect(merchants.findStopped('bad-key')).toBeUndefined();
  });

  it('many faults: each of them is named for its merchant, with its name', () => {
    const entry = bad({ name: 'Kiosk', country: 'BR', apiKeys: [], terminals: [terminalEntry('t', ' ')] });
    const [stopped] = buildSettings(shopEntry('good'), entry).merchants.listStopped();
    expect(stopped?.name).toBe('Kiosk');
    expect(stopped?.faults.map((fault) => fault.split(':')[0])).toEqual([
      'merchants[1].country',
      'merchants[1].apiKeys',
      'merchants[1].terminals[0].serialNumber',
    ]);
  });

  it('its credentials can be read: its running transactions are still asked about', () => {
    const { merchants, redactor } = buildSettings(shopEntry('good'), bad({ country: 'BR' }));
    expect(merchants.findCredentials('bad')).toEqual({ clientId: 'shop', clientSecret: 'very-secret' });
    expect(redactor.redactText('very-secret')).toBe('[redacted]');
  });
});

describe('two merchants that name one thing', () => {
  it.each<[string, unknown]>([
    ['one device', shopEntry('second', { terminals: [terminalEntry('x', ' sn-FIRST ')] })],
    [
      'one API key',
      shopEntry('second', {
        apiKeys: [{ id: 'a', sha256: sha256('first-key').toUpperCase(), roles: ['operator'] }],
      }),
    ],
    [
      'one device, and the second has another fault too',
      shopEntry('second', { apiKeys: [], terminals: [terminalEntry('x', 'SN-first')] }),
    ],
  ])('%s: neither works, since nothing says which is right; a third goes on', (_what, second) => {
    const { merchants } = buildSettings(shopEntry('first'), second, shopEntry('third'));
    expect(merchants.listUsable().map(({ id }) => id)).toEqual(['third']);
    expect(merchants.listStopped().map(({ id }) => id)).toEqual(['first', 'second']);
    for (const key of ['first-key', 'second-key']) expect(merchants.findByApiKey(key)).toBeUndefined();
    expect(merchants.findStopped('first-key')).toBeDefined();
    for (const id of ['first', 'second']) expect(merchants.listTerminals(id)).toEqual([]);
  });

  it('one id: neither works, and the credentials of neither are used', () => {
    const again = shopEntry('first', { apiKeys: [], terminals: [] });
    const { merchants } = buildSettings(shopEntry('first'), again, shopEntry('third'));
    expect(merchants.listUsable().map(({ id }) => id)).toEqual(['third']);
    expect(merchants.findCredentials('first')).toBeUndefined();
  });

  it('one device three times: none of the three works', () => {
    const terminals = [terminalEntry('t', 'SN-same')];
    const entries = ['a', 'b', 'c'].map((id) => shopEntry(id, { terminals }));
    const { merchants } = buildSettings(...entries, shopEntry('good'));
    expect(merchants.listUsable().map(({ id }) => id)).toEqual(['good']);
  });
});

describe('the file as a whole', () => {
  const faults = (content: unknown): readonly string[] => {
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return listFaults(() => readSettings('api', source));
  };

  it.each<[string, unknown]>([
    ['is no JSON', '{"merchants": ['],
    ['is empty', ''],
    ['is a list', [shopEntry('good')]],
    ['names nobody', { merchants: [] }],
    ['has a field too many', { merchants: [shopEntry('good')], merchantz: [] }],
  ])('it %s: nothing says which merchants are meant, and the start is refused', (_what, content) => {
    expect(faults(content)).toHaveLength(1);
  });

  it('every merchant has a fault: the start is refused, and every fault is named', () => {
    const entries = [shopEntry('a', { country: 'BR' }), shopEntry('b', { apiKeys: [] })];
    expect(faults({ merchants: entries })).toEqual([
      expect.stringContaining('merchants[0].country'),
      expect.stringContaining('merchants[1].apiKeys'),
    ]);
  });

  it('a variable is wrong: the start is refused, and the faults of merchants are named with it', () => {
    writeFileSync(file, JSON.stringify({ merchants: [shopEntry('good'), bad({ country: 'BR' })] }));
    const all = listFaults(() => readSettings('api', { ...source, PORT: 'x' }));
    expect(all).toEqual([expect.stringMatching(/^PORT/), expect.stringContaining('merchants[1].country')]);
  });
});

describe('many merchants', () => {
  it('10,000 merchants with 20,000 keys: each key is found, one bad entry among them stops only itself', () => {
    const entries = Array.from({ length: 10_000 }, (_, index) => {
      const keys = ['a', 'b'].map((id) => ({ id, sha256: sha256(`${index}-${id}`), roles: ['payments'] }));
      return shopEntry(`shop-${index}`, { apiKeys: keys, ...(index === 5_000 && { country: 'BR' }) });
    });
    const { merchants } = buildSettings(...entries);
    expect(merchants.listUsable()).toHaveLength(9_999);
    const found = entries.flatMap((_, index) =>
      ['a', 'b'].map((id) => merchants.findByApiKey(`${index}-${id}`)?.merchant),
    );
    expect(found.filter((merchant) => merchant === undefined)).toHaveLength(2);
    expect(found[19_999]).toBe('shop-9999');
  });
});
