import type { PlannedOrder } from './orders.js';

/** Of the orders, those that begin last. */
const LAST_PART = 0.2;

/**
 * In which order they begin: that of the plan, but none that only a person can end is among the last. It takes its whole
 * budget, and in the end everything would wait for it alone.
 */
export function arrangeBeginnings(orders: readonly PlannedOrder[]): readonly PlannedOrder[] {
  const cut = Math.floor(orders.length * (1 - LAST_PART));
  const last = orders.slice(cut);
  const long = last.filter(isLong);
  const spread = long.map((order, at) => ({ order, place: (at * cut) / long.length }));
  return [
    ...orders.slice(0, cut).flatMap((order, at) => {
      const due = spread.filter(({ place }) => place >= at && place < at + 1);
      return [...due.map((one) => one.order), order];
    }),
    ...last.filter((order) => !isLong(order)),
  ];
}

function isLong({ commandPlan, undo }: PlannedOrder): boolean {
  return commandPlan.mayNeedPerson || undo?.commandPlan.mayNeedPerson === true;
}
