import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  acknowledgements,
  customers,
  nonsense,
  nonsenseForNothing,
} from './support/faults/acknowledgements.js';
import { callbacks, queries } from './support/faults/answers.js';
import { argentina } from './support/faults/argentina.js';
import { refusals, tokens } from './support/faults/refusals.js';
import { runFaultCases, expectFaultResult } from './support/fault-case.js';
import type { FaultCase, FaultResult } from './support/fault-case.js';
import { expectLedgerToAgree } from './support/expect-ledger.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** How often a terminal was asked about a command. */
async function timesAsked(till: Till): Promise<number> {
  const { requests } = await till.ledger();
  return requests.filter(({ path }) => path.endsWith('get_transaction')).length;
}

const blind = { status: [{ reply: 'not_found', times: 'always' }], callback: { lost: true } } as const;

const told = [
  customers,
  acknowledgements,
  nonsense,
  nonsenseForNothing,
  tokens,
  callbacks,
  queries,
  argentina,
].flat();

describe('a sale in async mode', () => {
  let world: World;
  let endOf: (faultCase: FaultCase) => Promise<FaultResult>;

  beforeAll(async () => {
    world = await startWorld({ counters: 120, env: { GETNET_TIMEOUT: '2s', ATTENTION_AFTER: '10s' } });
    endOf = runFaultCases(world, [...told, ...refusals]);
  });
  afterAll(() => world.close());

  it.each(told)('$title', async (faultCase) => expectFaultResult(faultCase, await endOf(faultCase)));

  it('terminals of both modes side by side: each is sent in the mode the merchants file pins', async () => {
    const tills = await Promise.all([world.terminal({ mode: 'sync' }), world.terminal({ mode: 'async' })]);
    const sales = await Promise.all(tills.map((till) => till.sale({ wait: 20 })));
    expect(sales.map(({ answer }) => answer.body.outcome?.evidence)).toEqual([
      'sync_response',
      'status_query',
    ]);
    const modes = await Promise.all(tills.map(async (till) => (await till.ledger()).requests[0]?.mode));
    expect(modes).toEqual(['sync', 'async']);
  });

  it.each(refusals)('$title: never sent, answered $answers', async (faultCase) => {
    const end = await endOf(faultCase);
    await expectFaultResult(faultCase, end);
    const [status, code] = faultCase.answers;
    expect(end.sale.answer).toMatchObject({ status, body: { code, moneyMoved: 'no', retry: 'same_key' } });
  });

  describe('the cloud does not know the number, even after the lifecycle', () => {
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
});
