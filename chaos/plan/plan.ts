import { planDisturbances } from './disturbances.js';
import type { PlannedDisturbance } from './disturbances.js';
import { planOrders } from './orders.js';
import type { PlannedOrder } from './orders.js';

/** How large a run is. */
export interface ChaosSize {
  readonly seed: number;
  readonly transactions: number;
  readonly kills: number;
}

/** All that a seed decides: what shops order, what Getnet does with it, what the nemesis does and when. */
export interface Plan extends ChaosSize {
  readonly orders: readonly PlannedOrder[];
  readonly acts: readonly PlannedDisturbance[];
}

/** A pure function of its arguments: the same plan today and tomorrow. */
export function createPlan(size: ChaosSize): Plan {
  const { seed, transactions, kills } = size;
  return {
    ...size,
    orders: planOrders(seed, transactions),
    acts: planDisturbances({ seed, orders: transactions, kills }),
  };
}
