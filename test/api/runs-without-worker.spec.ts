import { beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowExecutionStatusName } from '@temporalio/client';
import { executionInfoFromRaw } from '@temporalio/client/lib/helpers.js';
import { defaultDataConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import { notSentProblem } from '../../src/api/transactions/not-sent-problem.js';
import {
  isSilentlyOverdue,
  mayOpenNextAttempt,
  showPaused,
  buildSnapshotWithoutWorker,
} from '../../src/api/store/run.js';
import { saleInput } from '../support/terms.js';
import { isOpen } from '../../src/workflows/run-answers.messages.js';

const { accepted } = saleInput();
const running = { accepted, parked: undefined, hasNews: false, isReset: false };
const longAgo = Date.parse(accepted.createdAt) - 60_000;

describe('a running transaction while no worker answers', () => {
  const retryUntil = new Date(Date.now() + 60_000).toISOString();
  const notSent = {
    status: 'not_sent',
    parked: { attempt: 1, reason: 'terminal-offline', retryUntil },
  } as const;

  it('it was not sent, and nothing has arrived since: its key may try again', () => {
    const snapshot = buildSnapshotWithoutWorker({ ...running, ...notSent }, longAgo);
    expect(snapshot).toMatchObject({ status: 'not_sent', outcome: { moneyMoved: 'no' } });
    expect(mayOpenNextAttempt(snapshot, Date.now())).toBe(true);
  });

  it('it was not sent, and a callback waits for a worker: unknown, and its key is not told to give up', () => {
    const snapshot = buildSnapshotWithoutWorker({ ...running, ...notSent, hasNews: true }, longAgo);
    expect(snapshot).toMatchObject({ status: 'verifying', outcome: { moneyMoved: 'unknown' } });
    expect(mayOpenNextAttempt(snapshot, Date.now())).toBe(false);
  });

  it('it was not sent, and its run was reset: what the run before may have sent since is unknown', () => {
    const snapshot = buildSnapshotWithoutWorker({ ...running, ...notSent, isReset: true }, longAgo);
    expect(snapshot).toMatchObject({ status: 'needs_attention', outcome: { moneyMoved: 'unknown' } });
    expect(mayOpenNextAttempt(snapshot, Date.now())).toBe(false);
  });

  it.each([
    ['dispatching', 2],
    ['in_progress', 2],
    ['verifying', 1],
  ])(
    'the key tried again long after the first attempt, %s: not overdue by the first one',
    (status, attempt) => {
      const acceptedLater = Date.parse(accepted.createdAt) + 1;
      const snapshot = buildSnapshotWithoutWorker({ ...running, ...notSent, status }, acceptedLater);
      expect(snapshot).toMatchObject({ status, accepted: { attempt }, outcome: { moneyMoved: 'unknown' } });
    },
  );

  it('the key tried again, and even the last moment to do so is long over: it needs a person', () => {
    const overdueBefore = Date.parse(retryUntil) + 1;
    const snapshot = buildSnapshotWithoutWorker(
      { ...running, ...notSent, status: 'in_progress' },
      overdueBefore,
    );
    expect(snapshot).toMatchObject({ status: 'needs_attention', outcome: { moneyMoved: 'unknown' } });
  });

  it('refused as busy, nobody knows when: the terminal is not called free at a moment that has passed', () => {
    const first = { ...accepted, createdAt: new Date(Date.now() - 3_600_000).toISOString() };
    const busy = { ...running, accepted: first, status: 'not_sent' };
    const parked = { attempt: 2, reason: 'terminal-busy', retryUntil } as const;
    const problem = notSentProblem(buildSnapshotWithoutWorker({ ...busy, parked }, longAgo), 60_000);
    expect(Date.parse(String(problem.body.busyUntil))).toBeGreaterThan(Date.now());
  });

  it.each(['in_progress', 'verifying', 'needs_attention'])('%s: that, and the money is unknown', (status) => {
    expect(buildSnapshotWithoutWorker({ ...running, status }, longAgo)).toMatchObject({
      status,
      outcome: { moneyMoved: 'unknown' },
    });
  });

  it('the service is undoing it, and its budget is used up: the undo goes on, so no person is needed', () => {
    const budgetUsedUp = Date.parse(accepted.createdAt) + 1;
    const snapshot = buildSnapshotWithoutWorker({ ...running, status: 'reversing' }, budgetUsedUp);
    expect(snapshot).toMatchObject({ status: 'verifying', outcome: { moneyMoved: 'unknown' } });
  });

  it('its budget is used up: it needs a person', () => {
    const overdueBefore = Date.parse(accepted.createdAt) + 1;
    const snapshot = buildSnapshotWithoutWorker({ ...running, status: 'dispatching' }, overdueBefore);
    expect(snapshot).toMatchObject({ status: 'needs_attention', outcome: { moneyMoved: 'unknown' } });
  });
});

describe('by when an answer comes, while no worker answers', () => {
  const retryUntil = new Date(Date.now() + 60_000).toISOString();
  const budgetMs = 900_000;
  const answerLatestBy = (run: object) =>
    buildSnapshotWithoutWorker({ ...running, status: 'in_progress', ...run }, longAgo, budgetMs).outcome
      .answerLatestBy;

  it('it is a first attempt: when it was accepted is certain, and so is the end of its budget', () => {
    const end = new Date(Date.parse(accepted.createdAt) + budgetMs).toISOString();
    expect(answerLatestBy({})).toBe(end);
  });

  it.each<[string, object]>([
    ['a later attempt', { parked: { attempt: 1, reason: 'terminal-offline', retryUntil } }],
    ['it was reset', { isReset: true }],
    ['how it ended is written', { status: 'approved' }],
  ])('%s: the time is unknown, and none is given', (_, run) => {
    expect(answerLatestBy(run)).toBeUndefined();
  });

  it('its budget is used up: no time is given', () => {
    const snapshot = buildSnapshotWithoutWorker(
      { ...running, status: 'in_progress' },
      Date.now() + 1_000,
      budgetMs,
    );
    expect(snapshot).toMatchObject({ status: 'needs_attention' });
    expect(snapshot.outcome).not.toHaveProperty('answerLatestBy');
  });
});

describe('a run that an operator has paused by Temporal’s Workflow Pause', () => {
  const { WORKFLOW_EXECUTION_STATUS_PAUSED: status } = proto.temporal.api.enums.v1.WorkflowExecutionStatus;
  let paused: WorkflowExecutionStatusName;
  beforeAll(async () => {
    // As the client reads what the server writes: a development server refuses to pause.
    const [at, length] = [{ nanos: 0 }, { toNumber: () => 1 }];
    const execution = { workflowId: 'w', runId: 'r' };
    const raw = { status, execution, type: { name: 't' }, historyLength: length, startTime: at };
    paused = (await executionInfoFromRaw(raw as never, defaultDataConverter, raw, 'default')).status.name;
    expect(paused).toBe('PAUSED');
  });
  const snapshot = buildSnapshotWithoutWorker({ ...running, status: 'in_progress' }, longAgo);
  const soon = Date.parse(accepted.createdAt) + 1;

  it('past its budget: it needs a person, whatever its last answer was', () => {
    expect(isSilentlyOverdue(snapshot, soon)).toBe(true);
    expect(showPaused(snapshot, paused)).toMatchObject({
      status: 'needs_attention',
      outcome: { moneyMoved: 'unknown', detail: expect.stringContaining('paused') },
    });
  });

  it('within its budget: nobody looks whether it is paused', () => {
    expect(isSilentlyOverdue(snapshot, longAgo)).toBe(false);
  });

  it.each(['approved', 'declined', 'not_sent', 'completed', 'needs_attention'] as const)(
    '%s: nobody looks whether it is paused',
    (status) => expect(isSilentlyOverdue({ ...snapshot, status }, soon)).toBe(false),
  );

  it('running: it stays as it is', () => {
    expect(showPaused(snapshot, 'RUNNING')).toBe(snapshot);
  });

  it('is open: a paused lease still holds its terminal', () => {
    expect(isOpen(paused)).toBe(true);
    expect(isOpen('TERMINATED')).toBe(false);
  });
});
