import { condition } from '@temporalio/workflow';
import { lateHintProxy } from './activity-proxies.js';
import type { TransactionState } from './transaction-state.js';

/** Waits for whatever arrives at a run whose outcome is proven, at most so long. */
export async function waitForNewsAfterProof(
  state: TransactionState,
  waitMs: number,
  summary: string,
): Promise<void> {
  const seen = state.newsCount;
  const hasNews = () => state.newsCount > seen;
  await state.clock.waitAtMost(waitMs, async () => !(await condition(hasNews, waitMs, { summary })));
}

/**
 * A callback that contradicts the proven outcome is verified beside this run, as it is after its end. It stays on the list until it is
 * kept there: whoever asks for permission to undo the sale looks here as well. One call at a time.
 */
export async function keepContradictions(state: TransactionState): Promise<void> {
  const { snapshot, policy, announces, contradictions } = state;
  for (let hint = contradictions[0]; hint !== undefined; hint = contradictions[0]) {
    await lateHintProxy.keepLateHint({ snapshot, policy, announces, hint });
    contradictions.shift();
  }
}
