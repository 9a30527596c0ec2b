import { expect } from '@jest/globals';
import { moneyMoved, expectedLedger, undos } from './expected-ledger.js';
import type { ManagedProcess } from './managed-process.js';
import type { Order } from './sale.js';
import type { SimulatorClient } from './simulator.js';

const movesMoney: readonly unknown[] = ['sale', 'promo_sale', ...undos];

/** The service and the ledger tell the same story, and the terminal was used once at the most. */
export async function expectLedgerToAgree(order: Order): Promise<void> {
  const { status, body } = await order.get();
  const truth = await order.truth();
  expect(truth.executed).toBeLessThanOrEqual(1);
  // Refused before anything was started: there is no transaction, and there must be no command.
  if (status === 404) return expect(truth).toMatchObject({ received: 0, executed: 0 });
  // A person was wrong, and the service says so: what it found late is what the ledger says.
  const late = body['late'] as { readonly moneyMoved: string } | null | undefined;
  if (late) return expect(late.moneyMoved).toBe(truth.charges > 0 ? 'yes' : 'no');
  const name = String(body.status);
  const said = { id: body.id, status: name, moneyMoved: body.outcome?.moneyMoved };
  const money = movesMoney.includes(body['type']) ? (moneyMoved[name] ?? 'unknown') : 'no';
  expect(said).toEqual({ id: order.id, status: name, moneyMoved: money });
  const kind = name === 'approved' && undos.includes(body['type']) ? 'approved undo' : name;
  expect({ status: name, ...truth }).toMatchObject({ status: name, ...expectedLedger[kind] });
  expect(body.outcome?.detail ?? '').not.toContain('fault of this service');
}

/** Exactly one command arrived at Getnet, all attempts together. */
export async function expectOneCommandFor(order: Order): Promise<void> {
  expect(await order.truth()).toMatchObject({ received: 1, executed: 1 });
}

/** No command ever arrived at Getnet. */
export async function expectNoCommandFor(order: Order): Promise<void> {
  expect(await order.truth()).toMatchObject({ received: 0, executed: 0, state: 'none' });
}

/** At the end of a world: every sale agrees with the ledger, and no alarm ever rang. */
export async function expectAllToAgree(orders: readonly Order[], judge: SimulatorClient): Promise<void> {
  for (const order of orders) await expectLedgerToAgree(order);
  const { alarms } = await judge.ledger();
  expect(alarms).toEqual([]);
}

/** No process ended unasked, and no worker met a history that its code could not have written. */
export function expectNoAccidents(parts: readonly (ManagedProcess | undefined)[]): void {
  const there = parts.filter((part) => part !== undefined);
  expect(there.flatMap(({ accidents }) => accidents)).toEqual([]);
  const logs = there.map((part) => part.log()).join('\n');
  expect(logs.match(/.*(Nondeterminism|DeterminismViolation|TMPRL1100).*/i)?.[0]).toBeUndefined();
}
