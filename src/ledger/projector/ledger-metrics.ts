import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What the projector counts. */
export interface LedgerMetrics {
  readonly registry: Registry;
  countRows(rows: number): void;
  countFailure(): void;
  /** How long after its end a run is in the ledger. */
  observeLag(lagMs: number): void;
  /** Runs that only the count of a closed slice of time brought to light. */
  countMissedRuns(runs: number): void;
  countIndexCall(): void;
  /** All that was accepted before then is in the ledger. */
  setCompleteUntil(atMs: number): void;
  /** Whether both servers answered last time. */
  setUp(value: boolean): void;
}

export function createLedgerMetrics(): LedgerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const { rows, failures, missed, calls, going, lag } = createInstruments(registry);
  const complete = createAge(registry);
  return {
    registry,
    countRows: (count) => rows.inc(count),
    countFailure: () => failures.inc(),
    observeLag: (lagMs) => lag.observe(lagMs / 1_000),
    countMissedRuns: (runs) => missed.inc(runs),
    countIndexCall: () => calls.inc(),
    setCompleteUntil: complete,
    setUp: (value) => going.set(value ? 1 : 0),
  };
}

/** An age grows by itself: a projector that stands still shows it. */
function createAge(registry: Registry): (atMs: number) => void {
  let completeUntilMs = Date.now();
  new Gauge({
    name: 'ledger_complete_seconds',
    help: 'How long ago the moment is up to which the ledger is known to be complete; from the start of the process on',
    registers: [registry],
    collect() {
      this.set((Date.now() - completeUntilMs) / 1_000);
    },
  });
  return (atMs) => (completeUntilMs = Math.max(completeUntilMs, atMs));
}

function createInstruments(registry: Registry) {
  const registers = [registry];
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  return {
    rows: counter('ledger_rows_written_total', 'Versions of transactions that were offered to the ledger'),
    failures: counter('ledger_projection_failures_total', 'Transactions that could not be projected'),
    missed: counter('ledger_missed_runs_total', 'Runs found by counting a slice of time, not by the tail'),
    calls: counter('ledger_index_calls_total', 'Calls to the index of Temporal'),
    going: new Gauge({
      name: 'ledger_projector_up',
      help: '1 while Temporal and Postgres answer',
      registers,
    }),
    lag: new Histogram({
      name: 'ledger_lag_seconds',
      help: 'From the end of a run until it is in the ledger',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 600, 3_600],
      registers,
    }),
  };
}
