import type { Ledger } from '../ledger/ledger.js';
import type { SalesLedger } from '../operations/sales-ledger.js';
import type { Ending, Operation, Result, Settlement } from '../operations/operation.js';
import type { Action } from '../scripts/script.js';
import type { Settings } from '../settings.js';
import type { Cancel } from '../timers.js';
import { runAfter } from '../timers.js';
import type { CustomerPlan } from './customer.js';
import { alarmOnOverlap, alarmOnOverRefund, createDeviceEntry } from './device-entries.js';
import type { Terminal } from '../terminals/terminal.js';

/** Where a terminal stands: its first window, the extra wait, somebody at the till itself, or nothing. */
export type DeviceState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'serving'; readonly stage: 'window' | 'extra_wait'; readonly operation: Operation };

/** A terminal as a state machine: idle, or serving one operation through its windows. Contract §0.2, §7. */
export interface Device {
  readState(): DeviceState;
  /** Puts an operation on the terminal; whether it was free is for the cloud to ask. */
  startOperation(operation: Operation, plan: CustomerPlan): void;
  /** Ends a running operation by what its customer does now; false if it does not run (any more). */
  applyAction(operation: Operation, action: Exclude<Action, 'freeze'>): boolean;
  /**
   * Approves a sale that has ended otherwise: the card is charged, the ledger has it, and it is called back. False for anything else.
   * Invented: no source says that Getnet does so.
   */
  approveAfterEnd(operation: Operation): boolean;
  /** Forgets all operations without an end. */
  dropAll(): void;
}

export interface DeviceDependencies {
  readonly settings: Settings;
  readonly ledger: Ledger;
  readonly salesLedger: SalesLedger;
  onFinished(operation: Operation): void;
}

interface ServedOperation {
  stage: 'window' | 'extra_wait';
  readonly sequence: number;
  readonly timers: readonly Cancel[];
}

const endings = {
  approve: 'approved',
  decline: 'declined',
  cancel: 'cancelled',
  walk_away: 'timed_out',
} as const satisfies Record<Exclude<Action, 'freeze'>, Ending>;

interface Machine {
  readonly terminal: Terminal;
  readonly dependencies: DeviceDependencies;
  readonly running: Map<Operation, ServedOperation>;
  sequence: number;
}

/** The machine of one terminal. */
export function createDevice(terminal: Terminal, dependencies: DeviceDependencies): Device {
  const machine: Machine = { terminal, dependencies, running: new Map(), sequence: 0 };
  return {
    readState: () => deriveState(terminal, machine.running),
    startOperation: (operation, plan) => startOperation(machine, operation, plan),
    applyAction: (operation, action) => finishOperation(machine, operation, endings[action]),
    approveAfterEnd: (operation) => approveAfterEnd(machine, operation),
    dropAll: () =>
      [...machine.running.keys()].forEach((operation) => dropOperation(machine.running, operation)),
  };
}

function startOperation(machine: Machine, operation: Operation, plan: CustomerPlan): void {
  alarmOnOverlap(machine.dependencies.ledger, operation, [...machine.running.keys()]);
  machine.dependencies.ledger.recordDevice(createDeviceEntry(operation, 'started'));
  machine.sequence += 1;
  const timers = startTimers(machine, operation, plan);
  machine.running.set(operation, { stage: 'window', sequence: machine.sequence, timers });
}

function startTimers(machine: Machine, operation: Operation, plan: CustomerPlan): readonly Cancel[] {
  const { windowMs, extraWindowMs } = machine.dependencies.settings;
  const { action } = plan;
  const end = (ending: Ending) => (): void => void finishOperation(machine, operation, ending);
  const customerTimer =
    action === 'freeze' || action === 'walk_away' ? [] : [runAfter(plan.delayMs, end(endings[action]))];
  return [
    ...customerTimer,
    runAfter(windowMs, action === 'walk_away' ? end('timed_out') : () => enterExtraWait(machine, operation)),
    runAfter(windowMs + extraWindowMs, end('lifecycle_over')),
  ];
}

function enterExtraWait({ dependencies, running }: Machine, operation: Operation): void {
  const serving = running.get(operation);
  if (!serving) return;
  serving.stage = 'extra_wait';
  dependencies.ledger.recordDevice(createDeviceEntry(operation, 'extra_wait'));
  operation.windowEnded.reach();
}

function finishOperation(machine: Machine, operation: Operation, ending: Ending): boolean {
  const { dependencies, running } = machine;
  const serving = running.get(operation);
  if (!serving) return false;
  stopTimers(running, operation);
  recordEnd(machine, operation, { ending, sequence: serving.sequence });
  operation.ended.reach();
  dependencies.onFinished(operation);
  return true;
}

function approveAfterEnd(machine: Machine, operation: Operation): boolean {
  const { result, command, isDropped } = operation;
  if (!result || result.ending === 'approved' || command.kind !== 'sale' || isDropped) return false;
  recordEnd(machine, operation, { ending: 'approved', sequence: result.sequence });
  machine.dependencies.onFinished(operation);
  return true;
}

function recordEnd(
  machine: Machine,
  operation: Operation,
  { ending, sequence }: Pick<Result, 'ending' | 'sequence'>,
): void {
  const { ledger } = machine.dependencies;
  const atMs = Date.now();
  operation.result = { ...settleOperation(machine, { operation, ending, atMs }), atMs, sequence };
  ledger.recordDevice(createDeviceEntry(operation, operation.result.ending));
  alarmOnOverRefund(ledger, operation);
}

interface SettleRequest {
  readonly operation: Operation;
  readonly ending: Ending;
  readonly atMs: number;
}

// If nobody declined it, the sales ledger decides, at the end: meanwhile another terminal may have undone the sale.
function settleOperation(machine: Machine, { operation, ending, atMs }: SettleRequest): Settlement {
  if (ending !== 'approved') return { ending, operationId: 0 };
  const { salesLedger } = machine.dependencies;
  return operation.command.settle(operation, {
    salesLedger,
    atMs,
    cancelWaitingSale: () => cancelWaitingSale(machine),
  });
}

function cancelWaitingSale(machine: Machine): boolean {
  const [sale, serving] = [...machine.running].find(([{ command }]) => command.kind === 'sale') ?? [];
  return sale !== undefined && serving?.stage === 'window' && finishOperation(machine, sale, 'cancelled');
}

function deriveState(terminal: Terminal, live: ReadonlyMap<Operation, ServedOperation>): DeviceState {
  const serving = [...live].find(([{ command }]) => command.allowedWhileBusy !== true);
  if (serving) return { kind: 'serving', operation: serving[0], stage: serving[1].stage };
  return Date.now() < terminal.busyUntilMs ? { kind: 'elsewhere' } : { kind: 'idle' };
}

function stopTimers(live: Map<Operation, ServedOperation>, operation: Operation): void {
  live.get(operation)?.timers.forEach((cancel) => cancel());
  live.delete(operation);
}

function dropOperation(live: Map<Operation, ServedOperation>, operation: Operation): void {
  stopTimers(live, operation);
  operation.isDropped = true;
  operation.ended.reach();
  operation.callbackTried.reach();
}
