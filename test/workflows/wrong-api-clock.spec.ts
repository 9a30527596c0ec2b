import { afterEach, describe, expect, it } from '@jest/globals';
import { computeLeaseEndMs } from '../../src/domain/policy.js';
import { transactionStatusKey } from '../../src/workflows/search-attributes.messages.js';
import type { LeaseMemo } from '../../src/workflows/terminal-lease.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { saleInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';

useStoryWorkers();

const HOUR_MS = 3_600_000;

/** A sale that is accepted by a clock that is off. */
function acceptedOff(byMs: number) {
  const { accepted, ...input } = saleInput({ acceptedAgo: -byMs, limits: { attentionAfter: 2_000 } });
  return { ...input, accepted: { ...accepted, dispatchBy: accepted.dispatchBy + byMs } };
}

describe('the clock of the API that accepts a sale is wrong', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  it('an hour ahead: the terminal is held, and a person needed, no later than with the right time', async () => {
    world = await TransactionWorld.over(createGetnetAnswering({ kind: 'pending' }));
    const input = acceptedOff(HOUR_MS);
    const sale = await world.sale(input);
    const { accepted } = await sale.becomes('needs_attention');
    const { startTime } = await sale.run.describe();
    expect(accepted.createdAt).toBe(startTime.toISOString());
    const { limits } = input.policy;
    expect(accepted.dispatchBy).toBe(startTime.getTime() + limits.dispatchWithin);
    const { until } = (await world.lease(input)).memo as unknown as LeaseMemo;
    expect(Date.parse(until)).toBe(computeLeaseEndMs(accepted.dispatchBy, limits));
  });

  it('an hour behind: nothing is sent, the money is unknown, and the list for operators has it', async () => {
    const getnet = createGetnetAnswering({ kind: 'pending' });
    world = await TransactionWorld.over(getnet);
    const sale = await world.sale(acceptedOff(-HOUR_MS));
    expect(await sale.becomes('needs_attention')).toMatchObject({ outcome: { moneyMoved: 'unknown' } });
    const { typedSearchAttributes } = await sale.run.describe();
    expect(typedSearchAttributes.get(transactionStatusKey)).toBe('needs_attention');
    expect(getnet.sent).toEqual([]);
  });
});
