import { describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Dependencies } from '../../src/activities/dependencies.js';
import { rejectEarlierNumber } from '../../src/activities/number-history.js';
import { readRecovered } from '../../src/activities/read-recovered.js';
import { readUndoEnding } from '../../src/activities/undo-state.js';
import { readTransaction, requireTransaction } from '../../src/activities/void-obstacle.js';
import { openRecord, recordProof } from '../../src/domain/record.js';
import type { StatusQuestion } from '../../src/domain/status-question.js';
import { doubtsQuery } from '../../src/workflows/transaction.messages.js';
import { stub } from '../support/stub.js';
import { approved, requireIdPosTxs, saleInput } from '../support/terms.js';

const { accepted: earlier } = saleInput();
const { accepted: ours } = saleInput();
const idPosTxs = requireIdPosTxs('900001');
const charged = recordProof(
  openRecord(earlier),
  { source: 'status_query', proof: approved('900001') } as never,
  earlier.createdAt,
);

/** Temporal has nine events of every run. @param historyLength so many its worker answers by. */
function answering(historyLength: number): Dependencies {
  const run = {
    describe: () =>
      Promise.resolve({ status: { name: 'RUNNING' }, historyLength: 9, memo: { accepted: earlier } }),
    query: (asked: unknown) =>
      Promise.resolve(asked === doubtsQuery ? [] : { snapshot: charged, historyLength }),
  };
  const temporal = {
    workflow: { getHandle: () => run },
    withDeadline: (_deadlineMs: number, call: () => Promise<unknown>) => call(),
  };
  return stub<Dependencies>({ temporal });
}

const question = stub<StatusQuestion>({
  accepted: { ...ours, previous: earlier.transactionId },
  idPosTxs,
});
const run = <T>(read: () => Promise<T>) => new MockActivityEnvironment().run(read);

/** Each asks the run of another transaction, which was charged under 900001. */
const readers: readonly (readonly [string, (deps: Dependencies) => Promise<unknown>, object])[] = [
  [
    'whose number it is',
    (deps) => rejectEarlierNumber(deps, question, { ...approved('900001'), namesUs: false } as never),
    { kind: 'contradiction', foreign: true },
  ],
  ['how an undo ended', (deps) => readUndoEnding(deps, { customId: earlier.customId }), { state: 'done' }],
  ['what its recovery found', (deps) => readRecovered(deps, earlier.transactionId), { status: 'approved' }],
  ['how a report stands', (deps) => requireTransaction(deps, earlier.transactionId), { status: 'approved' }],
];

describe.each(readers)('an activity asks %s', (_, read, answer) => {
  it('Temporal has the history that the worker answers from: the answer is taken', async () => {
    expect(await run(() => read(answering(9)))).toMatchObject(answer);
  });

  it('the worker is ahead of Temporal: the activity is tried again, and silence is no answer', async () => {
    await expect(run(() => read(answering(10)))).rejects.toMatchObject({ type: 'NotWritten' });
  });
});

it('the worker is ahead of Temporal, and the caller needs no answer: the outcome is unknown', async () => {
  const read = () => readTransaction(answering(10), earlier.transactionId);
  expect(await run(read)).toMatchObject({ outcome: { moneyMoved: 'unknown' } });
});
