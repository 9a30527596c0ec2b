import { Counter, Registry, collectDefaultMetrics } from 'prom-client';
import type { Occurrence } from '../activities/dependencies.js';

/** The worker's numbers, in Prometheus' text form. */
export interface Metrics {
  count(what: Occurrence): void;
  /** Ours and, where they can be had, the Temporal SDK's. */
  text(): Promise<string>;
  readonly contentType: string;
}

const occurrences: readonly Occurrence[] = [
  'lease_lost',
  'lease_overdue',
  'terminal_quarantined',
  'answer_delivered_by_signal',
  'answer_without_transaction',
  'contradicting_answer',
  'undo_exceeds_sale',
  'webhook_refused',
  'webhook_dead',
];

/** @param sdkMetricsAddress address where the SDK's own exporter listens. */
export function createMetrics(sdkMetricsAddress: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const rare = new Counter({
    name: 'terminal_payments_occurrences_total',
    help: 'What happens rarely and should be looked at, by kind',
    labelNames: ['kind'],
    registers: [registry],
  });
  // A counter that shows zero can be alerted on; one that is absent cannot.
  for (const kind of occurrences) rare.inc({ kind }, 0);
  return {
    count: (kind) => rare.inc({ kind }),
    text: async () => `${await registry.metrics()}\n${await fetchSdkMetrics(sdkMetricsAddress)}`,
    contentType: registry.contentType,
  };
}

async function fetchSdkMetrics(address: string): Promise<string> {
  try {
    const answer = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(1_000) });
    return answer.ok ? await answer.text() : '';
  } catch {
    return '';
  }
}
