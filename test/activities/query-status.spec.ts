import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { StatusQuestion } from '../../src/domain/status-question.js';
import type { Dependencies, Occurrence } from '../../src/activities/dependencies.js';
import { queryActivities } from '../../src/activities/query-status.js';
import type { IdPosTxs, TransactionId } from '../../src/domain/ids.js';
import type { DeviceQueryOptions } from '../../src/getnet/client.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { declined } from '../support/terms.js';
import { buildAcceptedSale, buildPolicy } from '../getnet/support/accepted.js';
import { stub } from '../support/stub.js';

const question: StatusQuestion = {
  accepted: buildAcceptedSale(),
  policy: buildPolicy(),
  idPosTxs: '900001' as IdPosTxs,
  idFromCallback: false,
};
const silent: Verdict = { kind: 'silent', cause: 'OPERATION IN PROGRESS (15s)' };
const contradiction: Verdict = { kind: 'contradiction', fields: ['amount'] };

/** What one activity makes of what Getnet answered, and what it counted. */
async function runQuery(activity: 'queryStatus' | 'queryDevice', verdict: Verdict) {
  const counted: Occurrence[] = [];
  const answer = (of: typeof activity) => () =>
    of === activity ? Promise.resolve({ verdict }) : Promise.reject(new Error(`${of} was asked instead`));
  const getnet = { status: answer('queryStatus'), statusAtDevice: answer('queryDevice') };
  const deps = stub<Dependencies>({ getnet, count: (what: Occurrence) => void counted.push(what) });
  const run = new MockActivityEnvironment().run(queryActivities(deps)[activity], question);
  return { answer: await run.catch((failure: unknown) => failure), counted };
}

describe('asking how a command ended', () => {
  it('the terminal is silent: a value, because asking it again would occupy it again, and it may be at work still', async () => {
    expect((await runQuery('queryDevice', silent)).answer).toMatchObject({ verdict: silent, isOver: false });
  });

  it('the question to the terminal was refused: nobody is at work on it', async () => {
    const refused = { verdict: silent, isRefused: true } as const;
    const deps = stub<Dependencies>({ getnet: { statusAtDevice: async () => refused } });
    const answer = await new MockActivityEnvironment().run(queryActivities(deps).queryDevice, question);
    expect(answer).toMatchObject({ verdict: silent, isOver: true, isRefused: true });
  });

  it.each<[string, number, boolean]>([
    ['has long to go: the question leaves in the time for an answer, while it runs', 60_000, true],
    ['ends soon: its answer comes before', 1_500, true],
    ['was ended: nothing leaves', 60_000, false],
  ])('the lease under which the terminal is asked %s', async (_, leftMs, isRunning) => {
    const scheduledMs = Date.now();
    const lease = { workflowId: 'terminal/CL/1', runId: 'r', takenBy: 'us', until: scheduledMs + leftMs };
    const left: DeviceQueryOptions[] = [];
    const statusAtDevice: Dependencies['getnet']['statusAtDevice'] = async (_question, options) => {
      left.push(options);
      return { verdict: silent };
    };
    const describe = async () => ({ status: { name: isRunning ? 'RUNNING' : 'TERMINATED' } });
    const temporal = {
      withDeadline: <T>(_at: number, call: () => Promise<T>) => call(),
      workflow: { getHandle: () => ({ describe }) },
    };
    const { queryDevice } = queryActivities(stub<Dependencies>({ getnet: { statusAtDevice }, temporal }));
    const env = new MockActivityEnvironment({ currentAttemptScheduledTimestampMs: scheduledMs });
    await env.run(queryDevice, question, lease);
    const { getnetTimeout } = question.policy.limits;
    const [options] = left;
    expect(options?.sendBy).toBe(scheduledMs + Math.min(getnetTimeout, leftMs - getnetTimeout));
    expect(options?.sendWithin).toBe(getnetTimeout);
    expect(await options?.mayStillSend?.()).toBe(isRunning);
  });

  it('the terminal answers without our id, and who had that number is not known: no proof, and nobody is at work on it', async () => {
    const accepted = { ...buildAcceptedSale(), previous: 'tx_0000000000000000000' as TransactionId };
    const verdict = { ...declined(), namesUs: false };
    const temporal = {
      withDeadline: () => Promise.reject(new Error('Temporal is away')),
      workflow: { getHandle: () => ({}) },
    };
    const deps = stub<Dependencies>({
      getnet: { statusAtDevice: async () => ({ verdict }) },
      temporal,
    });
    const { queryDevice } = queryActivities(deps);
    const answer = await new MockActivityEnvironment().run(queryDevice, { ...question, accepted });
    expect(answer).toMatchObject({ verdict: { kind: 'silent' }, isOver: true });
  });

  it('the cloud is silent: a failure, so that it is asked again', async () => {
    const { answer } = await runQuery('queryStatus', silent);
    expect(answer).toBeInstanceOf(ApplicationFailure);
    expect(answer).toMatchObject({ type: 'GetnetSilent', nonRetryable: false });
  });

  it.each(['queryStatus', 'queryDevice'] as const)(
    '%s, answered for another command: counted',
    async (activity) => {
      const { answer, counted } = await runQuery(activity, contradiction);
      expect(answer).toMatchObject({ verdict: contradiction });
      expect(counted).toEqual(['contradicting_answer']);
    },
  );

  it('the terminal does not know the command: the answer says so, and nothing is counted', async () => {
    expect(await runQuery('queryDevice', { kind: 'not_found' })).toMatchObject({
      answer: { verdict: { kind: 'not_found' }, isOver: true },
      counted: [],
    });
  });
});
