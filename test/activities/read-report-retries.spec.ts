import { expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Dependencies } from '../../src/activities/dependencies.js';
import { reconciliationActivities } from '../../src/activities/reconciliation.js';
import { openRecord, park, recordNotSent } from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { recoveryWorkflowId } from '../../src/workflows/recovery.messages.js';
import { transactionWorkflowId } from '../../src/workflows/transaction.messages.js';
import { stub } from '../support/stub.js';
import { saleInput } from '../support/terms.js';

const { accepted } = saleInput();
const { transactionId } = accepted;
const busy: Snapshot = park(
  recordNotSent(
    openRecord({ ...accepted, type: 'details' }),
    { reason: 'terminal-busy' },
    accepted.createdAt,
  ),
  new Date(Date.now() + 86_400_000).toISOString(),
);

/** A report that was not sent, whose key may try again for a day, as its run and its recovery stand. */
function readReport(status: 'RUNNING' | 'TERMINATED') {
  const runs = {
    [transactionWorkflowId(transactionId)]: {
      describe: { status: { name: status }, historyLength: 9 },
      query: { snapshot: busy, historyLength: 9 },
    },
    [recoveryWorkflowId(transactionId)]: { describe: { status: { name: 'COMPLETED' } }, result: busy },
  };
  const getHandle = (id: string) =>
    Object.fromEntries(
      Object.entries(runs[id] ?? {}).map(([name, answer]) => [name, () => Promise.resolve(answer)]),
    );
  const temporal = {
    workflow: { getHandle },
    withDeadline: (_deadlineMs: number, call: () => Promise<unknown>) => call(),
  };
  const activities = reconciliationActivities(stub<Dependencies>({ temporal }));
  return new MockActivityEnvironment().run(activities.readReport, { transactionId, attempt: 2 });
}

it('its run goes on: the next attempt may still be opened', async () => {
  expect(await readReport('RUNNING')).toMatchObject({ kind: 'not_sent', attempt: 1, mayRetry: true });
});

it('its run was ended by hand, and it is recovered as not sent: nobody waits for a next attempt, which no run can open', async () => {
  expect(await readReport('TERMINATED')).toMatchObject({ kind: 'not_sent', attempt: 1, mayRetry: false });
});
