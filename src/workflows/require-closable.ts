import { TemporalFailure } from '@temporalio/workflow';
import { listPreceding } from '../domain/terminal-chain.js';
import { confirmNotSent } from './acquire-terminal.js';
import { closingProxy } from './activity-proxies.js';
import type { TransactionState } from './transaction-state.js';

/**
 * A terminal is closed by the service as it was compared: what came in between is looked at with the lease in hand, and with it in hand
 * nothing more can come. Other commands are not asked.
 */
export async function requireClosable(state: TransactionState): Promise<void> {
  const { closesAfter } = state.accepted;
  if (closesAfter === undefined) return;
  state.describe('Looking at what the terminal did since its report.');
  const obstacle = await findObstacle(state, closesAfter);
  if (obstacle !== undefined) await confirmNotSent(state, obstacle);
}

type ClosesAfter = NonNullable<TransactionState['accepted']['closesAfter']>;

async function findObstacle({ accepted, clock, snapshot }: TransactionState, closesAfter: ClosesAfter) {
  const withinMs = accepted.dispatchBy - clock.nowMs();
  const tooLate = {
    reason: 'dispatch-expired',
    detail: 'the answer whether it may be closed did not come in time',
  } as const;
  if (withinMs <= 0) return tooLate;
  try {
    const check = { previous: listPreceding(snapshot), closesAfter, merchant: accepted.merchant };
    const { obstacle } = await clock.read(closingProxy(withinMs).checkClosing(check), withinMs);
    return obstacle === undefined ? undefined : ({ reason: 'not-settled', detail: obstacle } as const);
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return tooLate;
  }
}
