import { afterAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../src/config/environment/environment.js';
import { readMerchants } from '../../src/config/merchants/merchants.js';
import { policyFor } from '../../src/config/derived.js';
import { faultsOf } from './faults.js';

const folder = mkdtempSync(join(tmpdir(), 'merchants-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const terminal = (id: string, serialNumber: string) => ({
  id,
  idTerminal: '70000001',
  idSucursal: '10001',
  serialNumber,
});
const shop = {
  id: 'shop-cl',
  country: 'CL',
  getnet: { clientId: { env: 'SHOP_ID' }, clientSecret: { env: 'SHOP_SECRET' } },
  apiKeys: [{ id: 'till', sha256: sha256('till-key'), roles: ['payments'] }],
  terminals: [terminal('till-1', 'SN1')],
};
const shopAr = {
  ...shop,
  id: 'shop-ar',
  country: 'AR',
  apiKeys: [{ id: 'till', sha256: sha256('till-key-ar'), roles: ['payments', 'operator'] }],
  terminals: [terminal('till-1', 'SN9')],
};
const variables = { SHOP_ID: 'shop', SHOP_SECRET: 'very-secret' };

let files = 0;
function fileOf(content: unknown): string {
  const file = join(folder, `merchants-${(files += 1)}.json`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

interface Reading {
  readonly settings?: NodeJS.ProcessEnv;
  readonly env?: NodeJS.ProcessEnv;
}

function merchantsIn(content: unknown, { settings = {}, env = variables }: Reading = {}) {
  return readMerchants(readEnvironment({ MERCHANTS_FILE: fileOf(content), ...settings }), env);
}
const reading = (content: unknown, how?: Reading) => faultsOf(() => merchantsIn(content, how));
const called = {
  PUBLIC_URL: 'https://pay.example',
  CALLBACK_KEYS: `a:${Buffer.alloc(32).toString('base64')}`,
};
const centavos = { GETNET_AR_AMOUNT_UNIT: 'centavos' };

describe('a merchants file that can be used', () => {
  const merchants = merchantsIn({ merchants: [shop, shopAr] }, { settings: centavos });

  it('a key is presented: its merchant, country, id and roles are found', () => {
    expect(merchants.findByApiKey('till-key')).toEqual({
      merchant: 'shop-cl',
      country: 'CL',
      keyId: 'till',
      roles: ['payments'],
    });
    expect(merchants.findByApiKey('till-key-ar')?.roles).toEqual(['payments', 'operator']);
  });

  it.each(['', 'till-key ', 'TILL-KEY', sha256('till-key')])(
    'a wrong key %j is presented: nobody is found',
    (presented) => {
      expect(merchants.findByApiKey(presented)).toBeUndefined();
    },
  );

  it('two merchants name their terminals alike: each finds its own', () => {
    expect(merchants.findTerminal('shop-cl', 'till-1')?.serialNumber).toBe('SN1');
    expect(merchants.findTerminal('shop-ar', 'till-1')).toMatchObject({
      serialNumber: 'SN9',
      country: 'AR',
      merchant: 'shop-ar',
    });
    expect(merchants.findTerminal('shop-ar', 'till-2')).toBeUndefined();
    expect(merchants.listTerminals('nobody')).toEqual([]);
  });

  it('the credentials are variables: their values are handed out for the merchant alone', () => {
    expect(merchants.findCredentials('shop-cl')).toEqual({ clientId: 'shop', clientSecret: 'very-secret' });
    expect(merchants.findCredentials('nobody')).toBeUndefined();
  });

  it('a secret is a file with a newline at its end: it is found next to the merchants file, without the newline', () => {
    mkdirSync(join(folder, 'secrets'), { recursive: true });
    writeFileSync(join(folder, 'secrets', 'shop'), ' from a file\r\n');
    const getnet = { ...shop.getnet, clientSecret: { file: 'secrets/shop' } };
    const read = merchantsIn({ merchants: [{ ...shop, getnet }] });
    expect(read.findCredentials('shop-cl')?.clientSecret).toBe(' from a file');
  });

  it('a hash is written in capitals: the key is found all the same', () => {
    const apiKeys = [{ ...shop.apiKeys[0], sha256: sha256('till-key').toUpperCase() }];
    expect(merchantsIn({ merchants: [{ ...shop, apiKeys }] }).findByApiKey('till-key')?.keyId).toBe('till');
  });

  it('nothing says how the branch id is sent: it goes as the documented number', () => {
    const [merchant] = merchants.listUsable();
    expect(merchant?.sendIdSucursalAs).toBe('int');
    const getnet = { ...shop.getnet, sendIdSucursalAs: 'string' };
    expect(merchantsIn({ merchants: [{ ...shop, getnet }] }).findMerchant('shop-cl')?.sendIdSucursalAs).toBe(
      'string',
    );
  });
});

describe('the mode of a terminal', () => {
  const pinned = {
    ...shop,
    terminals: [terminal('free', 'SN1'), { ...terminal('held', 'SN2'), mode: 'sync' }],
  };

  it.each([
    [{}, ['sync', 'sync']],
    [called, ['async', 'sync']],
  ])('settings are %j: the modes are %j', (settings, modes) => {
    const read = merchantsIn({ merchants: [pinned] }, { settings });
    expect(read.listTerminals('shop-cl').map(({ mode }) => mode)).toEqual(modes);
  });

  it('a transaction is accepted: its policy holds the mode and the limits of that moment', () => {
    const environment = readEnvironment({
      ...called,
      LIFECYCLE_WINDOW: '2s',
      GETNET_OFFLINE_MEANS: 'unknown',
    });
    expect(policyFor(environment, { mode: 'async', deviceQuery: false })).toEqual({
      mode: 'async',
      offlineMeans: 'unknown',
      deviceQuery: false,
      limits: {
        dispatchWithin: 20_000,
        getnetTimeout: 15_000,
        lifecycleWindow: 2_000,
        lifecycleLimit: 300_000,
        attentionAfter: 900_000,
        retryWithin: 86_400_000,
        callbackValidFor: 86_400_000,
      },
    });
  });
});

describe('faults of a merchants file', () => {
  const apiKey = shop.apiKeys[0];
  const faulty = (changes: object): object => ({ merchants: [{ ...shop, ...changes }] });
  const faultyTerminal = (changes: object): object =>
    faulty({ terminals: [{ ...terminal('till-1', 'SN1'), ...changes }] });

  const rows: readonly [string, unknown, string, RegExp][] = [
    ['is an array', [], '', /object/],
    ['names nobody', { merchants: [] }, 'merchants: ', /at least one merchant/],
    ['has a field too many', { merchants: [shop], more: 1 }, '', /more/],
    ['misspells a field', faulty({ apikeys: [] }), 'merchants[0]: ', /apikeys/],
    ['has a merchant id with a space', faulty({ id: 'my shop' }), 'merchants[0].id: ', /letters, digits/],
    ['has an unknown country', faulty({ country: 'BR' }), 'merchants[0].country: ', /CL or AR/],
    ['has no keys', faulty({ apiKeys: [] }), 'merchants[0].apiKeys: ', /at least one key/],
    [
      'has a key, not its hash',
      faulty({ apiKeys: [{ ...apiKey, sha256: 'till-key' }] }),
      'merchants[0].apiKeys[0].sha256: ',
      /SHA-256/,
    ],
    [
      'has a key without a role',
      faulty({ apiKeys: [{ ...apiKey, roles: [] }] }),
      'merchants[0].apiKeys[0].roles: ',
      /payments/,
    ],
    [
      'has an unknown role',
      faulty({ apiKeys: [{ ...apiKey, roles: ['root'] }] }),
      'merchants[0].apiKeys[0].roles[0]: ',
      /payments or operator/,
    ],
    [
      'has a number as branch',
      faultyTerminal({ idSucursal: 10001 }),
      'merchants[0].terminals[0].idSucursal: ',
      /string/,
    ],
    [
      'has an empty serial number',
      faultyTerminal({ serialNumber: ' ' }),
      'merchants[0].terminals[0].serialNumber: ',
      /visible characters/,
    ],
    [
      'has an unknown mode',
      faultyTerminal({ mode: 'fast' }),
      'merchants[0].terminals[0].mode: ',
      /async or sync/,
    ],
    [
      'has a branch that is no number',
      faultyTerminal({ idSucursal: 'A1' }),
      'merchants[0].terminals[0].idSucursal: ',
      /sendIdSucursalAs/,
    ],
    [
      'has a secret itself',
      faulty({ getnet: { ...shop.getnet, clientSecret: 'canary' } }),
      'merchants[0].getnet.clientSecret: ',
      /"env"/,
    ],
    [
      'names a variable that is not set',
      faulty({ getnet: { ...shop.getnet, clientId: { env: 'NO_SUCH' } } }),
      'merchants[0].getnet.clientId: ',
      /NO_SUCH is not set/,
    ],
    [
      'names a file that is not there',
      faulty({ getnet: { ...shop.getnet, clientId: { file: 'nowhere' } } }),
      'merchants[0].getnet.clientId: ',
      /nowhere.*ENOENT/,
    ],
    [
      'names a variable and a file',
      faulty({ getnet: { ...shop.getnet, clientId: { env: 'SHOP_ID', file: 'x' } } }),
      'merchants[0].getnet.clientId: ',
      /"env"/,
    ],
  ];
  const faultyFiles = rows.map(([what, content, place, expected]) => ({ what, content, place, expected }));

  it.each(faultyFiles)(
    'it $what: the place is named, with what would be right',
    ({ content, place, expected }) => {
      const faults = reading(content);
      expect(faults).toHaveLength(1);
      expect(faults[0]).toMatch(/^MERCHANTS_FILE \S+\.json /);
      expect(faults[0]).toContain(`.json ${place}`);
      expect(faults[0]).toMatch(expected);
      expect(faults[0]).not.toContain('canary');
    },
  );

  it('an Argentine merchant, the unit of amounts not set: the message says how to find out', () => {
    const [fault, ...more] = reading({ merchants: [shopAr] });
    expect(more).toEqual([]);
    expect(fault).toMatch(/merchants\[0\].*GETNET_AR_AMOUNT_UNIT.*pesos or centavos.*UAT.*terminal/);
  });

  it('a terminal is pinned to async and nobody can call back: it is named', () => {
    const pinned = faultyTerminal({ mode: 'async' });
    expect(reading(pinned)).toEqual([expect.stringMatching(/terminals\[0\]\.mode: async needs PUBLIC_URL/)]);
    expect(reading(pinned, { settings: called })).toEqual([]);
  });

  it('one device stands in it twice, spelt differently, with another merchant: the second is named with the first', () => {
    const other = { ...shop, id: 'other', apiKeys: [{ ...apiKey, sha256: sha256('other') }] };
    const content = { merchants: [shop, { ...other, terminals: [terminal('t', ' sn1 ')] }] };
    const device =
      /merchants\[1\]\.terminals\[0\]\.serialNumber: the same as merchants\[0\]\.terminals\[0\]\.serialNumber/;
    expect(reading(content)).toEqual([expect.stringMatching(device)]);
  });

  it('the same serial number in two countries: they are two devices', () => {
    const content = { merchants: [shop, { ...shopAr, terminals: [terminal('t', 'SN1')] }] };
    expect(reading(content, { settings: centavos })).toEqual([]);
  });

  it('merchant, terminal, key id and hash are repeated: each is named', () => {
    const hash = sha256('till-key');
    const twice = {
      ...shop,
      apiKeys: [apiKey, { id: 'till', sha256: hash.toUpperCase(), roles: ['operator'] }],
      terminals: [terminal('till-1', 'SN1'), terminal('till-1', 'SN2')],
    };
    const again = { ...shop, apiKeys: [{ ...apiKey, sha256: sha256('x') }], terminals: [] };
    const places = reading({ merchants: [twice, again] }).map(
      (fault) => /json (\S+): the same as/.exec(fault)?.[1],
    );
    expect(places).toEqual([
      'merchants[0].apiKeys[1].id',
      'merchants[0].apiKeys[1].sha256',
      'merchants[0].terminals[1].id',
      'merchants[1].id',
    ]);
  });

  it('everything is wrong at once: every fault is named, those between broken entries too', () => {
    const broken = {
      ...shop,
      id: 5,
      country: 'AR',
      terminals: [{ id: 'a', serialNumber: 'SN1', idTerminal: 1 }],
    };
    const faults = reading({ merchants: [shop, broken] }, { env: {} }).join('\n');
    for (const place of [
      'merchants[1].id: ',
      'merchants[1].terminals[0].idTerminal: ',
      'merchants[1].terminals[0].idSucursal: ',
      'merchants[1].apiKeys[0].sha256: the same as',
      'merchants[1] is in AR',
      'merchants[0].getnet.clientId: ',
      'merchants[1].getnet.clientSecret: ',
    ]) {
      expect(faults).toContain(place);
    }
  });

  it('it is not JSON: the place is named and the text, which may hold a secret, is not quoted', () => {
    expect(reading('{\n  "merchants": [,]}')).toEqual([expect.stringMatching(/is not JSON \(/)]);
    expect(reading('{\n  "merchants": []\n  "canary"}')).toEqual([
      expect.stringMatching(/\(line 3, column 3\)$/),
    ]);
    expect(reading('{"clientSecret": canary').join()).not.toContain('canary');
  });

  it('it is not there: the message says so and where was looked', () => {
    const settings = { MERCHANTS_FILE: 'no/such/file.json' };
    expect(reading({}, { settings })).toEqual([
      expect.stringMatching(/no\/such\/file\.json cannot be read \(ENOENT\)/),
    ]);
  });
});

describe('the example', () => {
  const file = new URL('../../config/merchants.example.json', import.meta.url);
  const text = readFileSync(file, 'utf8');
  const env = {
    DEMO_CL_CLIENT_ID: 'a',
    DEMO_CL_CLIENT_SECRET: 'bbbb',
    DEMO_AR_CLIENT_ID: 'c',
    DEMO_AR_CLIENT_SECRET: 'dddd',
  };

  it('development: it is taken as it is, and its keys are the ones the documentation names', () => {
    const merchants = merchantsIn(text, { settings: centavos, env });
    expect(merchants.findByApiKey('demo-key-cl')).toMatchObject({ merchant: 'demo-cl', roles: ['payments'] });
    expect(merchants.findByApiKey('demo-key-ar')).toMatchObject({ merchant: 'demo-ar', country: 'AR' });
    expect(merchants.findTerminal('demo-cl', 'cl-till-1')).toMatchObject({
      idTerminal: '70000001',
      serialNumber: 'SN0000000001',
    });
  });

  it('production: a copy of it under another name is refused for each of its keys, which everybody knows', () => {
    const settings = { ...centavos, NODE_ENV: 'production', GETNET_ENV: 'prod' };
    const keys = (text.match(/"sha256"/g) ?? []).length;
    const faults = reading(text, { settings, env });
    expect(faults).toHaveLength(keys);
    for (const fault of faults) expect(fault).toMatch(/apiKeys\[\d\]\.sha256: a key that everybody knows/);
  });

  it('production: placeholders in place of a hash are refused', () => {
    const apiKeys = [{ id: 'till', sha256: '0'.repeat(64), roles: ['payments'] }];
    const settings = { NODE_ENV: 'production', GETNET_ENV: 'prod' };
    expect(reading({ merchants: [{ ...shop, apiKeys }] }, { settings })).toHaveLength(1);
  });
});
