import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFaultCases, expectFaultResult } from './support/fault-case.js';
import type { FaultCase, FaultResult } from './support/fault-case.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

const mode = 'sync' as const;
const bySync = { outcome: { moneyMoved: 'yes', evidence: 'sync_response' } };
const byQuery = { outcome: { moneyMoved: 'yes', evidence: 'status_query' } };
const once = { received: 1, executed: 1 };

/** What Chile and Argentina have in common. */
const both: readonly FaultCase[] = (['CL', 'AR'] as const).flatMap((country): readonly FaultCase[] => {
  const here = { country, mode };
  return [
    {
      ...here,
      title: `${country} paid: approved by the held answer`,
      ends: 'approved',
      shows: bySync,
      ledger: once,
    },
    {
      ...here,
      title: `${country} refused: declined by the held answer`,
      sale: { amount: 5_901 },
      ends: 'declined',
      shows: { outcome: { evidence: 'sync_response' } },
      ledger: once,
    },
    {
      ...here,
      title: `${country} cancelled by the customer: declined`,
      sale: { amount: 5_902 },
      ends: 'declined',
    },
    { ...here, title: `${country} walks away: declined as 1006`, sale: { amount: 5_903 }, ends: 'declined' },
    { ...here, title: `${country} paid late: approved`, sale: { amount: 5_904 }, ends: 'approved' },
    {
      ...here,
      title: `${country} held answer lost: the number was never learned, a person is asked`,
      script: { answer: { lost: 'instead_of_answer' } },
      ends: 'needs_attention',
      ledger: once,
    },
    {
      ...here,
      title: `${country} connection reset once the request was read: a person is asked`,
      script: { answer: { lost: 'after_reading' } },
      ends: 'needs_attention',
      ledger: once,
    },
    {
      ...here,
      title: `${country} TIMEOUT (90 SECONDS) with a number while the customer still thinks: approved by query`,
      script: { customer: { after: '1300ms' }, answer: { timeoutText: 'with_id' } },
      ends: 'approved',
      shows: byQuery,
      ledger: once,
    },
    {
      ...here,
      title: `${country} TIMEOUT (90 SECONDS) without a number: a person is asked`,
      script: { customer: { after: '1300ms' }, answer: { timeoutText: 'plain' } },
      ends: 'needs_attention',
      ledger: once,
    },
    {
      ...here,
      title: `${country} undecided over the whole lifecycle, TIMEOUT (5 MINUTES): a person is asked`,
      script: { customer: { action: 'freeze' } },
      ends: 'needs_attention',
      ledger: once,
    },
    {
      ...here,
      title: `${country} answered like an acknowledgement: approved by query`,
      script: { answer: { idOnly: true } },
      ends: 'approved',
      shows: byQuery,
      ledger: once,
    },
    {
      ...here,
      title: `${country} ids of the terminal wrong: never sent`,
      script: { refusal: 'keypos' },
      ends: 'not_sent',
      shows: { outcome: { reason: 'provider-rejected' } },
    },
    {
      ...here,
      title: `${country} token refused: one fresh login, then one command`,
      alone: true,
      script: { refusal: 'unauthorized' },
      ends: 'approved',
      ledger: { received: 2, executed: 1 },
    },
  ];
});

/** How the held answer may be bent. */
const bent: readonly FaultCase[] = [
  {
    mode,
    title: 'held answer names us and another amount: approved, with a warning',
    script: { customer: { says: { amount: 1 } } },
    ends: 'approved',
    shows: { outcome: { moneyMoved: 'yes', warning: expect.stringContaining('CLP 1 ') } },
    ledger: once,
  },
  {
    mode,
    title: 'held answer names another customId: a person is asked',
    script: { customer: { says: { customId: 'ORD-7777' } } },
    ends: 'needs_attention',
    ledger: once,
  },
  {
    mode,
    title: 'held answer names another operation: a person is asked',
    script: { customer: { says: { functionCode: 102 } } },
    ends: 'needs_attention',
    ledger: once,
  },
  {
    mode,
    title: 'held answer approves without an authorisation code: approved after the lifecycle, with a warning',
    script: { customer: { says: { authorizationCode: '' } } },
    ends: 'approved',
    shows: { authorizationCode: null, outcome: { moneyMoved: 'yes', warning: expect.any(String) } },
  },
  {
    mode,
    title: 'terminal offline, as Getnet says, and we are told to be cautious: a person is asked',
    terminal: { offline: true },
    ends: 'needs_attention',
    ledger: { received: 1, executed: 0 },
  },
  ...['html', 'http_500', 'http_504', 'oversized', 'truncated', 'cut', 'empty'].map((reply): FaultCase => ({
    mode,
    title: `held answer is ${reply}: the number was never learned, a person is asked`,
    script: { answer: { replaced: { reply, executed: true } } },
    ends: 'needs_attention',
    ledger: once,
  })),
];

describe('a sale in sync mode, without PUBLIC_URL', () => {
  const cases = [...both, ...bent];
  let world: World;
  let endOf: (faultCase: FaultCase) => Promise<FaultResult>;

  beforeAll(async () => {
    world = await startWorld({
      publicUrl: false,
      env: { ATTENTION_AFTER: '8s', GETNET_OFFLINE_MEANS: 'unknown' },
    });
    endOf = runFaultCases(world, cases);
  });
  afterAll(() => world.close());

  it('the command is on its way: answered 202 at once, while Getnet holds its answer', async () => {
    const till = await world.terminal({ mode, script: { customer: { after: '800ms' } } });
    const sale = await till.sale();
    expect(sale.answer).toMatchObject({ status: 202, body: { status: 'dispatching' } });
    expect(await sale.truth()).toMatchObject({ charges: 0 });
    expect(await sale.becomes('approved')).toMatchObject(bySync);
    const { requests, callbacks } = await till.ledger();
    expect(requests.map((request) => request.mode)).toEqual(['sync']);
    expect(callbacks).toEqual([]);
  });

  it.each(cases)('$title', async (faultCase) => expectFaultResult(faultCase, await endOf(faultCase)));
});
