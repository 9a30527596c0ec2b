import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lookup } from 'node:dns/promises';
import { findPublicOnly, PrivateAddress } from '../../src/webhooks/addresses.js';
import { createDnsLookup, createSystemLookup, toLookupFunction } from '../../src/webhooks/names.js';
import { createWebhookSender } from '../../src/webhooks/sender.js';
import { startDnsServer } from './support/dns-server.js';
import type { DnsServer } from './support/dns-server.js';

const v4 = (address: string) => ({ address, family: 4 });

let dns: DnsServer;
beforeEach(async () => {
  dns = await startDnsServer({
    'public.example': { A: ['203.0.113.7'], AAAA: [] },
    'mixed.example': { A: ['10.0.0.1', '203.0.113.7'], AAAA: [] },
    'inside.example': { A: ['10.0.0.1'], AAAA: [] },
    'half.example': { A: ['203.0.113.7'] },
  });
});
afterEach(() => dns.close());

const findByDns = (withinMs?: number) =>
  createDnsLookup({ servers: [dns.address], ...(withinMs !== undefined && { withinMs }) });

describe('a name whose server is silent', () => {
  it('30 webhooks to it at once: names of others are looked up all the same', async () => {
    const sender = createWebhookSender({
      findEndpoint: () => ({ url: 'https://silent.example/hooks', keys: [Buffer.alloc(32)] }),
      allowPrivate: false,
      findAddresses: findByDns(2_000),
    });
    const event = { type: 'webhook.test', key: 't', at: '2026-01-15T13:30:58.004Z', data: '{}' } as const;
    const sending = { merchant: 'shop', endpoint: 'main', message: { event, sequence: 1, watermark: 1 } };
    let ended = 0;
    const all = Array.from({ length: 30 }, () => sender.send(sending).finally(() => (ended += 1)));
    await dns.isAsked('silent.example', 20);
    // As a command to Getnet does it.
    await expect(lookup('localhost')).resolves.toBeDefined();
    expect(ended).toBe(10);
    const reports = await Promise.all(all);
    expect(reports.filter(({ kind }) => kind === 'deferred')).toHaveLength(10);
    expect(reports[0]).toMatchObject({ kind: 'failed', cause: expect.stringMatching(/^no answer: E/) });
    await sender.close();
  });

  it('only its IPv6 addresses are never answered: the others are used', async () => {
    await expect(findByDns(500)('half.example')).resolves.toEqual([v4('203.0.113.7')]);
  });
});

describe('where only public addresses may be connected to', () => {
  it('a name has a public and a private address: the public one', async () => {
    await expect(findPublicOnly(findByDns())('mixed.example')).resolves.toEqual([v4('203.0.113.7')]);
  });

  it('a name has private addresses alone: none', async () => {
    await expect(findPublicOnly(findByDns())('inside.example')).rejects.toBeInstanceOf(PrivateAddress);
  });

  it('a name does not exist: it says so', async () => {
    await expect(findByDns()('unknown.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

describe('where the system looks names up', () => {
  it('20 webhooks to a name that is never answered, and others: one look-up at a time, each name once', async () => {
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    const find = createSystemLookup((name) => {
      asked.push(name);
      return new Promise((found) => answers.push(() => found([v4('127.0.0.1')])));
    });
    const first = Array.from({ length: 20 }, () => find('slow.example'));
    const second = find('shop.example');
    await new Promise(setImmediate);
    expect(asked).toEqual(['slow.example']);
    answers[0]?.();
    await Promise.all(first);
    await new Promise(setImmediate);
    expect(asked).toEqual(['slow.example', 'shop.example']);
    answers[1]?.();
    await expect(second).resolves.toEqual([v4('127.0.0.1')]);
  });

  it('one look-up fails: the next one begins', async () => {
    const find = createSystemLookup((name) =>
      name === 'bad' ? Promise.reject(new Error('no')) : Promise.resolve([v4('127.0.0.1')]),
    );
    const bad = find('bad');
    const good = find('good');
    await expect(bad).rejects.toThrow('no');
    await expect(good).resolves.toHaveLength(1);
  });

  it('localhost: known', async () => {
    await expect(createSystemLookup()('localhost')).resolves.not.toHaveLength(0);
  });
});

it.each([4, 'IPv4'] as const)('a socket wants family %s: only such an address, else none', async (family) => {
  const find = toLookupFunction(() => Promise.resolve([{ address: '::1', family: 6 }]));
  const failure = await new Promise((told) => find('x', { family }, told));
  expect(failure).toMatchObject({ code: 'ENOTFOUND' });
});
