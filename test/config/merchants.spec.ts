import { describe, expect, it } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPolicy } from '../../src/config/derived.js';
import { readEnvironment } from '../../src/config/environment/environment.js';
import {
  callbackSettings,
  centavos,
  folder,
  parseMerchants,
  readFaults,
  sha256,
  shop,
  shopAr,
  terminal,
} from './merchants-files.js';

describe('a merchants file that can be used', () => {
  const merchants = parseMerchants({ merchants: [shop, shopAr] }, { settings: centavos });

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

  it('a merchant names no policy: a late charge is asked about, three unknown outcomes in a row quarantine a terminal', () => {
    expect(merchants.findMerchant('shop-cl')?.policies).toEqual({ lateResult: 'ask', quarantineAfter: 3 });
  });

  it('a merchant names its policies: they are found as written', () => {
    const policies = {
      lateResult: 'undo',
      secondActorAbove: { value: 100_000, currency: 'CLP' },
      closeAt: '23:30',
      quarantineAfter: 5,
    };
    const read = parseMerchants({ merchants: [{ ...shop, policies }] });
    expect(read.findMerchant('shop-cl')?.policies).toEqual(policies);
  });

  it('the credentials are variables: their values are handed out for the merchant alone', () => {
    expect(merchants.findCredentials('shop-cl')).toEqual({ clientId: 'shop', clientSecret: 'very-secret' });
    expect(merchants.findCredentials('nobody')).toBeUndefined();
  });

  it('a secret is a file with a newline at its end: it is found next to the merchants file, without the newline', () => {
    mkdirSync(join(folder, 'secrets'), { recursive: true });
    writeFileSync(join(folder, 'secrets', 'shop'), ' from a file\r\n');
    const getnet = { ...shop.getnet, clientSecret: { file: 'secrets/shop' } };
    const read = parseMerchants({ merchants: [{ ...shop, getnet }] });
    expect(read.findCredentials('shop-cl')?.clientSecret).toBe(' from a file');
  });

  it('a hash is written in capitals: the key is found all the same', () => {
    const apiKeys = [{ ...shop.apiKeys[0], sha256: sha256('till-key').toUpperCase() }];
    expect(parseMerchants({ merchants: [{ ...shop, apiKeys }] }).findByApiKey('till-key')?.keyId).toBe(
      'till',
    );
  });

  it('nothing says how the branch id is sent: it goes as the documented number', () => {
    const [merchant] = merchants.listUsable();
    expect(merchant?.sendIdSucursalAs).toBe('int');
    const getnet = { ...shop.getnet, sendIdSucursalAs: 'string' };
    expect(
      parseMerchants({ merchants: [{ ...shop, getnet }] }).findMerchant('shop-cl')?.sendIdSucursalAs,
    ).toBe('string');
  });
});

describe('the mode of a terminal', () => {
  const pinned = {
    ...shop,
    terminals: [terminal('free', 'SN1'), { ...terminal('held', 'SN2'), mode: 'sync' }],
  };

  it.each([
    [{}, ['sync', 'sync']],
    [callbackSettings, ['async', 'sync']],
  ])('settings are %j: the modes are %j', (settings, modes) => {
    const read = parseMerchants({ merchants: [pinned] }, { settings });
    expect(read.listTerminals('shop-cl').map(({ mode }) => mode)).toEqual(modes);
  });

  it('a transaction is accepted: its policy holds the mode and the limits of that moment', () => {
    const environment = readEnvironment({
      ...callbackSettings,
      LIFECYCLE_WINDOW: '2s',
      GETNET_OFFLINE_MEANS: 'unknown',
    });
    expect(buildPolicy(environment, { mode: 'async', deviceQuery: false })).toEqual({
      mode: 'async',
      claimsDispatch: true,
      countsCallbacksFromSending: true,
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
    const merchants = parseMerchants(text, { settings: centavos, env });
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
    const faults = readFaults(text, { settings, env });
    expect(faults).toHaveLength(keys);
    for (const fault of faults) expect(fault).toMatch(/apiKeys\[\d\]\.sha256: this key is public/);
  });

  it('production: placeholders in place of a hash are refused', () => {
    const apiKeys = [{ id: 'till', sha256: '0'.repeat(64), roles: ['payments'] }];
    const settings = { NODE_ENV: 'production', GETNET_ENV: 'prod' };
    expect(readFaults({ merchants: [{ ...shop, apiKeys }] }, { settings })).toHaveLength(1);
  });
});
