import { describe, expect, it } from '@jest/globals';
import { createMetrics as apiMetrics } from '../../src/api/metrics/metrics.js';
import { problemCodes } from '../../src/api/problems/catalogue.js';
import { attentionReasons } from '../../src/domain/attention.js';
import { operatorActs } from '../../src/domain/operator-acts.js';
import { statuses } from '../../src/domain/status.js';
import { createMetrics as workerMetrics } from '../../src/worker/metrics.js';
import { lateResultWorkflow } from '../../src/workflows/late-result.messages.js';
import { recoveryWorkflow } from '../../src/workflows/recovery.messages.js';
import { reconciliationWorkflow } from '../../src/workflows/reconciliation.messages.js';
import { searchAttributeKeys } from '../../src/workflows/search-attributes.messages.js';
import { queueQuery, terminalQueueWorkflow } from '../../src/workflows/terminal-queue.messages.js';
import { terminalQuarantineWorkflow } from '../../src/workflows/terminal-quarantine.messages.js';
import { terminalLeaseWorkflow } from '../../src/workflows/terminal-lease.messages.js';
import {
  callbackArrivedSignal,
  snapshotQuery,
  transactionWorkflow,
} from '../../src/workflows/transaction.messages.js';
import { webhookAnnouncementWorkflow } from '../../src/workflows/webhook-announcement.messages.js';
import { codeSpans, page, section, tableRows } from './support/pages.js';

const runbook = page('docs/runbook.md');

describe('queries in docs/runbook.md', () => {
  const queries = [...runbook.text.matchAll(/--query "([^"]+)"/g)].map(([, query = '']) => query);
  const terms = queries.flatMap((query) => [
    ...query.matchAll(/(\w+) ?(?:!?=|>|<|IN) ?(\([^)]*\)|'[^']*')/g),
  ]);
  const listValues = (attribute: string) =>
    terms
      .filter(([, name]) => name === attribute)
      .flatMap(([, , value = '']) => value.match(/[^'(),]+/g) ?? []);

  it('a search attribute is renamed: no query uses the old name', () => {
    const known = [
      ...searchAttributeKeys.map(({ name }) => name),
      'WorkflowType',
      'ExecutionStatus',
      'StartTime',
    ];
    const used = new Set(terms.map(([, name = '']) => name));
    expect([...used].filter((name) => !known.includes(name))).toEqual([]);
    expect(queries.length).toBeGreaterThan(8);
  });

  it('a workflow type, status or way to end is renamed: no query looks for the old one', () => {
    const types: readonly string[] = [
      transactionWorkflow,
      terminalLeaseWorkflow,
      terminalQuarantineWorkflow,
      terminalQueueWorkflow,
      lateResultWorkflow,
      recoveryWorkflow,
      reconciliationWorkflow,
      webhookAnnouncementWorkflow,
    ];
    expect(new Set(listValues('WorkflowType'))).toEqual(new Set(types));
    expect(statuses).toEqual(expect.arrayContaining(listValues('TransactionStatus')));
    expect(['Running', 'Completed', 'Failed', 'Terminated', 'TimedOut', 'Canceled']).toEqual(
      expect.arrayContaining(listValues('ExecutionStatus')),
    );
  });

  it('a message is renamed: no command sends or asks for the old one', () => {
    const sent = [...runbook.text.matchAll(/--name (\w+)/g)].map(([, name]) => name);
    const asked = [...runbook.text.matchAll(/--type (\w+)/g)].map(([, name]) => name);
    expect([new Set(sent), new Set(asked)]).toEqual([
      new Set([callbackArrivedSignal.name]),
      new Set([snapshotQuery.name, queueQuery.name]),
    ]);
  });

  it('a status is added: the page says what to do', () => {
    const { prose } = section(runbook, '## What a status means');
    expect(statuses.filter((status) => !prose.includes(`\`${status}\``))).toEqual([]);
  });
});

describe('what waits for a person, in docs/runbook.md', () => {
  const rows = tableRows(section(runbook, '## What waits for a person'));
  const firstCells = rows.flatMap(([first = '']) => codeSpans({ prose: first }));

  it('a reason is added or removed: the page says what to do about it', () => {
    expect(attentionReasons.filter((reason) => !firstCells.includes(reason))).toEqual([]);
  });

  it('an act is added or removed: the page has a section about it', () => {
    expect(operatorActs.filter((act) => !firstCells.includes(act))).toEqual([]);
  });

  it('each reason and each act leads to a section of the page', () => {
    const named: readonly string[] = [...attentionReasons, ...operatorActs];
    const ours = rows.filter(([first = '']) =>
      codeSpans({ prose: first }).some((code) => named.includes(code)),
    );
    for (const row of ours) {
      const [, anchor = ''] = /\]\(#([\w-]+)\)/.exec(row.at(-1) ?? '') ?? [];
      const heading = new RegExp(`^#{2,3} ${anchor.replaceAll('-', '.')}$`, 'im');
      expect([row[0], heading.test(runbook.prose)]).toEqual([row[0], true]);
    }
  });

  it('a verdict may be refused in a way that is new: the page says what to do', () => {
    const { prose } = section(runbook, '### Settle a transaction');
    const lateNews = section(runbook, '### A late result').prose;
    const codes = [
      'evidence-contradicts',
      'verdict-differs',
      'not-in-attention',
      'terminal-in-use',
      'not-reversible',
    ];
    expect(codes.filter((code) => !`${prose}${lateNews}`.includes(code))).toEqual([]);
  });
});

describe('metrics in docs/runbook.md', () => {
  const worker = workerMetrics('127.0.0.1:1');
  const alerts = section(runbook, '## Alerts');
  const named = codeSpans(alerts).flatMap((code) => /^(?:api|terminal_payments)_\w+/.exec(code) ?? []);

  it('a metric is added or renamed: the page says when to worry', async () => {
    const text = `${await apiMetrics().registry.metrics()}\n${await worker.text()}`;
    const ours = [...text.matchAll(/^# TYPE ((?:api|terminal_payments)_\w+)/gm)].map(([, name = '']) => name);
    expect(new Set(named)).toEqual(new Set(ours));
  });

  it('a kind of rare occurrence is added: the page says when to worry', async () => {
    const kinds = [...(await worker.text()).matchAll(/occurrences_total\{kind="(\w+)"\}/g)].map(
      ([, kind]) => kind,
    );
    const alerted = tableRows(alerts).flatMap(
      ([metric = '']) => /occurrences_total\{kind="(\w+)"\}/.exec(metric)?.[1] ?? [],
    );
    expect(alerted.toSorted()).toEqual(kinds.toSorted());
  });

  it('a problem code is renamed: no alert waits for the old one', () => {
    const codes = [...alerts.prose.matchAll(/code="([\w-]+)"/g)].map(([, code = '']) => code);
    expect(problemCodes).toEqual(expect.arrayContaining(codes));
    expect(codes.length).toBeGreaterThan(2);
  });
});
