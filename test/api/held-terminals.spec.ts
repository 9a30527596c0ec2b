import { describe, expect, it } from '@jest/globals';
import { HeldTerminals } from '../../src/api/operator/held-terminals.service.js';
import type { LateResults } from '../../src/api/store/late-results.service.js';
import type { LatestLease, Leases } from '../../src/api/store/leases.service.js';
import type { Runs } from '../../src/api/store/runs.service.js';
import { enterStatus, openRecord } from '../../src/domain/record.js';
import type { MoneyMoved } from '../../src/domain/status.js';
import { stub } from '../support/stub.js';
import { saleInput } from '../support/terms.js';

describe('a terminal whose holder does not answer', () => {
  const { accepted } = saleInput();
  const { transactionId, attempt } = accepted;
  const until = new Date(Date.now() + 60_000).toISOString();
  const lease = stub<LatestLease>({ memo: { holder: { transactionId, attempt }, until } });
  const snapshot = enterStatus(openRecord(accepted), 'needs_attention', until);

  it.each<[string, MoneyMoved | undefined, boolean]>([
    ['no number of it charged', 'no', true],
    ['one number of it charged, and nobody tells of the others', 'yes', false],
    ['nothing yet', 'unknown', false],
    ['no late news came', undefined, false],
  ])('late news prove: %s', async (_, moneyMoved, allowed) => {
    const runs = stub<Runs>({ readSnapshot: async () => snapshot });
    const lateResults = stub<LateResults>({ findMoneyMoved: async () => moneyMoved });
    const held = new HeldTerminals(stub<Leases>({}), runs, lateResults);
    expect((await held.judge(lease)).allowed).toBe(allowed);
  });
});
