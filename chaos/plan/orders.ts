import { drawCommandPlan } from './order-faults.js';
import type { CommandPlan, CommandTerms } from './order-faults.js';
import { createRandom } from './random.js';
import type { Random } from './random.js';

/** Which of the two API processes is asked. */
export type ApiNumber = 1 | 2;

/** One payment as a shop makes it, and what Getnet does with it. */
export interface PlannedOrder {
  readonly n: number;
  readonly key: string;
  readonly country: 'CL' | 'AR';
  /** Index of the terminal among those of its shop. */
  readonly counter: number;
  /** Minor units. */
  readonly amount: number;
  readonly commandPlan: CommandPlan;
  readonly api: ApiNumber;
  /** Seconds that `Prefer: wait` asks for; undefined: none. */
  readonly wait: number | undefined;
  readonly onBusy: 'reject' | 'wait';
  /** The same request twice at the same moment, one to each API. */
  readonly isDoubled: boolean;
  /** Afterwards the same key with another amount. */
  readonly asksWithOtherBody: boolean;
  /** How often a *not sent* is tried again with the same key. */
  readonly retries: number;
  /** Asked to cancel as soon as it is accepted. */
  readonly isCancelled: boolean;
  /** Started with `confirmWithin`; `leave`: nobody confirms it. */
  readonly confirmation: 'confirm' | 'leave' | undefined;
  readonly undo: PlannedUndo | undefined;
}

/** What is given back after an approval, under a key of its own. */
export interface PlannedUndo {
  readonly key: string;
  readonly type: 'void' | 'return';
  /** Minor units; undefined: all. */
  readonly amount: number | undefined;
  readonly commandPlan: CommandPlan;
}

/** Terminals of each of the two shops; the second half is in sync mode. */
export const COUNTERS = 24;

/** In Argentina every second terminal answers a status query as the documentation prints it: without any name. */
export function isNameless({ country, counter }: Pick<PlannedOrder, 'country' | 'counter'>): boolean {
  return country === 'AR' && counter % 2 === 1;
}

function pickTerms(place: Pick<PlannedOrder, 'country' | 'counter'>): CommandTerms {
  return { isAsync: place.counter < COUNTERS / 2, isNameless: isNameless(place) };
}

export function planOrders(seed: number, count: number): readonly PlannedOrder[] {
  return Array.from({ length: count }, (_, n) => planOrder(seed, n));
}

function planOrder(seed: number, n: number): PlannedOrder {
  const random = createRandom(seed, `order/${n}`);
  const country = random.chance(0.65) ? 'CL' : 'AR';
  const counter = random.between(0, COUNTERS - 1);
  const commandPlan = drawCommandPlan(random, pickTerms({ country, counter }));
  const key = `chaos-${seed}-${n}`;
  const amount = random.between(10, 900) * 1_000 + 90;
  const confirmation = random.chance(0.1) ? random.pick(['confirm', 'leave'] as const) : undefined;
  return {
    n,
    key,
    country,
    counter,
    amount,
    commandPlan,
    confirmation,
    api: random.pick([1, 2] as const),
    wait: random.chance(0.5) ? random.pick([2, 5, 10]) : undefined,
    onBusy: random.chance(0.25) ? 'wait' : 'reject',
    isDoubled: random.chance(0.15),
    asksWithOtherBody: random.chance(0.08),
    // Nobody could prevent a second charge while Getnet says that it carried out nothing.
    retries: commandPlan.isRefusedButRuns ? 0 : random.between(0, 3),
    isCancelled: random.chance(0.07),
    undo: confirmation === undefined ? planUndo(random, { country, counter, key, amount }) : undefined,
  };
}

function planUndo(
  random: Random,
  { country, counter, key, amount }: Pick<PlannedOrder, 'country' | 'counter' | 'key' | 'amount'>,
): PlannedUndo | undefined {
  if (!random.chance(0.18)) return undefined;
  const type = country === 'CL' && random.chance(0.5) ? 'void' : 'return';
  const part = type === 'return' && random.chance(0.5) ? Math.floor(amount / 2_000) * 1_000 : undefined;
  const commandPlan = drawCommandPlan(random, pickTerms({ country, counter }));
  return { key: `${key}-undo`, type, amount: part, commandPlan };
}
