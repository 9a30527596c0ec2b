import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { routes } from '../../src/simulator/control/router.js';
import { match, script } from '../../src/simulator/scripts/fields.js';
import {
  actions,
  alteredReplies,
  idPlaces,
  lossMoments,
  plainReplies,
} from '../../src/simulator/scripts/script.js';
import { variables } from '../../src/simulator/settings.js';
import type { Json, Till } from './till.js';
import { openTill, longTimes } from './till.js';

let till: Till;
beforeAll(async () => {
  till = await openTill(longTimes);
});
afterAll(() => till.simulator.stop());
afterEach(() => till.control('POST', '/reset'));

const errors = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const answer = await till.control(method, path, body);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  return (answer.body as Json).errors;
};

describe('the control plane', () => {
  it('health: ok', async () => {
    expect(await till.control('GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('its page: one file that fetches nothing from elsewhere', async () => {
    const page = await till.control('GET', '');
    expect(page).toMatchObject({ status: 200, contentType: 'text/html; charset=utf-8' });
    expect(page.text).toContain('<h1>Getnet simulator</h1>');
    expect(page.text).not.toMatch(/src=|href=|https?:\/\//);
  });

  it('a wrong script: every fault named with its place', async () => {
    const wrong = {
      match: { serial: 'x' },
      script: {
        customer: { action: 'dance', after: 'soon', says: { outcome: 'maybe' } },
        answer: { lost: 'often', replaced: { status: 42 } },
        status: [{ reply: 'nonsense', times: 0 }],
        callback: { url: 'not an address' },
        surprise: true,
      },
    };
    const faults = (await errors('POST', '/scripts', wrong)) as string[];
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'match.serial',
      'script.customer.action',
      'script.customer.after',
      'script.customer.says.outcome',
      'script.answer.lost',
      'script.answer.replaced.executed',
      'script.answer.replaced.status',
      'script.status[0].reply',
      'script.status[0].times',
      'script.callback.url',
      'script.surprise',
    ]);
    expect((await till.control('GET', '/scripts')).body).toEqual({ items: [] });
  });

  it('script without a script, for no sale, or for login and sale at once: refused', async () => {
    expect(await errors('POST', '/scripts', {})).toEqual(['script is missing']);
    expect(await errors('POST', '/scripts', { script: {}, times: 0 })).toEqual(['times must be 1 or more']);
    expect(await errors('POST', '/scripts', { script: { auth: 'hang', refusal: 'keypos' } })).toHaveLength(1);
  });

  it('scripts waiting: shown without callback addresses, and removed together', async () => {
    await till.script({ callback: { url: 'http://127.0.0.1:9/token' } }, { customId: 'ORD-1' }, 3);
    const shown = await till.control('GET', '/scripts');
    expect(shown.body).toEqual({
      items: [{ match: { customId: 'ORD-1' }, timesLeft: 3, script: { callback: { url: '(set)' } } }],
    });
    await till.control('DELETE', '/scripts');
    expect((await till.control('GET', '/scripts')).body).toEqual({ items: [] });
  });

  it('unknown route, wrong method, bad JSON, unknown terminal: says what to do', async () => {
    expect(await errors('GET', '/nothing')).toEqual(['/_sim/nothing is no route of the control plane']);
    expect(await errors('DELETE', '/terminals')).toEqual(['/terminals takes GET, POST']);
    const bad = await fetch(`${till.simulator.url}/_sim/scripts`, { method: 'POST', body: '{' });
    expect(await bad.json()).toEqual({ errors: ['body must be a JSON object'] });
    expect(await errors('PATCH', '/terminals/SN9', { offline: true })).toEqual([
      expect.stringContaining('register it first'),
    ]);
    expect(await errors('POST', '/terminals', { country: 'BR' })).toHaveLength(4);
  });

  it('terminals: shown with what they do', async () => {
    await till.sale({ amount: 5903, customId: 'ORD-1', webhook: 'http://127.0.0.1:9/' });
    const { items } = (await till.control('GET', '/terminals')).body as { items: Json[] };
    expect(items).toHaveLength(4);
    expect(items[0]).toMatchObject({ state: 'window', serving: { customId: 'ORD-1' }, language: 'es' });
    expect(items[2]).toMatchObject({ state: 'idle', serving: null, country: 'AR', language: 'en' });
  });
});

describe('docs/simulator.md is complete', () => {
  const page = readFileSync(new URL('../../docs/simulator.md', import.meta.url), 'utf8');
  const code = (name: string): boolean => page.includes(`\`${name}\``) || page.includes(`"${name}"`);
  const names = (list: readonly string[]): string[][] => [...new Set(list)].map((name) => [name]);

  it.each(names(variables.map(({ name }) => name)))('variable %s', (name) => expect(code(name)).toBe(true));
  it.each(names(script.names))('script field %s', (name) => expect(code(name)).toBe(true));
  it.each(names(match.names))('match field %s', (name) => expect(code(name)).toBe(true));
  it.each(names([...plainReplies, ...alteredReplies, ...lossMoments, ...idPlaces, ...actions]))(
    'word %s',
    (name) => expect(code(name)).toBe(true),
  );
  it.each(routes.map(({ method, path }) => [method, path]))('route %s /_sim%s', (method, path) => {
    const [stem, open] = [`\`${method} /_sim${path.replace('/*', '/')}`, path.endsWith('/*')];
    const after = page
      .split(stem)
      .slice(1)
      .map((rest) => rest.charAt(0));
    expect(after.some((mark) => (open ? mark === '{' : mark === '`' || mark === '?'))).toBe(true);
  });
});
