import { expect, it } from '@jest/globals';
import type { Environment } from '../../src/config/environment/environment.js';
import { OngoingCalls } from '../../src/api/store/ongoing-calls.js';
import { Runs } from '../../src/api/store/runs.service.js';
import type { SharedWaits } from '../../src/api/store/shared-waits.js';
import type { Temporal } from '../../src/api/store/temporal.js';
import { doubtsQuery, snapshotQuery } from '../../src/workflows/transaction.messages.js';
import { saleInput } from '../support/terms.js';

const { accepted } = saleInput();
const notSent = {
  version: 1,
  accepted,
  status: 'not_sent',
  outcome: { moneyMoved: 'no' },
  states: [],
  evidence: [],
};

/** Runs whose worker answers these queries, and no others. */
function runsAnswering(answers: ReadonlyMap<unknown, unknown>): Runs {
  const query = (asked: unknown) =>
    answers.has(asked)
      ? Promise.resolve(answers.get(asked))
      : Promise.reject(new Error('the worker is busy'));
  const client = {
    options: {},
    withDeadline: (_: number, call: () => unknown) => call(),
    workflow: { getHandle: () => ({ query }) },
    workflowService: {
      getWorkflowExecutionHistoryReverse: () => Promise.resolve({ history: { events: [{}] } }),
    },
  };
  const temporal = { client, taskQueue: 'queue', ongoing: new OngoingCalls() } as unknown as Temporal;
  const environment = { ATTENTION_AFTER: Infinity } as unknown as Environment;
  return new Runs(temporal, environment, {} as SharedWaits);
}

it('a run says which attempts are in doubt: an undo is judged by that', async () => {
  const runs = runsAnswering(
    new Map<unknown, unknown>([
      [snapshotQuery, notSent],
      [doubtsQuery, [accepted.customId]],
    ]),
  );
  expect(await runs.readStanding(accepted.transactionId)).toEqual({
    snapshot: notSent,
    doubts: [accepted.customId],
  });
});

it('its worker does not answer that: nobody concludes from the rest that an undo gave nothing back', async () => {
  const runs = runsAnswering(new Map([[snapshotQuery, notSent]]));
  expect(await runs.readStanding(accepted.transactionId)).toBeUndefined();
});
