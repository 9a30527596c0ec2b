import { describe, expect, it } from '@jest/globals';
import { buildAcceptedSale, buildPolicy } from './support/accepted.js';
import { ack, client, getnet, openGetnetForEach, unauthorized, webhook } from './support/client-of-fake.js';

openGetnetForEach();

describe('a refusal comes late, or from a CDN', () => {
  it.each([
    [521, 'not_sent', 'unreachable'],
    [526, 'not_sent', 'unreachable'],
    [521, 'unknown', 'unknown'],
    [502, 'not_sent', 'unknown'],
    [524, 'not_sent', 'unknown'],
  ] as const)(
    'HTTP %i of a CDN, set to mean %s: %s, and nothing is sent again',
    async (status, means, kind) => {
      getnet.script([status, '<html>'], ack);
      const one = client({ cdnErrorsMean: means });
      expect((await one.send(buildAcceptedSale(), { policy: buildPolicy(), webhook })).kind).toBe(kind);
      expect(getnet.commands()).toHaveLength(1);
    },
  );

  it.each([
    ['sync', 522, 5_001],
    ['sync', 521, 19_000],
    ['async', 522, 90_000],
  ] as const)(
    '%s mode, HTTP %i of a CDN after %i ms: unknown, whatever the setting',
    async (mode, status, ms) => {
      let monotonic = 0;
      const clock = { now: () => Date.now(), monotonic: () => monotonic };
      getnet.script((response) => {
        monotonic += ms;
        response.writeHead(status).end('<html>');
      });
      const one = client({ clock, cdnErrorsMean: 'not_sent' });
      const outcome = await one.send(buildAcceptedSale(), { policy: buildPolicy({ mode }), webhook });
      expect(outcome.kind).toBe('unknown');
    },
  );

  it.each<[string, string, [number, string] | object]>([
    ['sync', 'HTTP 401', [401, '']],
    ['sync', 'UNAUTHORIZED', unauthorized],
    ['sync', 'HTTP 403', [403, '<html>']],
    ['sync', 'HTTP 429', [429, '']],
    ['sync', 'code 0', { code: 0, message: 'KEYPOS NOT FOUND' }],
    ['async', 'HTTP 401', [401, '']],
    ['async', 'UNAUTHORIZED', unauthorized],
    ['async', 'HTTP 429', [429, '']],
    ['async', 'busy', { code: 0, message: 'OPERATION IN PROGRESS (15s)' }],
  ])('%s mode, %s later than five seconds: nothing is sent again', async (mode, _what, answer) => {
    let monotonic = 0;
    const clock = { now: () => Date.now(), monotonic: () => monotonic };
    const [status, body] = Array.isArray(answer)
      ? (answer as [number, string])
      : [200, JSON.stringify(answer)];
    getnet.script((response) => {
      monotonic += 5_001;
      response.writeHead(status).end(body);
    }, ack);
    const policy = buildPolicy({ mode: mode as 'sync' | 'async' });
    const outcome = await client({ clock }).send(buildAcceptedSale(), { policy, webhook });
    expect(outcome.kind).toBe('unknown');
    expect([getnet.commands().length, getnet.logins()]).toEqual([1, 1]);
  });
});
