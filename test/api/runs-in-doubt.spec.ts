import { expect, it } from '@jest/globals';
import type { Environment } from '../../src/config/environment/environment.js';
import { OngoingCalls } from '../../src/api/store/ongoing-calls.js';
import type { LateResults } from '../../src/api/store/late-results.service.js';
import { Runs } from '../../src/api/store/runs.service.js';
import type { SharedWaits } from '../../src/api/store/shared-waits.js';
import type { Temporal } from '../../src/api/store/temporal.js';
import { UndoHistory } from '../../src/api/store/undo-history.service.js';
import { doubtsQuery, observationQuery } from '../../src/workflows/transaction.messages.js';
import { saleInput } from '../support/terms.js';
import { stub } from '../support/stub.js';

const { accepted } = saleInput();
const notSent = {
  version: 1,
  accepted,
  status: 'not_sent',
  outcome: { moneyMoved: 'no' },
  states: [],
  evidence: [],
};

const observed = { snapshot: notSent, historyLength: 9 };

/** Runs with nine events whose worker answers these queries, and no others. */
function runsAnswering(answers: ReadonlyMap<unknown, unknown>): Runs {
  const query = (asked: unknown) =>
    answers.has(asked)
      ? Promise.resolve(answers.get(asked))
      : Promise.reject(new Error('the worker is busy'));
  const client = {
    options: {},
    withDeadline: (_: number, call: () => unknown) => call(),
    workflow: { getHandle: () => ({ query, describe: () => Promise.resolve({ historyLength: 9 }) }) },
    workflowService: {
      getWorkflowExecutionHistoryReverse: () => Promise.resolve({ history: { events: [{}] } }),
    },
  };
  const temporal = stub<Temporal>({ client, taskQueue: 'queue', ongoing: new OngoingCalls() });
  const environment = stub<Environment>({ ATTENTION_AFTER: Infinity });
  return new Runs(temporal, environment, stub<SharedWaits>({}));
}

it('a run says which attempts are in doubt: an undo is judged by that', async () => {
  const runs = runsAnswering(
    new Map<unknown, unknown>([
      [observationQuery, observed],
      [doubtsQuery, [accepted.customId]],
    ]),
  );
  expect(await runs.readReport(accepted.transactionId)).toEqual({
    snapshot: notSent,
    doubts: [accepted.customId],
  });
});

it.each([
  ['which attempts are in doubt', new Map<unknown, unknown>([[observationQuery, observed]])],
  ['how it stands', new Map<unknown, unknown>([[doubtsQuery, []]])],
  [
    'how it stands by what Temporal has',
    new Map<unknown, unknown>([
      [observationQuery, { ...observed, historyLength: 10 }],
      [doubtsQuery, []],
    ]),
  ],
])('its worker does not answer %s: it is silent, and not forgotten', async (_, answers) => {
  expect(await runsAnswering(answers).readReport(accepted.transactionId)).toBe('silent');
});

it.each([
  ['disproved', 'no', 'open'],
  ['not verified', 'unknown', 'open'],
  ['proven', 'yes', 'done'],
] as const)(
  'the run of an open undo is silent, and a late callback was %s: the undo is remembered as before, unless that is proof',
  async (_, late, state) => {
    const { transactionId, customId, createdAt: since } = accepted;
    const undo = { transactionId, customId, type: 'void', state: 'open', since };
    const describe = () => Promise.resolve({ memo: { undos: [undo] } });
    const client = {
      withDeadline: (__: number, call: () => unknown) => call(),
      workflow: { getHandle: () => ({ describe }) },
    };
    const temporal = stub<Temporal>({ client, ongoing: new OngoingCalls() });
    const lateResults = stub<LateResults>({ findSettledMoneyMoved: () => Promise.resolve(late) });
    const runs = runsAnswering(new Map([[observationQuery, observed]]));
    const history = new UndoHistory(temporal, runs, lateResults);
    const sale = { name: 'tx_0123456789abcdefghi', merchant: accepted.merchant, rememberUntil: 0 };
    expect(await history.read(sale)).toMatchObject([{ state }]);
  },
);
