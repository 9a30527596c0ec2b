import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigService } from '@nestjs/config';
import { Test } from '@nestjs/testing';
import type { TestingModule } from '@nestjs/testing';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveMetricsPort, resolveWorkerGraceMs } from '../../src/config/derived.js';
import { readEnvironment } from '../../src/config/environment/environment.js';
import type { Environment } from '../../src/config/environment/environment.js';
import { findBaseUrl } from '../../src/config/environment/getnet-address.js';
import { readSettings } from '../../src/config/settings.js';
import { ENVIRONMENT, settingsModule } from '../../src/config/settings.module.js';
import { listFaults } from './faults.js';

const folder = mkdtempSync(join(tmpdir(), 'settings-'));
const key = Buffer.alloc(32, 9).toString('base64');
const called = { PUBLIC_URL: 'https://pay.example', CALLBACK_KEYS: `a:${key}` };
const getnet = { GETNET_BASE_URL: 'http://127.0.0.1:4010/api/postxs/' };

function merchantsFile(name: string, mode?: 'sync'): string {
  const file = join(folder, name);
  const sha256 = createHash('sha256').update('till-key').digest('hex');
  const terminal = { id: 'till', idTerminal: '7', idSucursal: '1', serialNumber: 'SN1', mode };
  const merchant = {
    id: 'shop',
    country: 'CL',
    getnet: { clientId: { env: 'SHOP_ID' }, clientSecret: { env: 'SHOP_SECRET' } },
    apiKeys: [{ id: 'till', sha256, roles: ['payments'] }],
    terminals: [terminal],
  };
  writeFileSync(file, JSON.stringify({ merchants: [merchant] }));
  return file;
}

const file = merchantsFile('merchants.json');
const source = { MERCHANTS_FILE: file, SHOP_ID: 'shop', SHOP_SECRET: 'canary-secret', ...getnet };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('all settings of a process', () => {
  it('variables, merchants and addresses are wrong: one message names them all', () => {
    const faults = listFaults(() =>
      readSettings('worker', { MERCHANTS_FILE: file, PORT: 'x', PUBLIC_URL: 'https://pay.example' }),
    );
    expect(faults).toEqual([
      expect.stringMatching(/^PORT /),
      expect.stringMatching(/^CALLBACK_KEYS /),
      expect.stringMatching(/^GETNET_BASE_URL or GETNET_BASE_URL_CL /),
      expect.stringMatching(/SHOP_ID is not set/),
      expect.stringMatching(/SHOP_SECRET is not set/),
    ]);
  });

  it('no address of Getnet is set: the worker cannot start, the API can', () => {
    const without = { ...source, GETNET_BASE_URL: '' };
    expect(listFaults(() => readSettings('worker', without))).toHaveLength(1);
    expect(listFaults(() => readSettings('api', without))).toEqual([]);
    expect(
      listFaults(() => readSettings('worker', { ...without, GETNET_BASE_URL_CL: getnet.GETNET_BASE_URL })),
    ).toEqual([]);
  });

  it('a country has an address of its own: it goes before the one for all', () => {
    const environment = readEnvironment({ ...getnet, GETNET_BASE_URL_AR: 'https://ar.example/api/postxs/' });
    expect(findBaseUrl(environment, 'AR')).toBe('https://ar.example/api/postxs/');
    expect(findBaseUrl(environment, 'CL')).toBe(getnet.GETNET_BASE_URL);
  });

  it('the settings hold secrets: the redactor knows them from the start, and an API key once it was used', () => {
    const extra = {
      GETNET_EXTRA_HEADERS: '{"x-firewall":"canary-firewall"}',
      TEMPORAL_API_KEY: 'canary-temporal',
    };
    const { redactor, merchants } = readSettings('api', { ...source, ...called, ...extra });
    const text = `canary-secret ${key} canary-firewall canary-temporal`;
    expect(redactor.redactText(text)).not.toMatch(/canary|CQkJ/);
    expect(redactor.redactText('till-key')).toBe('till-key');
    expect(merchants.findByApiKey('till-key')?.merchant).toBe('shop');
    expect(merchants.findByApiKey('other-key')).toBeUndefined();
    expect(redactor.redactText('till-key other-key')).toBe('[redacted] other-key');
  });
});

describe('defaults that depend on more than their own variable', () => {
  it.each<[string, NodeJS.ProcessEnv, number]>([
    ['every command is called back', called, 20_000],
    ['nobody can call back', {}, 315_000],
    ['one terminal is held', { ...called, MERCHANTS_FILE: merchantsFile('sync.json', 'sync') }, 315_000],
    ['limits are short', { LIFECYCLE_WINDOW: '1s', LIFECYCLE_LIMIT: '3s', GETNET_TIMEOUT: '500ms' }, 3_500],
    ['the grace time is set', { WORKER_GRACE: '0s' }, 0],
  ])('%s: the worker is given its time to drain', (_when, settings, expected) => {
    const { environment, merchants } = readSettings('worker', { ...source, ...settings });
    expect(resolveWorkerGraceMs(environment, merchants)).toBe(expected);
  });

  it('metrics have no port of their own: each process has another', () => {
    const unset = readEnvironment({});
    expect([resolveMetricsPort(unset, 'api'), resolveMetricsPort(unset, 'worker')]).toEqual([9464, 9465]);
    expect(resolveMetricsPort(readEnvironment({ METRICS_PORT: '0' }), 'worker')).toBe(0);
  });
});

describe('settings in Nest', () => {
  let module: TestingModule;
  const environment = readEnvironment({ CALLBACK_KEYS: `a:${key}`, GETNET_TIMEOUT: '2s' });
  beforeAll(async () => {
    process.env['PUBLIC_URL'] = 'left over';
    module = await Test.createTestingModule({ imports: [settingsModule(environment)] }).compile();
  });
  afterAll(() => {
    delete process.env['PUBLIC_URL'];
  });

  it('a class injects the variables: it gets the object that was checked', () => {
    expect(module.get(ENVIRONMENT)).toBe(environment);
  });

  it('ConfigService is asked: it gives the values as they were checked', () => {
    const config = module.get<ConfigService<{ environment: Environment }, true>>(ConfigService);
    expect(config.get('environment.GETNET_TIMEOUT', { infer: true })).toBe(2_000);
    expect(config.get('environment.CALLBACK_KEYS', { infer: true })).toEqual([
      { kid: 'a', key: Buffer.alloc(32, 9) },
    ]);
  });

  it('a setting is unset while the process has a text for it: it stays unset, and no default is written back', () => {
    const config = module.get<ConfigService<{ PUBLIC_URL: string; environment: Environment }>>(ConfigService);
    expect(config.get('environment.PUBLIC_URL', { infer: true })).toBeUndefined();
    expect(config.get('PUBLIC_URL', { infer: true })).toBeUndefined();
    expect(process.env['LIFECYCLE_WINDOW']).toBeUndefined();
  });
});

describe('a process with wrong settings', () => {
  const built = new URL('../../dist/config/settings.js', import.meta.url).href;
  const script = `const { readSettingsOrExit } = await import(${JSON.stringify(built)});
    const { environment } = readSettingsOrExit('api');
    console.log(environment.PORT);`;
  const run = (env: NodeJS.ProcessEnv) =>
    new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
      const options = { cwd: folder, env: { PATH: process.env['PATH'], ...env } };
      execFile(process.execPath, ['--input-type=module', '-e', script], options, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
      );
    });

  it('two settings are wrong: the process exits 1 with one line that names both', async () => {
    const { code, stdout, stderr } = await run({ ...source, PORT: 'x', GETNET_TIMEOUT: 'soon' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^2 settings are wrong: PORT .*; GETNET_TIMEOUT .*\n$/);
  });

  it('there is a .env in the working directory: it is read, and the environment goes first', async () => {
    writeFileSync(join(folder, '.env'), 'PORT=4001\nSHOP_SECRET=from-the-file\n');
    const { SHOP_SECRET: _unset, ...rest } = source;
    expect(await run(rest)).toMatchObject({ code: 0, stdout: '4001\n' });
    expect(await run({ ...rest, PORT: '4002' })).toMatchObject({ code: 0, stdout: '4002\n' });
  });
});
