import {
  condition,
  defineSignal,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import type { BaselineActivities, Order } from './baseline-worker.js';

type Queries = Pick<BaselineActivities, 'query'>;

const { send } = proxyActivities<Pick<BaselineActivities, 'send'>>({
  startToCloseTimeout: '20s',
  retry: { maximumAttempts: 1 },
});
const { query } = proxyActivities<Queries>({ startToCloseTimeout: '20s' });
const { query: queryAtOnce } = proxyLocalActivities<Queries>({ startToCloseTimeout: '3s' });
const calledBackSignal = defineSignal('calledBack');

/** H: one activity that makes one HTTP request, and nothing else. */
export async function bare(order: Order): Promise<void> {
  await send(order);
}

/** H2: a sale as it would be without lock, key and verification. What the status query says is the result. */
export async function plainSale(order: Order): Promise<unknown> {
  return query(await sendAndWait(order));
}

/** H2L: the same, whose query is a local activity, as ours is. */
export async function leanSale(order: Order): Promise<unknown> {
  return queryAtOnce(await sendAndWait(order));
}

async function sendAndWait(order: Order): Promise<number> {
  let isCalledBack = false;
  setHandler(calledBackSignal, () => void (isCalledBack = true));
  const idPosTxs = await send(order);
  await condition(() => isCalledBack, '90s');
  return idPosTxs;
}
