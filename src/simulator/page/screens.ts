import type { Ending, Operation, Result } from '../operations/operation.js';
import type { CustomerRule, Settings } from '../settings.js';
import type { DeviceState } from '../devices/device.js';
import type { Station } from '../devices/directory.js';
import type { Terminal } from '../terminals/terminal.js';
import { getTerminalLanguage } from '../terminals/terminal.js';
import type { World } from '../world.js';
import type { CancelState } from './cancel.js';
import { readCancelState } from './cancel.js';
import type { Display } from './display.js';
import { renderServing, renderWithoutTask, renderResult } from './display.js';
import type { Task } from './task.js';
import { renderTask } from './task.js';
import type { Turn } from './turns.js';
import { renderTurns } from './turns.js';
import type { ScreenLanguage } from './words.js';

/** A moment by the simulator's clock: milliseconds since 1970. */
type EpochMs = number;

/** A stretch of time that is counted down. */
export interface TimeSpan {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** What ended last on a terminal. */
export interface LastResult extends Task {
  readonly ending: Ending;
  readonly at: EpochMs;
  /** Whether it is a sale that was not approved, and may still be: an approval after everything ended. */
  readonly mayBeApprovedLate: boolean;
}

/** One terminal as the page draws it. */
export interface Screen extends Pick<Terminal, 'country' | 'idTerminal' | 'idSucursal' | 'serialNumber'> {
  readonly language: ScreenLanguage;
  readonly offline: boolean;
  readonly state: 'idle' | 'elsewhere' | 'window' | 'extra_wait';
  readonly display: Display;
  readonly span: TimeSpan | null;
  /** What it is asked to do; null while it serves nobody. */
  readonly task: Task | null;
  readonly last: LastResult | null;
  readonly cancel: CancelState;
  /** The newest first. */
  readonly turns: readonly Turn[];
}

/** What the page shows of all terminals. */
export interface Screens {
  /** The page's clock may differ. */
  readonly now: EpochMs;
  readonly customer: CustomerRule;
  readonly items: readonly Screen[];
}

// As long as a person needs to read it.
const resultShownMs = 8_000;

/** Every terminal's screen at this moment. */
export function renderScreens(world: World): Screens {
  const now = Date.now();
  const operations = groupByTerminal(world.operations.list());
  const items = world.terminals.list().map((station) => {
    const { terminal } = station;
    const own = operations.get(terminal) ?? [];
    const language: ScreenLanguage = getTerminalLanguage(terminal) === 'en' ? 'en' : 'es';
    const last = renderLastResult(findLastEnded(own), language, world.settings);
    const cancel = readCancelState(terminal, own, world.scripts.items);
    const screen = renderScreen(station, { settings: world.settings, now, language, last });
    return { ...screen, cancel, turns: renderTurns(own) };
  });
  return { now, customer: world.settings.customer, items };
}

interface RenderContext {
  readonly settings: Settings;
  readonly now: number;
  readonly language: ScreenLanguage;
  readonly last: LastResult | null;
}

function renderScreen(
  { terminal, device }: Station,
  drawing: RenderContext,
): Omit<Screen, 'cancel' | 'turns'> {
  const { country, idTerminal, idSucursal, serialNumber, offline } = terminal;
  const { settings, language, last } = drawing;
  const standing = device.readState();
  const serving = standing.kind === 'serving' ? standing : undefined;
  const task = serving ? renderTask(serving.operation, language, settings) : null;
  return {
    country,
    idTerminal,
    idSucursal,
    serialNumber,
    language,
    offline,
    task,
    last,
    state: serving?.stage ?? (standing.kind === 'elsewhere' ? 'elsewhere' : 'idle'),
    display:
      serving && task
        ? renderServing(task, serving.stage, language)
        : renderIdleDisplay(terminal, standing, drawing),
    span: findSpan(terminal, standing, drawing),
  };
}

function renderIdleDisplay(
  { offline }: Terminal,
  { kind }: DeviceState,
  { now, language, last }: RenderContext,
): Display {
  if (last && now - last.at < resultShownMs) return renderResult(last, last.ending, language);
  if (offline) return renderWithoutTask('off', language);
  return renderWithoutTask(kind === 'elsewhere' ? 'elsewhere' : 'idle', language);
}

function findSpan(
  { busyUntilMs }: Terminal,
  standing: DeviceState,
  { settings, now }: RenderContext,
): TimeSpan | null {
  if (standing.kind === 'idle') return null;
  if (standing.kind === 'elsewhere') return { from: now, to: busyUntilMs };
  const { startedAtMs } = standing.operation;
  const windowOver = startedAtMs + settings.windowMs;
  return standing.stage === 'window'
    ? { from: startedAtMs, to: windowOver }
    : { from: windowOver, to: windowOver + settings.extraWindowMs };
}

function renderLastResult(
  operation: Ended | undefined,
  language: ScreenLanguage,
  settings: Settings,
): LastResult | null {
  if (!operation) return null;
  const { ending, atMs } = operation.result;
  const mayBeApprovedLate = operation.command.kind === 'sale' && ending !== 'approved';
  return { ...renderTask(operation, language, settings), ending, at: atMs, mayBeApprovedLate };
}

type Ended = Operation & { readonly result: Result };

function groupByTerminal(operations: readonly Operation[]): ReadonlyMap<Terminal, readonly Operation[]> {
  const grouped = new Map<Terminal, Operation[]>();
  for (const operation of operations) {
    const own = grouped.get(operation.terminal);
    if (own) own.push(operation);
    else grouped.set(operation.terminal, [operation]);
  }
  return grouped;
}

/** A cancel that ended is told by the sale that it was for. */
function findLastEnded(operations: readonly Operation[]): Ended | undefined {
  return operations
    .filter(hasEnded)
    .filter(({ command }) => command.allowedWhileBusy !== true)
    .reduce<Ended | undefined>(
      (latest, one) => (latest && latest.result.atMs > one.result.atMs ? latest : one),
      undefined,
    );
}

function hasEnded(operation: Operation): operation is Ended {
  return operation.result !== undefined;
}
