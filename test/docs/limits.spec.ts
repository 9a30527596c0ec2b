import { describe, expect, it } from '@jest/globals';
import { computeMaxCursorLength } from '../../src/api/events/merchant-cursor.js';
import { getProblemKind } from '../../src/api/problems/catalogue.js';
import { LOOK_UP_MS } from '../../src/api/store/temporal.js';
import { streamLimits } from '../../src/config/stream-limits.js';
import { MAX_FAILED, MAX_UNDELIVERED } from '../../src/domain/webhook-numbers.js';
import { MAX_CONCURRENT, TIMEOUT_MS } from '../../src/webhooks/sender.js';
import {
  buildDispatchWorkerOptions,
  buildSyncDispatchWorkerOptions,
  buildTransactionsWorkerOptions,
} from '../../src/worker/worker-options.js';
import type { WorkerParts } from '../../src/worker/worker-options.js';
import { page, section } from './support/pages.js';

const formatCount = (count: number | undefined) => (count ?? NaN).toLocaleString('en-US');

describe('limits that a page names', () => {
  it('the slots of a worker change: docs/runbook.md says so', () => {
    const parts = { environment: { TEMPORAL_TASK_QUEUE: 'transactions' }, activities: {} } as WorkerParts;
    const transactions = buildTransactionsWorkerOptions(parts);
    const { prose } = section(page('docs/runbook.md'), '## Scaling');
    for (const [count, what] of [
      [transactions.maxConcurrentWorkflowTaskExecutions, 'slots for workflow tasks'],
      [transactions.maxConcurrentLocalActivityExecutions, 'for local activities'],
      [transactions.maxConcurrentActivityTaskExecutions, 'for activities'],
      [buildDispatchWorkerOptions(parts).maxConcurrentActivityTaskExecutions, 'for dispatches'],
      [buildSyncDispatchWorkerOptions(parts).maxConcurrentActivityTaskExecutions, 'for held sync dispatches'],
      [transactions.maxCachedWorkflows, 'workflows cached'],
    ] as const)
      expect(prose).toContain(`${formatCount(count)} ${what}`);
  });

  it('a limit of webhooks changes: docs/webhooks.md says so', () => {
    const { text } = page('docs/webhooks.md');
    expect(text).toContain(`waits ${TIMEOUT_MS / 1_000} s for an answer`);
    expect(text).toContain(`keeps ${formatCount(MAX_UNDELIVERED)} deliveries`);
    expect(text).toMatch(new RegExp(`remembers\\s+${formatCount(MAX_FAILED)} that failed`));
    expect(text).toContain(`At most ${MAX_CONCURRENT} deliveries to one endpoint`);
  });

  it('a cursor of the event streams grows: the pages that name its length say so', () => {
    const length = `up to ${formatCount(computeMaxCursorLength(streamLimits))} characters`;
    for (const path of ['docs/quickstart.md', 'clients/typescript/README.md'])
      expect(page(path).text).toContain(length);
  });

  it('the time for a look-up in Temporal changes: its problem says so', () => {
    const { meaning } = getProblemKind('orchestrator-unavailable');
    expect(meaning).toContain(`${LOOK_UP_MS / 1_000} s for a look-up`);
  });
});
