import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectLedgerToAgree } from './support/reckoning.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** How often a terminal was asked about a command. */
async function timesAsked(till: Till): Promise<number> {
  const { requests } = await till.ledger();
  return requests.filter(({ path }) => path.endsWith('get_transaction')).length;
}

const blind = { status: [{ reply: 'not_found', times: 'always' }], callback: { lost: true } } as const;

describe('the cloud does not know the number, even after the lifecycle', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  it.concurrent.each([
    ['the customer paid', 'approve', 'approved'],
    ['the customer was refused', 'decline', 'declined'],
  ] as const)('%s: the terminal is asked, and proves it', async (_, action, ends) => {
    const till = await world.terminal({ script: { ...blind, customer: { action } } });
    const sale = till.order();
    await sale.send();
    expect(await sale.becomes(ends)).toMatchObject({ outcome: { evidence: 'device_query' } });
    expect(await timesAsked(till)).toBe(1);
    await expectLedgerToAgree(sale);
    await till.isFree();
  });

  it.concurrent('it is in use at the till itself: it is asked again later, when it is not', async () => {
    const till = await world.terminal({ script: blind });
    const sale = till.order();
    await sale.send();
    await sale.reachesTheTerminal();
    await world.judge.change(till.serialNumber, { busyFor: '5s' });
    await sale.becomes('approved');
    expect(await timesAsked(till)).toBeGreaterThan(1);
  });
});
