import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveWebhookAllowPrivate } from '../../src/config/derived.js';
import { readEnvironment } from '../../src/config/environment/environment.js';
import { readSettings } from '../../src/config/settings.js';
import { webhookEventTypes, wantsEvent } from '../../src/domain/webhook-events.js';
import { composeWebhooks } from '../../src/worker/compose-webhooks.js';
import { listFaults } from './faults.js';
import {
  folder,
  parseMerchants,
  readFaults,
  shop,
  variables,
  writeMerchantsFile,
} from './merchants-files.js';
import { shopEntry } from './shops.js';

const key = Buffer.alloc(24, 1);
const secretText = `whsec_${key.toString('base64')}`;
const env = { ...variables, HOOK: secretText, OTHER_HOOK: `whsec_${Buffer.alloc(32, 9).toString('base64')}` };
const endpoint = {
  id: 'main',
  url: 'https://shop.example/hooks',
  secrets: [{ env: 'HOOK' }],
  events: ['transaction.*'],
};
const withWebhooks = (...webhooks: readonly object[]) => ({ merchants: [{ ...shop, webhooks }] });

describe('endpoints in a merchants file', () => {
  it('a merchant names none: it has none', () => {
    expect(parseMerchants({ merchants: [shop] }).findMerchant('shop-cl')?.webhooks).toEqual([]);
  });

  it('two secrets, one of them in a file: the endpoint has both keys, in their order', () => {
    writeFileSync(join(folder, 'hook'), `${secretText}\n`);
    const secrets = [{ file: 'hook' }, { env: 'OTHER_HOOK' }];
    const merchants = parseMerchants(withWebhooks({ ...endpoint, secrets }), { env });
    expect(merchants.findMerchant('shop-cl')?.webhooks).toEqual([
      { id: 'main', url: endpoint.url, events: ['transaction.*'] },
    ]);
    expect(merchants.listWebhookKeys('shop-cl', 'main')).toEqual([key, Buffer.alloc(32, 9)]);
    expect(merchants.listWebhookKeys('shop-cl', 'other')).toEqual([]);
    expect(merchants.listWebhookKeys('nobody', 'main')).toEqual([]);
  });

  it.each([
    ['no secret', { ...endpoint, secrets: [] }, 'merchants[0].webhooks[0].secrets: ', /at least one/],
    [
      'a variable that is not set',
      { ...endpoint, secrets: [{ env: 'NONE' }] },
      'merchants[0].webhooks[0].secrets[0]: ',
      /NONE is not set/,
    ],
    [
      'a secret that is none',
      { ...endpoint, secrets: [{ env: 'SHOP_SECRET' }] },
      'merchants[0].webhooks[0].secrets[0]: ',
      /whsec_ and base64 of 24/,
    ],
    ['no events', { ...endpoint, events: [] }, 'merchants[0].webhooks[0].events: ', /at least one/],
    [
      'an unknown event',
      { ...endpoint, events: ['transaction.paid'] },
      'merchants[0].webhooks[0].events[0]: ',
      /transaction\.approved/,
    ],
    ['a file', { ...endpoint, url: 'file:///x' }, 'merchants[0].webhooks[0].url: ', /http or https/],
    [
      'a password',
      { ...endpoint, url: 'https://a:b@shop.example' },
      'merchants[0].webhooks[0].url: ',
      /without user/,
    ],
    ['a wrong name', { ...endpoint, id: 'a/b' }, 'merchants[0].webhooks[0].id: ', /letters, digits/],
    ['a field that is none', { ...endpoint, secret: 'x' }, 'merchants[0].webhooks[0]: ', /secret/],
  ])('an endpoint names %s: the place is named, with what would be right', (...row) => {
    const [, wrong, place, expected] = row;
    const faults = readFaults(withWebhooks(wrong), { env });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(place);
    expect(faults[0]).toMatch(expected);
    expect(faults[0]).not.toContain('very-secret');
  });

  it('two endpoints have one name: the second is named', () => {
    const faults = readFaults(withWebhooks(endpoint, { ...endpoint, url: 'https://b.example' }), { env });
    expect(faults).toEqual([expect.stringContaining('merchants[0].webhooks[1].id: the same as')]);
  });

  it('a secret is missing in the file of the worker: it does not know the endpoints, instead of knowing that there are none', async () => {
    const stopped = { ...shop, webhooks: [endpoint] };
    const other = shopEntry('other', { webhooks: [{ ...endpoint, secrets: [{ env: 'OTHER_HOOK' }] }] });
    const merchants = parseMerchants(
      { merchants: [stopped, other, shopEntry('silent')] },
      { env: { ...env, HOOK: undefined } },
    );
    const webhooks = composeWebhooks({ environment: readEnvironment({}), merchants });
    expect(webhooks.listEndpoints('shop-cl')).toBeUndefined();
    expect(webhooks.listEndpoints('nobody')).toBeUndefined();
    expect(webhooks.listEndpoints('other')).toMatchObject([{ id: 'main' }]);
    expect(webhooks.listEndpoints('silent')).toEqual([]);
    await webhooks.close();
  });

  it('an address in production is http: it is refused', () => {
    const settings = {
      NODE_ENV: 'production',
      GETNET_ENV: 'prod',
      PUBLIC_URL: 'https://pay.example',
      CALLBACK_KEYS: `a:${Buffer.alloc(32).toString('base64')}`,
    };
    const http = { ...endpoint, url: 'http://shop.example' };
    expect(readFaults(withWebhooks(http), { env, settings })).toEqual([
      expect.stringContaining('merchants[0].webhooks[0].url: must be an https address'),
    ]);
    expect(readFaults(withWebhooks(endpoint), { env, settings })).toEqual([]);
  });

  it('a secret gets into a line of the log, in any spelling: it is not shown', () => {
    const { redactor } = readSettings('api', {
      ...env,
      MERCHANTS_FILE: writeMerchantsFile(withWebhooks(endpoint)),
    });
    for (const text of [secretText, key.toString('hex'), key.toString('base64url')])
      expect(redactor.redactText(`it is ${text}!`)).not.toContain(text);
  });
});

describe('the settings of webhooks', () => {
  it.each(['', '5', '5s,', '0s', '5s,31d', Array.from({ length: 51 }, () => '1s').join()])(
    'the pauses are %j: refused, unless nothing is said',
    (WEBHOOK_RETRIES) => {
      const faults = listFaults(() => readEnvironment({ WEBHOOK_RETRIES }));
      expect(faults).toEqual(
        WEBHOOK_RETRIES === '' ? [] : [expect.stringContaining('WEBHOOK_RETRIES must be')],
      );
    },
  );

  it('nothing is said about private networks: development allows them', () => {
    expect(resolveWebhookAllowPrivate(readEnvironment({}))).toBe(true);
    expect(resolveWebhookAllowPrivate(readEnvironment({ WEBHOOK_ALLOW_PRIVATE: 'false' }))).toBe(false);
  });
});

describe('the types of events', () => {
  it.each([
    ['transaction.*', 'transaction.approved', true],
    ['transaction.approved', 'transaction.approved', true],
    ['transaction.approved', 'transaction.declined', false],
    ['terminal.*', 'transaction.approved', false],
    ['*', 'reconciliation.different', true],
    ['terminal.released', 'webhook.test', true],
  ] as const)('%s and %s: %s', (pattern, type, wanted) => {
    expect(wantsEvent([pattern], type)).toBe(wanted);
  });

  it('no two types are the same', () => {
    expect(new Set(webhookEventTypes).size).toBe(webhookEventTypes.length);
  });
});
