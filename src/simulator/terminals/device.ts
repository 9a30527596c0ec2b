import type { Ledger } from '../ledger/ledger.js';
import type { Books } from '../operations/books.js';
import type { Ending, Operation, Settlement } from '../operations/operation.js';
import type { Action } from '../scripts/script.js';
import type { Settings } from '../settings.js';
import type { CallOff } from '../timers.js';
import { after } from '../timers.js';
import type { CustomerPlan } from './customer.js';
import { alarmOfOverlap, alarmOfOverRefund, entryOf } from './device-entries.js';
import type { Terminal } from './terminal.js';

/** Where a terminal stands: its first window, the extra wait, somebody at the till itself, or nothing. */
export type Standing =
  | { readonly kind: 'idle' }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'serving'; readonly stage: 'window' | 'extra_wait'; readonly operation: Operation };

/** A terminal as a state machine: idle, or serving one operation through its windows. Contract §0.2, §7. */
export interface Device {
  standing(): Standing;
  /** Puts an operation on the terminal; whether it was free is for the cloud to ask. */
  start(operation: Operation, plan: CustomerPlan): void;
  /** Ends a running operation by what its customer does now; false if it does not run (any more). */
  act(operation: Operation, action: Exclude<Action, 'freeze'>): boolean;
  /** Forgets all operations without an end. */
  drop(): void;
}

export interface DeviceSurroundings {
  readonly settings: Settings;
  readonly ledger: Ledger;
  readonly books: Books;
  finished(operation: Operation): void;
}

interface Serving {
  stage: 'window' | 'extra_wait';
  readonly sequence: number;
  readonly timers: readonly CallOff[];
}

const endings = {
  approve: 'approved',
  decline: 'declined',
  cancel: 'cancelled',
  walk_away: 'timed_out',
} as const satisfies Record<Exclude<Action, 'freeze'>, Ending>;

interface Machine {
  readonly terminal: Terminal;
  readonly around: DeviceSurroundings;
  readonly live: Map<Operation, Serving>;
  sequence: number;
}

/** The machine of one terminal. */
export function createDevice(terminal: Terminal, around: DeviceSurroundings): Device {
  const machine: Machine = { terminal, around, live: new Map(), sequence: 0 };
  return {
    standing: () => standingOf(terminal, machine.live),
    start: (operation, plan) => start(machine, operation, plan),
    act: (operation, action) => finish(machine, operation, endings[action]),
    drop: () => [...machine.live.keys()].forEach((operation) => drop(machine.live, operation)),
  };
}

function start(machine: Machine, operation: Operation, plan: CustomerPlan): void {
  alarmOfOverlap(machine.around.ledger, operation, [...machine.live.keys()]);
  machine.around.ledger.device(entryOf(operation, 'started'));
  machine.sequence += 1;
  const timers = timersOf(machine, operation, plan);
  machine.live.set(operation, { stage: 'window', sequence: machine.sequence, timers });
}

function timersOf(machine: Machine, operation: Operation, plan: CustomerPlan): readonly CallOff[] {
  const { window, extraWindow } = machine.around.settings;
  const { action } = plan;
  const end = (ending: Ending) => (): void => void finish(machine, operation, ending);
  const deed = action === 'freeze' || action === 'walk_away' ? [] : [after(plan.after, end(endings[action]))];
  return [
    ...deed,
    after(window, action === 'walk_away' ? end('timed_out') : () => extraWait(machine, operation)),
    after(window + extraWindow, end('lifecycle_over')),
  ];
}

function extraWait({ around, live }: Machine, operation: Operation): void {
  const serving = live.get(operation);
  if (!serving) return;
  serving.stage = 'extra_wait';
  around.ledger.device(entryOf(operation, 'extra_wait'));
  operation.windowOver.reach();
}

function finish(machine: Machine, operation: Operation, ending: Ending): boolean {
  const { around, live } = machine;
  const serving = live.get(operation);
  if (!serving) return false;
  forget(live, operation);
  const at = Date.now();
  operation.result = { ...settled(machine, { operation, ending, at }), at, sequence: serving.sequence };
  around.ledger.device(entryOf(operation, operation.result.ending));
  alarmOfOverRefund(around.ledger, operation);
  operation.finished.reach();
  around.finished(operation);
  return true;
}

interface Settling {
  readonly operation: Operation;
  readonly ending: Ending;
  readonly at: number;
}

// Where nobody declined it the books have the last word, at the end: meanwhile another terminal may have undone the sale.
function settled(machine: Machine, { operation, ending, at }: Settling): Settlement {
  if (ending !== 'approved') return { ending, operationId: 0 };
  const { books } = machine.around;
  return operation.command.settle(operation, { books, at, cancelWaiting: () => cancelWaiting(machine) });
}

function cancelWaiting(machine: Machine): boolean {
  const [sale, serving] = [...machine.live].find(([{ command }]) => command.kind === 'sale') ?? [];
  return sale !== undefined && serving?.stage === 'window' && finish(machine, sale, 'cancelled');
}

function standingOf(terminal: Terminal, live: ReadonlyMap<Operation, Serving>): Standing {
  const serving = [...live].find(([{ command }]) => command.outOfTurn !== true);
  if (serving) return { kind: 'serving', operation: serving[0], stage: serving[1].stage };
  return Date.now() < terminal.busyUntil ? { kind: 'elsewhere' } : { kind: 'idle' };
}

function forget(live: Map<Operation, Serving>, operation: Operation): void {
  live.get(operation)?.timers.forEach((callOff) => callOff());
  live.delete(operation);
}

function drop(live: Map<Operation, Serving>, operation: Operation): void {
  forget(live, operation);
  operation.dropped = true;
  operation.finished.reach();
  operation.called.reach();
}
