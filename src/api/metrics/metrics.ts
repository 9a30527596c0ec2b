import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Country } from '../../domain/terminal.js';
import type { TransactionType } from '../../domain/transaction-type.js';
import type { ProblemCode } from '../problems/catalogue.js';

/** The injection token of the metrics: an interface has no name at run time. */
export const METRICS = Symbol('Metrics');

/** How a callback was received. */
export type CallbackResult =
  | 'signalled'
  | 'agreed'
  | 'late'
  /** The same hint is on its way or was delivered a moment ago. */
  | 'repeated'
  /** One notice too many that says nothing new. */
  | 'ignored'
  | 'refused'
  | 'unknown'
  | 'failed';

/** What is counted of hints that cannot be delivered at once. */
export interface HintMetrics {
  countCallback(result: CallbackResult): void;
  /** @param count how many hints are on their way now. */
  watchHints(count: () => number): void;
  /** A hint became durable after its sender was told to come back. */
  countLateDelivery(): void;
  /** A hint was given up. */
  countDroppedHint(): void;
}

/** An answered request, in few enough words to count by. */
export interface AnsweredRequest {
  readonly method: string;
  /** The route, never the address. */
  readonly route: string;
  readonly status: number;
}

/** What the API counts. No label carries a merchant, a terminal, an id or an address. */
export interface Metrics extends HintMetrics {
  readonly registry: Registry;
  observeRequest(request: AnsweredRequest, durationMs: number): void;
  countStart(what: { readonly type: TransactionType; readonly country: Country }): void;
  countReplay(): void;
  /** The ledger did not say in time whether it knows a key. */
  countLedgerUnavailable(): void;
  countProblem(code: ProblemCode): void;
  /** @param count how many requests `Prefer: wait=N` holds now. */
  watchWaits(count: () => number): void;
  /** @param count how many event streams are open now. */
  watchStreams(count: () => number): void;
  /** @param count how many runs are followed by a long poll now. */
  watchPolls(count: () => number): void;
}

/** Two APIs in one process do not share their metrics. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const { durations, started, replays, ledgerAway, problems, callbacks, hints } = createInstruments(registry);
  const read = { waits: () => 0, hints: () => 0, streams: () => 0, polls: () => 0 };
  addGauge(registry, { name: 'api_waits', help: 'Requests held by Prefer: wait=N' }, () => read.waits());
  addGauge(registry, { name: 'api_streams', help: 'Open event streams' }, () => read.streams());
  const polls = { name: 'api_run_polls', help: 'Runs that event streams follow by a long poll' };
  addGauge(registry, polls, () => read.polls());
  const hintsWaiting = { name: 'api_callback_hints_waiting', help: 'Callbacks not yet durable' };
  addGauge(registry, hintsWaiting, () => read.hints());
  // A counter that shows zero can be alerted on; one that is absent cannot.
  for (const end of ['delivered', 'dropped']) hints.inc({ end }, 0);
  return {
    registry,
    observeRequest: ({ method, route, status }, durationMs) =>
      durations.observe({ method, route, status }, durationMs / 1_000),
    countStart: (what) => started.inc({ ...what }),
    countReplay: () => replays.inc(),
    countLedgerUnavailable: () => ledgerAway.inc(),
    countProblem: (code) => problems.inc({ code }),
    countCallback: (result) => callbacks.inc({ result }),
    watchHints: (count) => void (read.hints = count),
    countLateDelivery: () => hints.inc({ end: 'delivered' }),
    countDroppedHint: () => hints.inc({ end: 'dropped' }),
    watchWaits: (count) => void (read.waits = count),
    watchStreams: (count) => void (read.streams = count),
    watchPolls: (count) => void (read.polls = count),
  };
}

function createInstruments(registry: Registry) {
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  const durations = new Histogram({
    name: 'api_request_seconds',
    help: 'Time to answer a request, held ones included',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30, 120, 330],
    registers: [registry],
  });
  return {
    durations,
    started: counter('api_transactions_started_total', 'Attempts started by a request', ['type', 'country']),
    replays: counter(
      'api_idempotent_replays_total',
      'Requests answered from an earlier one with the same key',
      [],
    ),
    ledgerAway: counter(
      'api_ledger_away_total',
      'Keys whose request went on without an answer of the ledger',
      [],
    ),
    problems: counter('api_problems_total', 'Error answers by code; terminal-busy among them', ['code']),
    callbacks: counter('api_callbacks_total', 'Callbacks by what became of them', ['result']),
    hints: counter('api_late_callback_hints_total', 'Callbacks answered 503 and tried on, by their end', [
      'end',
    ]),
  };
}

/** A number that is read when somebody looks. */
function addGauge(
  registry: Registry,
  words: { readonly name: string; readonly help: string },
  value: () => number,
): void {
  new Gauge({
    ...words,
    registers: [registry],
    collect() {
      this.set(value());
    },
  });
}
