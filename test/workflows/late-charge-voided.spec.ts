import { afterEach, expect, it } from '@jest/globals';
import type { ReversalOrder } from '../../src/activities/contract.js';
import { toLocalDay } from '../../src/domain/local-day.js';
import { buildName } from '../../src/getnet/countries/sale-numbers.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, saleInput, buildUndoInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import { approvedWithOwnCode } from '../support/unconfirmed-sales.js';

useStoryWorkers();

const DAY_MS = 86_400_000;

let world: TransactionWorld;
afterEach(() => world.close());

/** A charge that came to light three days ago, and is to be given back now. */
function chargeOfDaysAgo(): ReversalOrder {
  const { accepted, policy } = saleInput({ acceptedAgo: 3 * DAY_MS });
  const { result } = approvedWithOwnCode();
  const outcome = { moneyMoved: 'yes', result } as const;
  const finalAt = accepted.createdAt;
  return {
    sale: { version: 1, accepted, status: 'approved', finalAt, outcome, states: [], evidence: [] },
    policy,
    attempt: 1,
    mayStart: true,
  };
}

/** A void of today by the number that the charge has on its terminal. */
async function voidByNumber({ sale: { accepted, outcome } }: ReversalOrder, batchSince?: string) {
  const { merchant, terminal } = accepted;
  const value = String(outcome.result?.operationId);
  const day = toLocalDay('CL', Date.now());
  const name = buildName({ name: 'operationId', value, terminal: { ...terminal, merchant }, day });
  const { accepted: undo, ...input } = buildUndoInput({ name, merchant, rememberUntil: Date.now() + 60_000 });
  const since = batchSince !== undefined && { batchSince };
  const sent = await world.sale({ ...input, accepted: { ...undo, ...since } });
  await sent.callBack('900001');
  await sent.run.result();
  return undo.customId;
}

it('it was voided by its number since, long after it was found: it is not given back again, and a person looks', async () => {
  world = await TransactionWorld.over(createGetnetAnswering(approved()));
  const order = chargeOfDaysAgo();
  const id = await voidByNumber(order);
  const start = await world.activities.startReversal(order);
  expect(start).toMatchObject({ kind: 'impossible', reason: expect.stringContaining(id) });
});

it('the void was declined: it is given back', async () => {
  world = await TransactionWorld.over(createGetnetAnswering(declined()));
  const order = chargeOfDaysAgo();
  const id = await voidByNumber(order);
  // Its callback claims an approval, which is verified beside it.
  await world.client.workflow.getHandle(lateResultWorkflowId(id)).result();
  expect(await world.activities.startReversal(order)).toMatchObject({ kind: 'started' });
});

it('the batch was closed between the two: the number was another sale’s, and it is given back', async () => {
  world = await TransactionWorld.over(createGetnetAnswering(approved()));
  const order = chargeOfDaysAgo();
  await voidByNumber(order, new Date(Date.now() - DAY_MS).toISOString());
  expect(await world.activities.startReversal(order)).toMatchObject({ kind: 'started' });
});
