import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { programPath } from '../../src/dev/project-root.js';
import { runToExit } from './support/program.js';

describe('wrong settings', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'settings-'));
    const merchants = join(folder, 'merchants.json');
    writeFileSync(merchants, JSON.stringify({ merchants: [{ id: 'shop', country: 'CL', terminals: [] }] }));
    env = {
      PATH: process.env['PATH'],
      PORT: 'eighty',
      PUBLIC_URL: 'shop.example.com',
      LIFECYCLE_LIMIT: '5 bananas',
      DISPATCH_WITHIN: '-1s',
      GETNET_OFFLINE_MEANS: 'maybe',
      MERCHANTS_FILE: merchants,
      SIMULATOR_PORT: '99999',
      SIMULATOR_WINDOW: 'short',
    };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const service = [
    'PORT',
    'PUBLIC_URL',
    'LIFECYCLE_LIMIT',
    'DISPATCH_WITHIN',
    'GETNET_OFFLINE_MEANS',
    'merchants[0]',
  ];
  it.each([
    ['api', service],
    ['worker', [...service, 'GETNET_BASE_URL']],
    ['simulator', ['SIMULATOR_PORT', 'SIMULATOR_WINDOW']],
  ] as const)('of the %s: one message names all of them, and it exits with 1', async (name, faults) => {
    const { code, stdout, stderr } = await runToExit(programPath(name), env);
    expect(code).toBe(1);
    const lines = `${stdout}${stderr}`.trim().split('\n');
    expect(lines).toHaveLength(1);
    for (const fault of faults) expect(lines[0]).toContain(fault);
  });

  it('of production: every default that is only good for a demo is refused', async () => {
    const production = { PATH: process.env['PATH'], NODE_ENV: 'production' };
    const { code, stderr } = await runToExit(programPath('api'), production);
    expect(code).toBe(1);
    expect(stderr).toMatch(/MERCHANTS_FILE/);
    expect(stderr).toMatch(/GETNET_ENV/);
  });
});
