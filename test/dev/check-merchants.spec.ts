import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { distPath } from '../../src/dev/project-root.js';
import { startFakeGetnet } from '../getnet/support/fake-getnet.js';
import type { FakeGetnet, Scripted } from '../getnet/support/fake-getnet.js';
import { deadAddress } from '../getnet/support/sockets.js';
import { createScratchFolder } from './scratch.js';
import type { Scratch } from './scratch.js';

const tills = [
  { idTerminal: '70000001', idSucursal: '10001', serialNumber: 'SN0000000001' },
  { idTerminal: '70000002', idSucursal: '10001', serialNumber: 'SN0000000002' },
];
const [first, second] = tills;
const secret = { env: 'SHOP_SECRET' };
const key = { id: 'till', sha256: 'ab'.repeat(32), roles: ['payments'] };
const shop = (over: object = {}) => ({
  id: 'shop-cl',
  country: 'CL',
  getnet: { clientId: secret, clientSecret: secret },
  apiKeys: [key],
  terminals: tills.map((triple, index) => ({ id: `till-${index + 1}`, ...triple })),
  ...over,
});

let scratch: Scratch;
let getnet: FakeGetnet;
beforeAll(async () => void (scratch = await createScratchFolder()));
beforeEach(async () => void (getnet = await startFakeGetnet()));
afterEach(() => getnet.close());
afterAll(() => scratch.remove());

async function check(merchants: readonly object[], env: NodeJS.ProcessEnv = {}) {
  const file = join(scratch.path, 'merchants.json');
  await writeFile(file, JSON.stringify({ merchants }));
  const child = spawn(process.execPath, [distPath('dev/check-merchants.js')], {
    cwd: scratch.path,
    env: {
      PATH: process.env['PATH'],
      MERCHANTS_FILE: file,
      GETNET_BASE_URL: getnet.url,
      SHOP_SECRET: 'canary-7',
      ...env,
    },
  });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  expect(output + errors).not.toContain('canary-7');
  return { code, lines: `${output}${errors}`.trim().split('\n') };
}

describe('npm run check:merchants', () => {
  it('Getnet lists what the file says, and more: 0', async () => {
    getnet.script({ code: 1, data: [...tills, { ...first, idTerminal: '79999999' }] });
    const { code, lines } = await check([shop()]);
    expect(lines).toEqual([
      'shop-cl (CL): Getnet lists all of its terminals (2).',
      expect.stringContaining('no differences'),
    ]);
    expect(code).toBe(0);
  });

  it.each<[string, Scripted, RegExp]>([
    ['another serial number', [first, { ...second, serialNumber: 'SN0000000020' }], /till-2 .*SN0000000020/],
    [
      'another branch',
      { code: 1, data: [first, { ...second, idSucursal: 10002 }] },
      /till-2 .*idSucursal 10002/,
    ],
  ])('Getnet lists a terminal with %s: one line names both, 1', async (_what, answer, line) => {
    getnet.script([200, JSON.stringify(answer)]);
    const { code, lines } = await check([shop()]);
    expect(lines).toEqual([expect.stringMatching(line), expect.stringContaining('terminals not listed: 1')]);
    expect(code).toBe(1);
  });

  it.each<[string, Scripted | 'dead', RegExp]>([
    ['does not know posdata', [404, ''], /has no list of terminals: HTTP 404/],
    ['is down', [503, ''], /could not be asked: HTTP 503/],
    ['is not there', 'dead', /could not be asked: login: .*ECONNREFUSED/],
  ])('Getnet %s: said so, and no difference: 0', async (_what, answer, line) => {
    if (answer !== 'dead') getnet.script(answer);
    const env = answer === 'dead' ? { GETNET_BASE_URL: `${await deadAddress()}api/postxs/` } : {};
    const { code, lines } = await check([shop()], env);
    expect(lines[0]).toMatch(line);
    expect(code).toBe(0);
  });

  it('no address of Getnet is set: the file is checked all the same', async () => {
    const { code, lines } = await check([shop()], { GETNET_BASE_URL: '' });
    expect(lines[0]).toMatch(/set GETNET_BASE_URL/);
    expect(code).toBe(0);
  });

  it('one merchant has faults and the other has none: the faults are named, the other is compared', async () => {
    getnet.script({ code: 1, data: tills });
    const other = { idTerminal: '70000009', serialNumber: 'SN0000000009' };
    const broken = shop({ id: 'shop-two', terminals: [{ id: 'x', ...other, idSucursal: '' }] });
    const { code, lines } = await check([shop({ apiKeys: [{ ...key, sha256: 'cd'.repeat(32) }] }), broken]);
    expect(code).toBe(1);
    expect(lines.some((line) => line.includes('idSucursal'))).toBe(true);
    expect(lines.some((line) => line.startsWith('shop-cl (CL):'))).toBe(true);
  });

  it('the file contradicts itself in two places: each is a line, and Getnet is not asked', async () => {
    const twice = [
      { id: 'till-1', ...first },
      { id: 'till-1', ...first },
    ];
    const { code, lines } = await check([shop({ terminals: twice, country: 'UY' })]);
    expect(code).toBe(1);
    expect(lines.length).toBeGreaterThanOrEqual(2);
    expect(lines.every((line) => line.startsWith('MERCHANTS_FILE'))).toBe(true);
    expect(getnet.seen).toEqual([]);
  });
});
