import { describe, expect, it } from '@jest/globals';
import { countedEvents } from '../../chaos/plan/disturbances.js';
import { arrangeBeginnings } from '../../chaos/plan/begin-order.js';
import { createPlan } from '../../chaos/plan/plan.js';

const size = { seed: 7, transactions: 300, kills: 20 };
const plans = Array.from({ length: 20 }, (_, seed) => createPlan({ ...size, seed }));
const disturbances = plans.flatMap(({ acts }) => acts.map(({ disturbance }) => disturbance));
const faults = new Set(
  plans.flatMap(({ orders }) => orders.flatMap(({ commandPlan }) => commandPlan.faults)),
);

describe('the plan of a chaos run', () => {
  it('the same seed is given twice: the plans are the same to the last letter', () => {
    expect(JSON.stringify(createPlan(size))).toBe(JSON.stringify(createPlan(size)));
  });

  it('another seed is given: other orders, and other disturbances at other moments', () => {
    const [one, other] = [createPlan(size), createPlan({ ...size, seed: 8 })];
    expect(one.orders.map(({ amount }) => amount)).not.toEqual(other.orders.map(({ amount }) => amount));
    expect(one.acts).not.toEqual(other.acts);
  });

  it('a run is made longer: its first orders stay what they were', () => {
    expect(createPlan({ ...size, transactions: 900 }).orders.slice(0, 300)).toEqual(createPlan(size).orders);
  });

  it('orders that take their whole budget are among the last: they begin earlier, and all the others stay in their order', () => {
    const isLong = ({ commandPlan, undo }: (typeof orders)[number]) =>
      commandPlan.mayNeedPerson || undo?.commandPlan.mayNeedPerson === true;
    const { orders } = createPlan(size);
    const begun = arrangeBeginnings(orders);
    expect(orders.slice(-60).filter(isLong)).not.toEqual([]);
    expect(begun.slice(-50).filter(isLong)).toEqual([]);
    expect(begun.toSorted((one, other) => one.n - other.n)).toEqual(orders);
    const others = (all: typeof orders) => all.filter((order) => !isLong(order)).map(({ n }) => n);
    expect(others(begun)).toEqual(others(orders));
    expect(arrangeBeginnings([])).toEqual([]);
  });

  it('kills are requested: as many are planned, each at the n-th event of one kind', () => {
    const { acts } = createPlan(size);
    expect(acts.filter(({ disturbance }) => disturbance.kind === 'kill')).toHaveLength(20);
    for (const { at } of acts) {
      expect(countedEvents).toContain(at.event);
      expect(at.count).toBeGreaterThan(0);
      expect(at.count).toBeLessThanOrEqual(600);
    }
  });

  it('20 seeds are planned: every kind of disturbance and every process is in them', () => {
    const kinds = new Set(disturbances.map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual(
      [
        'clock',
        'connections',
        'forged_callback',
        'getnet',
        'index',
        'kill',
        'outage',
        'pause',
        'restart',
        'temporal_link',
        'terminal',
        'tokens',
      ].toSorted(),
    );
    const killed = new Set(
      disturbances.flatMap((disturbance) => (disturbance.kind === 'kill' ? [disturbance.target] : [])),
    );
    expect(killed).toEqual(new Set(['api-1', 'api-2', 'worker-1', 'worker-2', 'temporal', 'ledger']));
    const wire = new Set(
      disturbances.flatMap((disturbance) => (disturbance.kind === 'getnet' ? [disturbance.fault.kind] : [])),
    );
    expect(wire).toEqual(new Set(['delay', 'reset_unread', 'reply_lost', 'cut', 'half_open']));
  });

  it('20 seeds are planned: callbacks are lost, doubled, late, early and false, refusals hide charges', () => {
    for (const fault of [
      'callback lost',
      'callback threefold',
      'callback late',
      'callback lies',
      'callback is no JSON',
      'callback before the acknowledgement',
      'refused, and carried out: keypos',
      'refused: http_403',
      'acknowledgement lost, command read',
      'query: in process, for 3 s after the callback',
    ])
      expect([...faults]).toContain(fault);
  });

  it('Getnet says that it did nothing, and did it: the shop does not retry, because the second charge could not be prevented', () => {
    const orders = plans
      .flatMap((plan) => plan.orders)
      .filter(({ commandPlan }) => commandPlan.isRefusedButRuns);
    expect(orders.length).toBeGreaterThan(20);
    for (const { retries, counter } of orders) {
      expect(retries).toBe(0);
      expect(counter).toBeLessThan(12);
    }
  });
});
