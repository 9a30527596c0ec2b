import type { Ending, Operation, Result } from '../operations/operation.js';
import type { CustomerRule, Settings } from '../settings.js';
import type { Standing } from '../terminals/device.js';
import type { Station } from '../terminals/directory.js';
import type { Terminal } from '../terminals/terminal.js';
import { languageOf } from '../terminals/terminal.js';
import type { World } from '../world.js';
import type { Display } from './display.js';
import { asking, resting, showing } from './display.js';
import type { Task } from './task.js';
import { taskOf } from './task.js';
import type { Tongue } from './words.js';

/** A stretch of time that is counted down, epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What ended last on a terminal. */
export interface Last extends Task {
  readonly ending: Ending;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** One terminal as the page draws it. */
export interface Screen extends Pick<Terminal, 'country' | 'idTerminal' | 'idSucursal' | 'serialNumber'> {
  readonly tongue: Tongue;
  readonly offline: boolean;
  readonly state: 'idle' | 'elsewhere' | 'window' | 'extra_wait';
  readonly display: Display;
  readonly span: Span | null;
  /** What it is asked to do; null while it serves nobody. */
  readonly task: Task | null;
  readonly last: Last | null;
}

/** What the page shows of all terminals. */
export interface Screens {
  /** The simulator's clock, epoch milliseconds; the page's may differ. */
  readonly now: number;
  readonly customer: CustomerRule;
  readonly items: readonly Screen[];
}

// As long as a person needs to read it.
const resultShownFor = 8_000;

/** Every terminal's screen at this moment. */
export function screensOf(world: World): Screens {
  const now = Date.now();
  const ended = lastEnded(world.operations.all());
  const items = world.terminals.all().map((station) => {
    const tongue: Tongue = languageOf(station.terminal) === 'en' ? 'en' : 'es';
    const last = lastOf(ended.get(station.terminal), tongue, world.settings);
    return screenOf(station, { settings: world.settings, now, tongue, last });
  });
  return { now, customer: world.settings.customer, items };
}

interface Drawing {
  readonly settings: Settings;
  readonly now: number;
  readonly tongue: Tongue;
  readonly last: Last | null;
}

function screenOf({ terminal, device }: Station, drawing: Drawing): Screen {
  const { country, idTerminal, idSucursal, serialNumber, offline } = terminal;
  const { settings, tongue, last } = drawing;
  const standing = device.standing();
  const serving = standing.kind === 'serving' ? standing : undefined;
  const task = serving ? taskOf(serving.operation, tongue, settings) : null;
  return {
    ...{ country, idTerminal, idSucursal, serialNumber, tongue, offline, task, last },
    state: serving?.stage ?? (standing.kind === 'elsewhere' ? 'elsewhere' : 'idle'),
    display:
      serving && task ? asking(task, serving.stage, tongue) : restingDisplay(terminal, standing, drawing),
    span: spanOf(terminal, standing, drawing),
  };
}

function restingDisplay({ offline }: Terminal, { kind }: Standing, { now, tongue, last }: Drawing): Display {
  if (last && now - last.at < resultShownFor) return showing(last, last.ending, tongue);
  if (offline) return resting('off', tongue);
  return resting(kind === 'elsewhere' ? 'elsewhere' : 'idle', tongue);
}

function spanOf({ busyUntil }: Terminal, standing: Standing, { settings, now }: Drawing): Span | null {
  if (standing.kind === 'idle') return null;
  if (standing.kind === 'elsewhere') return { from: now, to: busyUntil };
  const { startedAt } = standing.operation;
  const windowOver = startedAt + settings.window;
  return standing.stage === 'window'
    ? { from: startedAt, to: windowOver }
    : { from: windowOver, to: windowOver + settings.extraWindow };
}

function lastOf(operation: Ended | undefined, tongue: Tongue, settings: Settings): Last | null {
  if (!operation) return null;
  const { ending, at } = operation.result;
  return { ...taskOf(operation, tongue, settings), ending, at };
}

type Ended = Operation & { readonly result: Result };

function lastEnded(operations: readonly Operation[]): ReadonlyMap<Terminal, Ended> {
  const latest = new Map<Terminal, Ended>();
  for (const operation of operations) {
    if (!hasEnded(operation)) continue;
    const before = latest.get(operation.terminal);
    if (!before || before.result.at <= operation.result.at) latest.set(operation.terminal, operation);
  }
  return latest;
}

function hasEnded(operation: Operation): operation is Ended {
  return operation.result !== undefined;
}
