import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkReplication, checkRetention, checkSearchAttributes } from '../../src/api/health/readiness.js';
import type { Check } from '../../src/api/health/readiness.js';
import type { NamespaceFacts } from '../../src/api/store/namespace.js';
import { startTemporalProxy } from '../e2e/support/temporal-proxy.js';
import type { TemporalProxy } from '../e2e/support/temporal-proxy.js';
import { runApi } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';

interface Readiness {
  readonly status: string;
  readonly checks: readonly Check[];
}

describe('an account without an operator’s rights', () => {
  let proxy: TemporalProxy;
  let api: RunningApi;
  beforeEach(async () => {
    proxy = await startTemporalProxy(process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233');
    api = await runApi({
      TEMPORAL_ADDRESS: proxy.address,
      TEMPORAL_NAMESPACE: process.env['TEST_TEMPORAL_NAMESPACE'] ?? 'default',
      RETENTION: '1ms',
    });
  });
  afterEach(async () => {
    await api.close();
    await proxy.close();
  });

  const ready = () => api.ask<Readiness>('/health/ready');
  const findCheck = ({ checks }: Readiness, name: Check['name']) => checks.find((one) => one.name === name);

  it('may do everything: ready, and everything was checked', async () => {
    const { status, body } = await ready();
    expect([status, body.checks.map(({ name }) => name)]).toEqual([
      200,
      ['temporal', 'retention', 'replication', 'search_attributes'],
    ]);
    expect(JSON.stringify(body)).not.toContain('could not be checked');
  });

  it('may not list search attributes: ready', async () => {
    proxy.block({ call: 'ListSearchAttributes', about: '' });
    expect((await ready()).status).toBe(200);
  });

  it('may not look at the namespace either: ready, and it says what it could not check', async () => {
    proxy.block({ call: 'ListSearchAttributes', about: '' });
    proxy.block({ call: 'DescribeNamespace', about: '' });
    const { status, body } = await ready();
    expect(status).toBe(200);
    for (const name of ['retention', 'replication', 'search_attributes'] as const)
      expect(findCheck(body, name)).toMatchObject({
        ok: true,
        detail: expect.stringMatching(/could not be checked/),
      });
  });

  it('the index is away: ready, for nothing of it is asked', async () => {
    for (const call of [
      'ListWorkflowExecutions',
      'CountWorkflowExecutions',
      'GetSearchAttributes',
      'ListSearchAttributes',
    ])
      proxy.block({ call, about: '' });
    expect((await ready()).status).toBe(200);
  });

  it('may not do what every request does: not ready, and it says so', async () => {
    proxy.block({ call: 'DescribeWorkflowExecution', about: '' });
    const { status, body } = await ready();
    expect(status).toBe(503);
    expect(findCheck(body, 'temporal')?.detail).toContain('may not describe workflows');
  });
});

it('a namespace that is not there: not ready, and it is named', async () => {
  const api = await runApi({
    TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233',
    TEMPORAL_NAMESPACE: 'nowhere',
  });
  const { status, body } = await api.ask<Readiness>('/health/ready');
  await api.close();
  expect(status).toBe(503);
  expect(body.checks[0]?.detail).toContain('nowhere: there is no such namespace');
});

describe('what is checked', () => {
  const facts = (over: Partial<NamespaceFacts> = {}): NamespaceFacts => ({
    retentionMs: 86_400_000,
    clusters: ['active'],
    keywords: new Set(['Merchant']),
    ...over,
  });
  const needed = [{ name: 'Merchant' }, { name: 'Terminal' }];

  it.each<[string, Check, { readonly ok: boolean; readonly detail: RegExp }]>([
    ['kept long enough', checkRetention(facts(), 86_400_000), { ok: true, detail: /kept 1d/ }],
    [
      'kept too short',
      checkRetention(facts(), 2 * 86_400_000),
      { ok: false, detail: /RETENTION asks for 2d/ },
    ],
    [
      'retention not known',
      checkRetention(undefined, 86_400_000),
      { ok: true, detail: /could not be checked.*1d/ },
    ],
    ['one cluster', checkReplication(facts(), false), { ok: true, detail: /one cluster/ }],
    [
      'no cluster named',
      checkReplication(facts({ clusters: [] }), false),
      { ok: true, detail: /one cluster/ },
    ],
    [
      'two clusters',
      checkReplication(facts({ clusters: ['east', 'west'] }), false),
      { ok: false, detail: /east, west.*ALLOW_REPLICATED/ },
    ],
    [
      'two clusters, accepted',
      checkReplication(facts({ clusters: ['east', 'west'] }), true),
      { ok: true, detail: /Accepted/ },
    ],
    ['clusters not known', checkReplication(undefined, false), { ok: true, detail: /could not be checked/ }],
    [
      'all registered',
      checkSearchAttributes(new Set(['Merchant', 'Terminal']), needed),
      { ok: true, detail: /all/ },
    ],
    [
      'one missing',
      checkSearchAttributes(new Set(['Merchant']), needed),
      { ok: false, detail: /Keyword: Terminal/ },
    ],
    [
      'registered ones not known',
      checkSearchAttributes(undefined, needed),
      { ok: true, detail: /could not be checked.*Merchant, Terminal/ },
    ],
  ])('%s', (_, check, { ok, detail }) => {
    expect(check).toMatchObject({ ok, detail: expect.stringMatching(detail) });
  });
});
