import { createRandom } from './random.js';
import type { Random } from './random.js';

/** What happens in a run and is counted. An act comes at the n-th of one kind, whenever that is. */
export const countedEvents = ['request', 'accepted', 'command', 'status', 'callback'] as const;
export type CountedEvent = (typeof countedEvents)[number];

/** The processes that are treated badly. The simulator is the judge: it is paused, and never killed. */
export const processNames = [
  'api-1',
  'api-2',
  'worker-1',
  'worker-2',
  'temporal',
  'ledger',
  'simulator',
] as const;
export type ProcessName = (typeof processNames)[number];
/** Those that reach Temporal through a proxy of their own. */
export const linkedNames = ['api-1', 'api-2', 'worker-1', 'worker-2'] as const;
export type LinkedName = (typeof linkedNames)[number];
export type WorkerName = 'worker-1' | 'worker-2';

/** What is done to a connection between a worker and Getnet on which the next such request comes. */
export type ConnectionFault =
  | { readonly kind: 'delay'; readonly ms: number }
  /** Reset before Getnet reads it. */
  | { readonly kind: 'reset_unread' }
  /** Getnet has carried it out, its answer is lost. */
  | { readonly kind: 'reply_lost' }
  /** The answer ends after so many bytes. */
  | { readonly kind: 'cut'; readonly bytes: number }
  /** Nothing comes back, and the connection stays open. */
  | { readonly kind: 'half_open' };

/** What the nemesis does. */
export type Disturbance =
  | { readonly kind: 'kill' | 'pause' | 'restart'; readonly target: ProcessName }
  | {
      readonly kind: 'getnet';
      readonly worker: WorkerName;
      readonly of: 'command' | 'status' | 'login';
      readonly fault: ConnectionFault;
    }
  | {
      readonly kind: 'temporal_link';
      readonly target: LinkedName;
      readonly how: 'reset' | 'stall' | 'refuse' | 'slow';
    }
  | { readonly kind: 'index'; readonly how: 'throttled' }
  | { readonly kind: 'tokens'; readonly country: 'CL' | 'AR' }
  | { readonly kind: 'outage'; readonly reply: string; readonly parts: readonly string[] }
  | { readonly kind: 'connections'; readonly how: 'swallow' | 'close' | 'reset' }
  | { readonly kind: 'forged_callback'; readonly how: 'unsigned' | 'foreign' | 'expired' }
  | {
      readonly kind: 'terminal';
      readonly country: 'CL' | 'AR';
      readonly counter: number;
      readonly change: 'busy' | 'offline' | 'silent';
    }
  | { readonly kind: 'clock'; readonly target: LinkedName; readonly jumpMs: number };

/** A disturbance, its moment, and how long it lasts where it lasts. */
export interface PlannedDisturbance {
  readonly at: { readonly event: CountedEvent; readonly count: number };
  readonly disturbance: Disturbance;
  /** Undone after so many more requests of clients. */
  readonly lasts: number;
}

/** How often each event surely comes, for each order. */
const minEventsPerOrder: Readonly<Record<CountedEvent, number>> = {
  request: 2,
  accepted: 0.8,
  command: 0.75,
  status: 0.6,
  callback: 0.45,
};

export interface DisturbanceOptions {
  readonly seed: number;
  readonly orders: number;
  readonly kills: number;
}

/** As many kills as wished, spread over the run; twice as many other disturbances between them. */
export function planDisturbances({ seed, orders, kills }: DisturbanceOptions): readonly PlannedDisturbance[] {
  const spread = (stream: string, count: number, draw: (random: Random) => Disturbance) =>
    Array.from({ length: count }, (_, n): PlannedDisturbance => {
      const random = createRandom(seed, `${stream}/${n}`);
      const event = random.pick(countedEvents);
      const count_ = Math.max(
        1,
        Math.floor(((n + random.next()) / count) * minEventsPerOrder[event] * orders),
      );
      return { at: { event, count: count_ }, disturbance: draw(random), lasts: random.between(4, 20) };
    });
  // The names of the streams are part of what a seed means.
  return [...spread('kill', kills, drawKill), ...spread('deed', kills * 2, drawDisturbance)];
}

function drawKill(random: Random): Disturbance {
  const target = random.weigh({
    'worker-1': 24,
    'worker-2': 24,
    'api-1': 16,
    'api-2': 16,
    temporal: 12,
    ledger: 8,
  });
  return { kind: 'kill', target };
}

function drawDisturbance(random: Random): Disturbance {
  const kind = random.weigh({
    getnet: 30,
    temporal_link: 14,
    pause: 12,
    restart: 5,
    tokens: 6,
    outage: 7,
    connections: 5,
    forged_callback: 6,
    terminal: 7,
    clock: 5,
    index: 3,
  });
  return disturbances[kind](random);
}

const links = [...linkedNames];
const workers = ['worker-1', 'worker-2'] as const;
const countries = ['CL', 'AR'] as const;
const disturbances: Readonly<Record<Exclude<Disturbance['kind'], 'kill'>, (random: Random) => Disturbance>> =
  {
    getnet: (random) => ({
      kind: 'getnet',
      worker: random.pick(workers),
      of: random.weigh({ command: 6, status: 3, login: 1 }),
      fault: drawWireFault(random),
    }),
    temporal_link: (random) => ({
      kind: 'temporal_link',
      target: random.pick(links),
      how: random.pick(['reset', 'stall', 'refuse', 'slow'] as const),
    }),
    pause: (random) => ({ kind: 'pause', target: random.pick(processNames) }),
    restart: (random) => ({
      kind: 'restart',
      target: random.pick(['api-1', 'api-2', 'worker-1', 'worker-2', 'ledger'] as const),
    }),
    index: () => ({ kind: 'index', how: 'throttled' }),
    tokens: (random) => ({ kind: 'tokens', country: random.pick(countries) }),
    outage: (random) => {
      const parts = random.pick([['status'], ['auth'], ['status', 'device'], ['command']] as const);
      // Anything else than a refusal leaves every command of that time unknown for good.
      const refusals = ['http_401', 'http_403', 'http_429'] as const;
      const all = [...refusals, 'http_500', 'http_503', 'html', 'reset'] as const;
      return { kind: 'outage', parts, reply: random.pick(parts[0] === 'command' ? refusals : all) };
    },
    connections: (random) => ({
      kind: 'connections',
      how: random.pick(['swallow', 'close', 'reset'] as const),
    }),
    forged_callback: (random) => ({
      kind: 'forged_callback',
      how: random.pick(['unsigned', 'foreign', 'expired'] as const),
    }),
    terminal: (random) => ({
      kind: 'terminal',
      country: random.pick(countries),
      counter: random.between(0, 23),
      change: random.pick(['busy', 'offline', 'silent'] as const),
    }),
    clock: (random) => ({
      kind: 'clock',
      target: random.pick(links),
      jumpMs: random.pick([-3_600_000, -30_000, 30_000, 3_600_000]),
    }),
  };

function drawWireFault(random: Random): ConnectionFault {
  const kind = random.weigh({ delay: 3, reset_unread: 1, reply_lost: 4, cut: 2, half_open: 2 });
  if (kind === 'delay') return { kind, ms: random.between(100, 900) };
  return kind === 'cut' ? { kind, bytes: random.between(0, 400) } : { kind };
}
