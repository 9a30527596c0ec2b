import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { checkEnvironment } from '../../../src/config/environment/environment.js';
import { buildEnvironments, listOverridden, resolveAddresses } from '../../../src/dev/stack/environment.js';
import { readStackSettings, refuseTakenPorts } from '../../../src/dev/stack/settings.js';

const credentials = {
  callbackKeys: `demo:${Buffer.alloc(32, 7).toString('base64')}`,
  apiKeys: { 'demo-cl': 'key' },
  merchantsFile: '/somewhere/merchants.json',
};

describe('readStackSettings', () => {
  it('nothing is set: the ports of the documentation', async () => {
    expect((await readStackSettings({})).ports).toEqual({
      api: 3000,
      apiMetrics: 9464,
      workerMetrics: 9465,
      ledgerMetrics: 9466,
      postgres: 5433,
      simulator: 4010,
      temporal: 7233,
      temporalUi: 8233,
    });
  });

  it('ports are 0: each gets a free one of its own', async () => {
    const names = [
      'PORT',
      'METRICS_PORT',
      'SIMULATOR_PORT',
      'TEMPORAL_PORT',
      'TEMPORAL_UI_PORT',
      'POSTGRES_PORT',
    ];
    const { ports } = await readStackSettings(Object.fromEntries(names.map((name) => [name, '0'])));
    expect(new Set(Object.values(ports)).size).toBe(8);
    expect(Object.values(ports)).not.toContain(0);
    await expect(refuseTakenPorts(ports, '127.0.0.1')).resolves.toBeUndefined();
  });

  it('several settings are wrong: one line names them all', async () => {
    const wrong = readStackSettings({ PORT: 'http', RETENTION: 'long', TEMPORAL_PORT: '70000' });
    const message = await wrong.catch((error: Error) => error.message);
    for (const name of ['PORT', 'RETENTION', 'TEMPORAL_PORT']) expect(message).toContain(name);
    expect(message).not.toContain('\n');
  });
});

describe('refuseTakenPorts', () => {
  it('two ports are taken: the message names both and the settings that move them', async () => {
    const servers = await Promise.all([listening(), listening()]);
    const [api = 0, simulator = 0] = servers.map((server) => (server.address() as AddressInfo).port);
    const refused = refuseTakenPorts({ api, simulator }, '127.0.0.1');
    const message = await refused.catch((error: Error) => error.message);
    expect(message).toMatch(new RegExp(`${api}: set PORT .*\\n.*${simulator}: set SIMULATOR_PORT`));
    for (const server of servers) server.close();
  });
});

describe('environmentOf', () => {
  it('a real provider is configured for one country: the stack leaves it out, and its settings are accepted', async () => {
    const settings = await readStackSettings({});
    const base = { GETNET_BASE_URL_CL: 'https://real.example/api/postxs/', NODE_ENV: 'production' };
    const { api, worker } = buildEnvironments({
      base,
      settings,
      credentials,
      temporalAddress: '127.0.0.1:7233',
    });
    expect(checkEnvironment(api).faults).toEqual([]);
    // Empty, not absent: a line of a .env file counts only where the environment says nothing at all.
    for (const name of ['GETNET_BASE_URL_CL', 'GETNET_BASE_URL_AR', 'GETNET_EXTRA_HEADERS', 'WORKER_GRACE']) {
      expect([api[name], worker[name]]).toEqual(['', '']);
    }
    expect(api['GETNET_BASE_URL']).toBe('http://127.0.0.1:4010/api/postxs/');
    expect([api['METRICS_PORT'], worker['METRICS_PORT']]).toEqual(['9464', '9465']);
  });

  it('a merchants file is set: it is named among what the stack does not use', async () => {
    const settings = await readStackSettings({});
    const base = { MERCHANTS_FILE: 'mine.json', LIFECYCLE_WINDOW: '60s', PATH: '/bin' };
    const built = buildEnvironments({ base, settings, credentials, temporalAddress: '127.0.0.1:7233' });
    expect(listOverridden(base, built)).toEqual(['MERCHANTS_FILE']);
  });

  it('terminals are to wait for people: the simulator is told, and shows Argentine amounts as the service sends them', async () => {
    const settings = await readStackSettings({});
    const base = { SIMULATOR_CUSTOMER: 'waits' };
    const { simulator, worker } = buildEnvironments({ base, settings, credentials, temporalAddress: 'x:1' });
    expect(simulator).toMatchObject({ SIMULATOR_CUSTOMER: 'waits', SIMULATOR_PORT: '4010' });
    // A line of a .env file counts only where the environment says nothing at all.
    expect(simulator).toMatchObject({ SIMULATOR_TOKEN_LIFE: '', SIMULATOR_REQUIRE_HEADERS: '' });
    expect(simulator['SIMULATOR_AR_AMOUNT_UNIT']).toBe(worker['GETNET_AR_AMOUNT_UNIT']);
  });

  it('the API listens on every address: people are given one that they can open', async () => {
    expect(resolveAddresses(await readStackSettings({ HOST: '0.0.0.0' })).api).toBe('http://127.0.0.1:3000');
  });
});

async function listening() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
