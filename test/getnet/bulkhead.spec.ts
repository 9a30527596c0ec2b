import { afterEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import type { IdPosTxs } from '../../src/domain/ids.js';
import type { GetnetClient } from '../../src/getnet/client.js';
import { buildAcceptedSale, buildPolicy } from './support/accepted.js';
import { createPlainClient } from './support/plain-client.js';
import { httpPeer } from './support/sockets.js';
import type { Peer } from './support/sockets.js';

const webhook = 'https://shop.test/webhooks/getnet/t';
/** More than any limit of connections to one origin that could be meant for all of them. */
const HANGING = 200;

let peer: Peer;
let client: GetnetClient;
afterEach(async () => {
  await client.close();
  await peer.close();
});

/** A Getnet that answers logins and commands, and lets queries hang until it is told to answer. */
async function getnet() {
  const hanging: ServerResponse[] = [];
  let all: () => void = () => undefined;
  const allHang = new Promise<void>((resolve) => (all = resolve));
  peer = await httpPeer((request, response) => {
    if (request.url?.endsWith('/auth')) return response.end('{"code":1,"data":{"token":"t"}}');
    if (request.url?.endsWith('/sale')) return response.end('{"code":1,"data":{"idPosTxs":900002}}');
    hanging.push(response);
    return hanging.length === HANGING ? all() : undefined;
  });
  client = createPlainClient(() => `${peer.url}api/postxs/`);
  return { allHang, answer: () => hanging.forEach((response) => response.end('{"code":2,"data":null}')) };
}

const question = {
  accepted: buildAcceptedSale(),
  policy: buildPolicy({ limits: { getnetTimeout: 60_000 } }),
  idPosTxs: '900002' as IdPosTxs,
  idFromCallback: false,
};

const createSendWindow = () => ({ sendBy: Date.now() + 60_000, sendWithin: 60_000 });

describe('many queries hang', () => {
  it.each([
    ['status', 'pending'],
    ['statusAtDevice', 'silent'],
  ] as const)(
    '%s: a command is sent beside them',
    async (way, kind) => {
      const { allHang, answer } = await getnet();
      const queries = Array.from({ length: HANGING }, () => client[way](question, createSendWindow()));
      await allHang;
      const accepted = buildAcceptedSale({ dispatchBy: Date.now() + 1_000 });
      expect(await client.send(accepted, { policy: buildPolicy(), webhook })).toMatchObject({
        kind: 'acknowledged',
      });
      answer();
      const verdicts = await Promise.all(queries);
      expect(new Set(verdicts.map(({ verdict }) => verdict.kind))).toEqual(new Set([kind]));
    },
    60_000,
  );
});
