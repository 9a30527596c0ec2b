import { describe, expect, it } from '@jest/globals';
import { callbackSettings, centavos, readFaults, sha256, shop, shopAr, terminal } from './merchants-files.js';

describe('faults of a merchants file', () => {
  const apiKey = shop.apiKeys[0];
  const faulty = (changes: object): object => ({ merchants: [{ ...shop, ...changes }] });
  const faultyTerminal = (changes: object): object =>
    faulty({ terminals: [{ ...terminal('till-1', 'SN1'), ...changes }] });

  const faultyPolicies = (policies: object): object => faulty({ policies });

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
    [
      'has an unknown policy for late results',
      faultyPolicies({ lateResult: 'refund' }),
      'merchants[0].policies.lateResult: ',
      /keep, undo or ask/,
    ],
    ['misspells a policy', faultyPolicies({ secondActor: 1 }), 'merchants[0].policies: ', /secondActor/],
    [
      'has a limit that is no whole number',
      faultyPolicies({ secondActorAbove: { value: 0.5, currency: 'CLP' } }),
      'merchants[0].policies.secondActorAbove.value: ',
      /whole number of minor units/,
    ],
    [
      'has a limit in a currency of another country',
      faultyPolicies({ secondActorAbove: { value: 100_000, currency: 'ARS' } }),
      'merchants[0].policies.secondActorAbove.currency: ',
      /must be CLP/,
    ],
    [
      'has a limit in an unknown currency',
      faultyPolicies({ secondActorAbove: { value: 100_000, currency: 'USD' } }),
      'merchants[0].policies.secondActorAbove.currency: ',
      /CLP or ARS/,
    ],
    [
      'closes at a time that is none',
      faultyPolicies({ closeAt: '24:00' }),
      'merchants[0].policies.closeAt: ',
      /00:00 to 23:59/,
    ],
    [
      'quarantines a terminal that did nothing',
      faultyPolicies({ quarantineAfter: 0 }),
      'merchants[0].policies.quarantineAfter: ',
      /whole number from 1 to 100/,
    ],
  ];
  const faultyFiles = rows.map(([what, content, place, expected]) => ({ what, content, place, expected }));

  it.each(faultyFiles)(
    'it $what: the place is named, with what would be right',
    ({ content, place, expected }) => {
      const faults = readFaults(content);
      expect(faults).toHaveLength(1);
      expect(faults[0]).toMatch(/^MERCHANTS_FILE \S+\.json /);
      expect(faults[0]).toContain(`.json ${place}`);
      expect(faults[0]).toMatch(expected);
      expect(faults[0]).not.toContain('canary');
    },
  );

  it('an Argentine merchant, the unit of amounts not set: the message says how to find out', () => {
    const [fault, ...more] = readFaults({ merchants: [shopAr] });
    expect(more).toEqual([]);
    expect(fault).toMatch(/merchants\[0\].*GETNET_AR_AMOUNT_UNIT.*pesos or centavos.*UAT.*terminal/);
  });

  it('a terminal is pinned to async and nobody can call back: it is named', () => {
    const pinned = faultyTerminal({ mode: 'async' });
    expect(readFaults(pinned)).toEqual([
      expect.stringMatching(/terminals\[0\]\.mode: async requires PUBLIC_URL/),
    ]);
    expect(readFaults(pinned, { settings: callbackSettings })).toEqual([]);
  });

  it('one device stands in it twice, spelt differently, with another merchant: the second is named with the first', () => {
    const other = { ...shop, id: 'other', apiKeys: [{ ...apiKey, sha256: sha256('other') }] };
    const content = { merchants: [shop, { ...other, terminals: [terminal('t', ' sn1 ')] }] };
    const device =
      /merchants\[1\]\.terminals\[0\]\.serialNumber: the same as merchants\[0\]\.terminals\[0\]\.serialNumber/;
    expect(readFaults(content)).toEqual([expect.stringMatching(device)]);
  });

  it('the same serial number in two countries: they are two devices', () => {
    const content = { merchants: [shop, { ...shopAr, terminals: [terminal('t', 'SN1')] }] };
    expect(readFaults(content, { settings: centavos })).toEqual([]);
  });

  it('merchant, terminal, key id and hash are repeated: each is named', () => {
    const hash = sha256('till-key');
    const twice = {
      ...shop,
      apiKeys: [apiKey, { id: 'till', sha256: hash.toUpperCase(), roles: ['operator'] }],
      terminals: [terminal('till-1', 'SN1'), terminal('till-1', 'SN2')],
    };
    const again = { ...shop, apiKeys: [{ ...apiKey, sha256: sha256('x') }], terminals: [] };
    const places = readFaults({ merchants: [twice, again] }).map(
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
    const faults = readFaults({ merchants: [shop, broken] }, { env: {} }).join('\n');
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
    expect(readFaults('{\n  "merchants": [,]}')).toEqual([expect.stringMatching(/is not JSON \(/)]);
    expect(readFaults('{\n  "merchants": []\n  "canary"}')).toEqual([
      expect.stringMatching(/\(line 3, column 3\)$/),
    ]);
    expect(readFaults('{"clientSecret": canary').join()).not.toContain('canary');
  });

  it('a name is there twice in one object: readers differ in which they take, so the file is refused; the name, which may hold a secret, is not quoted', () => {
    expect(readFaults('{\n  "canary": 1,\n  "merchants": [],\n  "canary": 2\n}')).toEqual([
      expect.stringMatching(/has one name twice in an object \(the second time in line 4, column 3\)/),
    ]);
  });

  it('it is not there: the message says so and where was looked', () => {
    const settings = { MERCHANTS_FILE: 'no/such/file.json' };
    expect(readFaults({}, { settings })).toEqual([
      expect.stringMatching(/no\/such\/file\.json cannot be read \(ENOENT\)/),
    ]);
  });
});
