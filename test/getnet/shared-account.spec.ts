import { afterEach, describe, expect, it } from '@jest/globals';
import type { IdPosTxs } from '../../src/domain/ids.js';
import type { GetnetClient, GetnetClientOptions } from '../../src/getnet/client.js';
import { createTokens } from '../../src/getnet/tokens.js';
import { buildAcceptedSale, buildPolicy } from './support/accepted.js';
import { createPlainClient } from './support/plain-client.js';
import { httpPeer } from './support/sockets.js';
import type { Peer } from './support/sockets.js';

const webhook = 'https://shop.test/webhooks/getnet/t';
const ack = { code: 1, message: 'TRANSACTION SENT', data: { idPosTxs: 900002 } };
const inProcess = { code: 2, message: 'IN PROCESS', data: null };
const unauthorized = { code: 0, message: 'UNAUTHORIZED', data: null };

interface Account {
  readonly url: string;
  readonly logins: () => number;
  readonly refused: () => number;
  readonly taken: () => number;
}

let peer: Peer | undefined;
const clients: GetnetClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await peer?.close();
});

/** A Getnet that knows one account, whose every login ends the token before it. */
async function account(refusal: [number, object]): Promise<Account> {
  let [logins, refused, taken] = [0, 0, 0];
  peer = await httpPeer((request, response) => {
    request.resume().on('end', () => {
      const say = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
      if (request.url?.endsWith('/auth')) {
        logins += 1;
        return say(200, { code: 1, data: { token: `token-${logins}`, expires_in: 86_400 } });
      }
      if (request.headers.authorization !== `Bearer token-${logins}`) {
        refused += 1;
        return say(...refusal);
      }
      taken += 1;
      return say(200, request.method === 'GET' ? inProcess : ack);
    });
  });
  return {
    url: `${peer.url}api/postxs/`,
    logins: () => logins,
    refused: () => refused,
    taken: () => taken,
  };
}

/** What one worker process has: its own client, and so its own tokens. */
function worker({ url }: Account, over: Partial<GetnetClientOptions> = {}): GetnetClient {
  const client = createPlainClient(() => url, over);
  clients.push(client);
  return client;
}

const sell = (client: GetnetClient, merchant = 'demo-cl') =>
  client.send(buildAcceptedSale({ merchant }), { policy: buildPolicy(), webhook });
const ask = (client: GetnetClient) =>
  client.status({
    accepted: buildAcceptedSale(),
    policy: buildPolicy({ limits: { getnetTimeout: 15_000 } }),
    idPosTxs: '900002' as IdPosTxs,
    idFromCallback: false,
  });

describe('each login ends the former token of the account', () => {
  it.each<[string, number, [number, object]]>([
    ['UNAUTHORIZED', 2, [200, unauthorized]],
    ['HTTP 401', 2, [401, {}]],
    ['UNAUTHORIZED', 3, [200, unauthorized]],
  ])(
    'refused by %s, %i workers sell and ask at once: nothing is refused',
    async (_how, many, refusal) => {
      const getnet = await account(refusal);
      const workers = Array.from({ length: many }, () => worker(getnet));
      const kinds: string[] = [];
      for (let round = 0; round < 15; round += 1) {
        const sales = workers.flatMap((one) => [sell(one), sell(one), sell(one)]);
        const queries = workers.map(ask);
        kinds.push(...(await Promise.all(sales)).map(({ kind }) => kind));
        kinds.push(...(await Promise.all(queries)).map(({ verdict }) => verdict.kind));
      }
      expect(new Set(kinds)).toEqual(new Set(['acknowledged', 'pending']));
      expect(getnet.taken()).toBe(15 * 4 * many);
      expect(getnet.refused()).toBeGreaterThan(0);
    },
    120_000,
  );

  it('two workers that never pause between sales: nothing is refused', async () => {
    const getnet = await account([200, unauthorized]);
    const sellOn = async (client: GetnetClient) => {
      const kinds: string[] = [];
      for (let sale = 0; sale < 40; sale += 1) kinds.push((await sell(client)).kind);
      return kinds;
    };
    const lanes = [worker(getnet), worker(getnet)].flatMap((one) => [sellOn(one), sellOn(one), sellOn(one)]);
    expect(new Set((await Promise.all(lanes)).flat())).toEqual(new Set(['acknowledged']));
  }, 120_000);

  it('two merchants of one worker have the same account: they share its token', async () => {
    const getnet = await account([200, unauthorized]);
    const one = worker(getnet);
    for (let sale = 0; sale < 5; sale += 1) {
      await sell(one, 'shop-north');
      await sell(one, 'shop-south');
    }
    expect([getnet.logins(), getnet.refused(), getnet.taken()]).toEqual([1, 0, 10]);
  });

  it('one worker, a hundred sales at once when its token has died: one login for all', async () => {
    const getnet = await account([401, {}]);
    const one = worker(getnet);
    await sell(one);
    await sell(worker(getnet));
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => sell(one)));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['acknowledged']));
    expect(getnet.logins()).toBe(3);
  });
});

describe('a token that is contested', () => {
  const seller = { merchant: 'demo-cl', country: 'CL', timeoutMs: 1_000 } as const;

  it('is fetched at once the first time; after that the other process is left a turn', async () => {
    const pauses: number[] = [];
    let [now, logins] = [0, 0];
    const tokens = createTokens({
      logIn: () => {
        now += 100;
        return Promise.resolve({ kind: 'token', token: `t${(logins += 1)}`, validForMs: 86_400_000 });
      },
      keyFor: () => 'one',
      clock: { monotonic: () => now },
      pause: (milliseconds) => Promise.resolve(pauses.push(milliseconds)),
    });
    await tokens.getUsable(seller);
    for (const refused of ['t1', 't2', 't3']) await tokens.renewRefused(seller, refused);
    const [second = 0, third = 0] = pauses;
    expect(pauses).toHaveLength(2);
    expect(second).toBeGreaterThanOrEqual(200);
    expect(third).toBeGreaterThanOrEqual(400);
    now += 60_000;
    await tokens.renewRefused(seller, 't4');
    expect(pauses).toHaveLength(2);
  });
});
