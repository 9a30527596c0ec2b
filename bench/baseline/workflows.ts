import {
  condition,
  defineSignal,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import type { BaselineActivities, Order } from './worker.js';

const { send } = proxyActivities<Pick<BaselineActivities, 'send'>>({
  startToCloseTimeout: '20s',
  retry: { maximumAttempts: 1 },
});
const { query } = proxyLocalActivities<Pick<BaselineActivities, 'query'>>({ startToCloseTimeout: '3s' });

/** One activity that makes one HTTP request, and nothing else. */
export async function bare(order: Order): Promise<void> {
  await send(order);
}

/** A sale as it would be without lock, key and verification: what the status query says is the result. */
export async function sendWaitQuery(order: Order): Promise<unknown> {
  let calledBack = false;
  setHandler(defineSignal('calledBack'), () => void (calledBack = true));
  const idPosTxs = await send(order);
  await condition(() => calledBack);
  return query(idPosTxs);
}
