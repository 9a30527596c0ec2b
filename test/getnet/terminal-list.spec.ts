import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { GetnetClient } from '../../src/getnet/client.js';
import { describeDifference, findMissingTerminals } from '../../src/getnet/terminal-check.js';
import { readTerminalList } from '../../src/getnet/wire/terminal-list.js';
import { startFakeGetnet } from './support/fake-getnet.js';
import type { FakeGetnet, Scripted } from './support/fake-getnet.js';
import { createPlainClient } from './support/plain-client.js';

const one = { idTerminal: '70000001', idSucursal: '10001', serialNumber: 'SN0000000001' };
const two = { idTerminal: '70000002', idSucursal: '10001', serialNumber: 'SN0000000002' };
const account = { merchant: 'demo-cl', country: 'CL', timeoutMs: 3_000 } as const;
const terminal = (id: string, triple: typeof one) => ({ id, country: 'CL', ...triple }) as const;

describe('a list of terminals is read', () => {
  it.each<[string, unknown]>([
    ['bare', [one, two]],
    ['in the usual wrapper', { code: 1, status: 'OK', message: 'OK', data: [one, two] }],
    ['under a name in the wrapper', { code: 1, data: { keyPos: [one, two] } }],
    ['with capital keys', [one, two].map(respelled((key) => key.toUpperCase()))],
    ['with keys in snake case', [one, two].map(respelled((key) => key.replace(/[A-Z]/g, '_$&')))],
    [
      'grouped by branch',
      [{ idSucursal: 10001, terminals: [one, two].map(({ idSucursal: _, ...rest }) => rest) }],
    ],
    [
      'with more fields than needed',
      { code: 1, data: [one, two].map((triple) => ({ ...triple, alias: 'till' })) },
    ],
    ['as JSON in a JSON text', JSON.stringify([one, two])],
  ])('%s', (_how, body) => {
    expect(readTerminalList(JSON.stringify(body))).toEqual([one, two]);
  });

  it('ids come as numbers or zero-padded: the same terminals for all that', () => {
    const padded = { ...one, idSucursal: '0000010001' };
    const numbers = { ...two, idTerminal: 70000002, idSucursal: 10001 };
    const listed = readTerminalList(JSON.stringify([padded, numbers])) ?? [];
    expect(findMissingTerminals([terminal('till-1', one), terminal('till-2', two)], listed)).toEqual([]);
  });

  it.each(['[]', '{"code":1,"data":[]}', '{"code":1,"data":{"terminals":[]}}'])(
    '%s: none are listed',
    (body) => {
      expect(readTerminalList(body)).toEqual([]);
    },
  );

  it.each(['', '<html>', '{}', 'null', '"text"', '{"code":1,"data":null}', '[1,2]', '[{"idTerminal":"7"}]'])(
    '%s: no list at all',
    (body) => expect(readTerminalList(body)).toBeUndefined(),
  );

  it('any text at all: never a throw', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (body) => void readTerminalList(body)));
    expect(readTerminalList('['.repeat(100_000) + ']'.repeat(100_000))).toBeUndefined();
  });
});

function respelled(spell: (key: string) => string) {
  return (triple: object) =>
    Object.fromEntries(Object.entries(triple).map(([key, value]) => [spell(key), value]));
}

describe('a terminal of ours that Getnet does not list', () => {
  it.each<[string, Partial<typeof one>, string]>([
    ['a digit swapped in the serial number', { serialNumber: 'SN0000000010' }, 'serialNumber'],
    ['another branch', { idSucursal: '10010' }, 'idSucursal'],
    ['two slips', { idTerminal: '70000003', idSucursal: '10002' }, 'idTerminal and idSucursal'],
  ])('%s: named with the nearest one, and in what they differ', (_what, slip, differing) => {
    const ours = [terminal('till-1', one), terminal('till-2', { ...two, ...slip })];
    const [difference, ...others] = findMissingTerminals(ours, [one, two]);
    expect(others).toEqual([]);
    const words = difference && describeDifference(difference);
    expect(words).toContain('terminal till-2 (');
    expect(words).toContain(
      `has another ${differing}: idTerminal 70000002, idSucursal 10001, serialNumber SN0000000002`,
    );
  });

  it('Getnet lists none: said so', () => {
    const [difference] = findMissingTerminals([terminal('till-1', one)], []);
    expect(difference && describeDifference(difference)).toContain('it lists none for these credentials');
  });

  it('Getnet lists more than ours: no difference', () => {
    expect(findMissingTerminals([terminal('till-1', one)], [two, one])).toEqual([]);
  });
});

describe('asking for the list', () => {
  let getnet: FakeGetnet;
  let client: GetnetClient;
  beforeEach(async () => {
    getnet = await startFakeGetnet();
    client = createPlainClient(() => getnet.url);
  });
  afterEach(async () => {
    await client.close();
    await getnet.close();
  });

  it('beside the commands, with a token', async () => {
    getnet.script([200, JSON.stringify([one])]);
    expect(await client.terminals(account)).toEqual({ kind: 'listed', triples: [one] });
    expect(getnet.commands()[0]).toMatchObject({
      method: 'GET',
      path: '/api/posdata',
      headers: { authorization: 'Bearer token-1', country: 'cl' },
    });
  });

  it('the token is refused: asked again with a fresh one', async () => {
    getnet.script([401, ''], { code: 0, message: 'UNAUTHORIZED' }, { code: 1, data: [one] });
    expect(await client.terminals(account)).toMatchObject({ kind: 'listed' });
  });

  it.each<[string, Scripted, string]>([
    ['HTTP 404', [404, 'Cannot GET /api/posdata'], 'not_offered'],
    ['a page', [200, '<html>'], 'not_offered'],
    ['an answer without a list', { code: 1, data: null }, 'not_offered'],
    ['HTTP 503', [503, ''], 'unavailable'],
    ['HTTP 403', [403, '<html>'], 'unavailable'],
    ['code 0', { code: 0, message: 'INTERNAL ERROR' }, 'unavailable'],
    ['nothing', (response) => void response.destroy(), 'unavailable'],
  ])('answered by %s: %s', async (_what, answer, kind) => {
    getnet.script(answer);
    expect(await client.terminals(account)).toEqual({ kind, cause: expect.any(String) });
  });

  it('no login: could not be asked', async () => {
    getnet.scriptLogin([503, '']);
    expect(await client.terminals(account)).toMatchObject({ kind: 'unavailable' });
  });
});
