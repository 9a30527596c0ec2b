import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as http from 'node:http';
import type { Json, Till } from './till.js';
import { arTerminal, clTerminal, connectionError, eventually, headers, openTill, longTimes } from './till.js';

let till: Till;
beforeAll(async () => {
  till = await openTill(longTimes);
});
afterAll(() => till.simulator.stop());
afterEach(() => till.control('POST', '/reset'));

const change = (manner: Json): Promise<unknown> => till.control('PATCH', '/cloud', manner);

describe('each login ends the former token', () => {
  const isGood = async (token: string): Promise<boolean> =>
    (await till.call('GET', '1', undefined, { authorization: `Bearer ${token}` })).body.message !==
    'UNAUTHORIZED';

  it('switched on: only the latest is good; switched off: all are', async () => {
    const before = await till.login();
    await change({ oneToken: true });
    const [first, second] = [await till.login(), await till.login()];
    expect([await isGood(before), await isGood(first), await isGood(second)]).toEqual([false, false, true]);
    await change({ oneToken: false });
    const third = await till.login();
    expect([await isGood(second), await isGood(third)]).toEqual([true, true]);
  });

  it('a login that fails, and one of somebody else: ends none', async () => {
    const mine = await till.login();
    await change({ oneToken: true });
    await till.login('demo-ar');
    await till.call('POST', 'auth', 'clientId=demo-cl&clientSecret=wrong');
    expect(await isGood(mine)).toBe(true);
  });
});

describe('the list of terminals', () => {
  const list = async (query = '', country = 'cl'): Promise<{ text: string; body: unknown }> => {
    const clientId = `demo-${country}`;
    const token = await till.login(clientId);
    const response = await fetch(`${till.simulator.url}/api/posdata${query}`, {
      headers: { authorization: `Bearer ${token}`, ...headers(country) },
    });
    const text = await response.text();
    return { text, body: JSON.parse(text) as unknown };
  };
  const second = { ...clTerminal, idTerminal: '70000002', serialNumber: 'SN0000000002' };

  it('the triples of the credentials, of either country', async () => {
    expect((await list()).body).toEqual([clTerminal, second]);
    expect((await list('', 'ar')).body).toEqual([
      arTerminal,
      { ...arTerminal, idTerminal: 'TST00002', serialNumber: 'SN0000000102' },
    ]);
  });

  it.each([
    ['?idsucursal=10001', 2],
    ['?idsucursal=0000010001', 2],
    ['?idsucursal=10002', 0],
  ])('of a branch, %s: %i of them', async (query, count) => {
    expect((await list(query)).body).toHaveLength(count);
  });

  it('a client with terminals of its own: those alone', async () => {
    const client = { clientId: 'demo-cl', clientSecret: 'demo-cl-secret', country: 'CL' };
    await till.control('POST', '/clients', { ...client, terminals: ['SN0000000002'] });
    expect((await list()).body).toEqual([second]);
    await till.control('POST', '/clients', client);
  });

  it.each<[string[], unknown]>([
    [['wrapper'], { code: 1, data: [clTerminal, second] }],
    [['nested'], { code: 1, data: { posdata: [clTerminal, second] } }],
    [['upper_case'], [{ IDTERMINAL: '70000001', IDSUCURSAL: 10001, SERIALNUMBER: 'SN0000000001' }, {}]],
    [
      ['lower_case', 'padded'],
      [{ idterminal: '70000001', idsucursal: '0000010001' }, {}],
    ],
  ])('in other shapes: %j', async (posdata, body) => {
    await change({ posdata });
    expect((await list()).body).toMatchObject(body as Json);
  });

  it('without a token, by POST, below /api/postxs/, and out of order: no list', async () => {
    const bare = await fetch(`${till.simulator.url}/api/posdata`);
    expect(await bare.json()).toMatchObject({ code: 0, message: 'UNAUTHORIZED' });
    expect((await till.call('POST', '../posdata', {})).body).toMatchObject({ code: 0 });
    expect((await till.call('GET', 'posdata')).body).toMatchObject({ code: 0 });
    await till.control('POST', '/outage', { text: 'INCORRECT REQUEST FOR MERCHANT ID', parts: ['posdata'] });
    expect((await list()).body).toMatchObject({ code: 0 });
    expect((await till.sale()).body.code).toBe(1);
  });
});

describe('wrong ids by another name', () => {
  it.each(['INCORRECT REQUEST FOR MERCHANT ID', 'KEYPOS NOT FOUND 80009012'])(
    '%s: for a command and for get_transaction, nothing runs',
    async (wrongIds) => {
      await change({ wrongIds });
      const wrong = { ...clTerminal, idTerminal: '70000009' };
      expect((await till.sale(wrong)).body).toMatchObject({ code: 0, message: wrongIds });
      const asked = await till.call('POST', 'get_transaction', { ...wrong, command: 99, idPosTxs: 1 });
      expect(asked.body).toMatchObject({ code: 0, message: wrongIds });
      expect((await till.ledger()).device).toEqual([]);
    },
  );
});

describe('connections that die', () => {
  const agents: http.Agent[] = [];
  afterEach(() => agents.splice(0).forEach((agent) => agent.destroy()));
  const keepingAgent = (): http.Agent => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    agents.push(agent);
    return agent;
  };
  const ask = (agent: http.Agent): Promise<string> =>
    new Promise((resolve) => {
      const request = http.request(`${till.simulator.baseUrl}1`, { agent }, (response) => {
        response.resume().on('end', () => resolve('answered'));
      });
      request.setTimeout(150, () => request.destroy(Object.assign(new Error(), { code: 'SILENT' })));
      request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown')).end();
    });
  const end = async (action: string, more: Json = {}): Promise<unknown> => {
    const answer = await fetch(`${till.simulator.url}/_sim/connections`, {
      method: 'POST',
      body: JSON.stringify({ action, ...more }),
    });
    return answer.json();
  };

  it('swallow: a kept connection is silent and nothing of it is received, a fresh one is answered', async () => {
    const agent = keepingAgent();
    expect(await ask(agent)).toBe('answered');
    await end('swallow');
    const asked = (await till.ledger()).requests.length;
    expect(await ask(agent)).toBe('SILENT');
    expect((await till.ledger()).requests).toHaveLength(asked);
    expect(await ask(agent)).toBe('answered');
  });

  it.each(['close', 'reset'])('%s: kept connections end, a fresh one is answered', async (action) => {
    const agent = keepingAgent();
    await ask(agent);
    expect(await end(action)).toMatchObject({ ended: expect.any(Number) });
    await eventually(() => (Object.keys(agent.freeSockets).length === 0 ? true : undefined));
    expect(await ask(agent)).toBe('answered');
  });

  it('refuse: nobody listens for a while, then somebody does', async () => {
    await end('refuse', { for: '300ms' });
    const fresh = new http.Agent();
    agents.push(fresh);
    expect(await ask(fresh)).toBe('ECONNREFUSED');
    await eventually(async () => ((await ask(fresh)) === 'answered' ? true : undefined));
  });

  it('stopped while it refuses: it stays away', async () => {
    const other = await openTill(longTimes);
    await other.control('POST', '/connections', { action: 'refuse', for: '50ms' });
    await other.simulator.stop();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await connectionError(fetch(other.simulator.url))).toBe('ECONNREFUSED');
  });
});
