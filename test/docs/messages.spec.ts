import { describe, expect, it } from '@jest/globals';
import { createActivities } from '../../src/activities/create-activities.js';
import type { Dependencies } from '../../src/activities/dependencies.js';
import { statuses } from '../../src/domain/status.js';
import * as lateResult from '../../src/workflows/late-result.messages.js';
import * as dailyReconciliation from '../../src/workflows/daily-reconciliation.messages.js';
import * as reconciliation from '../../src/workflows/reconciliation.messages.js';
import * as recovery from '../../src/workflows/recovery.messages.js';
import * as terminalLease from '../../src/workflows/terminal-lease.messages.js';
import * as terminalQuarantine from '../../src/workflows/terminal-quarantine.messages.js';
import * as terminalQueue from '../../src/workflows/terminal-queue.messages.js';
import * as transaction from '../../src/workflows/transaction.messages.js';
import * as undos from '../../src/workflows/undos.messages.js';
import * as webhookAnnouncement from '../../src/workflows/webhook-announcement.messages.js';
import * as webhookDelivery from '../../src/workflows/webhook-delivery.messages.js';
import * as webhookEndpoint from '../../src/workflows/webhook-endpoint.messages.js';
import { codeSpans, ourPages, page, section, tableRows } from './support/pages.js';

type Kind = 'signal' | 'update' | 'query' | 'activity' | 'workflow';

const modules: readonly object[] = [
  transaction,
  undos,
  lateResult,
  recovery,
  reconciliation,
  terminalLease,
  terminalQuarantine,
  terminalQueue,
  webhookAnnouncement,
  webhookDelivery,
  webhookEndpoint,
];
const known: Readonly<Record<Kind, readonly string[]>> = {
  signal: listNames('signal'),
  update: listNames('update'),
  query: listNames('query'),
  // Nothing is called: a factory only names what it makes.
  activity: Object.keys(createActivities({} as Dependencies)),
  workflow: [
    transaction.transactionWorkflow,
    undos.undosWorkflow,
    lateResult.lateResultWorkflow,
    recovery.recoveryWorkflow,
    reconciliation.reconciliationWorkflow,
    dailyReconciliation.dailyReconciliationWorkflow,
    terminalLease.terminalLeaseWorkflow,
    terminalQuarantine.terminalQuarantineWorkflow,
    terminalQueue.terminalQueueWorkflow,
    webhookAnnouncement.webhookAnnouncementWorkflow,
    webhookDelivery.webhookDeliveryWorkflow,
    webhookEndpoint.webhookEndpointWorkflow,
  ],
};

/** The names of what the messages modules define. */
function listNames(kind: Kind): readonly string[] {
  return modules.flatMap((module) =>
    Object.values(module).flatMap((value: unknown) => (isDefinition(value, kind) ? [value.name] : [])),
  );
}

function isDefinition(value: unknown, kind: Kind): value is { readonly name: string } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === kind;
}

const written = section(page('docs/architecture.md'), '## What is written in Temporal');
const point = (title: string) => {
  const [, text = ''] = written.prose.split(`- **${title}`);
  return { prose: text.split('\n- ')[0] ?? '' };
};

describe('names of workflows, messages and activities in the documents', () => {
  it('a workflow is added or renamed: the table of docs/architecture.md knows it', () => {
    const types = tableRows(written).map(([type = '']) => type.replaceAll('`', ''));
    expect(types.toSorted()).toEqual(known.workflow.toSorted());
  });

  it('a message is added or renamed: docs/architecture.md knows it', () => {
    const named = new Set(codeSpans(point('Messages')).filter((code) => /^\w+$/.test(code)));
    expect([...named].toSorted()).toEqual(
      [
        ...known.signal,
        ...known.update,
        ...known.query,
        'transaction',
        'undos',
        'lateResult',
        'recovery',
        'reconciliation',
        'terminalQuarantine',
        'terminalQueue',
        'webhookEndpoint',
        'webhookDelivery',
      ].toSorted(),
    );
  });

  it('an activity is added or renamed: docs/architecture.md knows it', () => {
    const named = codeSpans(point('Activities')).filter((code) => /^\w+$/.test(code));
    expect(named.toSorted()).toEqual(known.activity.toSorted());
  });

  it('a page says “the signal `x`”, “activity `x`”: there is one of this name', () => {
    const named = ourPages().flatMap(({ path, prose }) =>
      [...prose.matchAll(/\b(signal|update|query|activity|workflow)\s+`([a-z]\w*)`/g)].map(
        ([, kind = '', name = '']) => ({ path, kind: kind as Kind, name }),
      ),
    );
    expect(named.filter(({ kind, name }) => !known[kind].includes(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(5);
  });
});

describe('statuses in docs/architecture.md', () => {
  const rows = tableRows(section(page('docs/architecture.md'), '## Every status, and how a run leaves it'));

  it('a status is added: the table says how it is reached and left', () => {
    const named = rows.flatMap(([status = '']) => codeSpans({ prose: status }));
    expect([...new Set(named)].toSorted()).toEqual(statuses.toSorted());
  });
});
