import { describe, expect, it } from '@jest/globals';
import type { DispatchOrder, DispatchReport } from '../../src/activities/contract.js';
import { RunningDispatches } from '../../src/worker/running-dispatches.js';
import { WorkerGroup } from '../../src/worker/worker-group.js';
import type { RunnableWorker } from '../../src/worker/worker-group.js';
import { until } from '../support/until.js';

type State = ReturnType<RunnableWorker['getState']>;

/** A worker that does what a test says. */
function worker() {
  let state: State = 'RUNNING';
  let end: () => void = () => undefined;
  let fail: (failure: Error) => void = () => undefined;
  const run = new Promise<void>((resolve, reject) => ((end = resolve), (fail = reject)));
  return {
    run: () => run,
    getState: () => state,
    shutdown: () => {
      state = 'STOPPED';
      end();
    },
    /** Its poller dies. @param says whether the SDK tells so: it does not while the worker has activities. */
    dies: (says: boolean) => {
      state = 'FAILED';
      if (says) fail(new Error('the poller died'));
    },
  };
}

function group(graceMs = 60_000) {
  const workers = [worker(), worker(), worker()] as const;
  const dispatches = new RunningDispatches();
  const lines: string[] = [];
  let onEnd: (failure: unknown) => void = () => undefined;
  const ended = new Promise<unknown>((resolve) => (onEnd = resolve));
  const log = {
    error: (fields: object, text: string) => void lines.push(`${JSON.stringify(fields)} ${text}`),
  };
  const made = new WorkerGroup({ workers, dispatches, graceMs, log, onFatal: (failure) => onEnd(failure) });
  return { made, workers, dispatches, lines, ended };
}

/** A dispatch whose answer comes when a test says so. */
function heldDispatch(dispatches: RunningDispatches): () => void {
  let answer: () => void = () => undefined;
  const report = new Promise<DispatchReport>(
    (resolve) => (answer = () => resolve({ outcome: { kind: 'expired' } })),
  );
  void dispatches.track(() => report)({} as DispatchOrder);
  return answer;
}

async function hasEnded(promise: Promise<unknown>): Promise<boolean> {
  let ended = false;
  void promise.then(() => (ended = true));
  await new Promise((later) => setTimeout(later, 50));
  return ended;
}

describe('a worker dies', () => {
  it.each([
    ['and the SDK says so', true],
    ['and the SDK does not say so', false],
  ])('%s: the others stop, the answers in hand come first, then the process ends', async (_, says) => {
    const { made, workers, dispatches, ended, lines } = group();
    const answer = heldDispatch(dispatches);
    workers[1].dies(says);
    await until(() => workers[0].getState() !== 'RUNNING');
    expect(made.isRunning).toBe(false);
    expect(await hasEnded(ended)).toBe(false);
    answer();
    await ended;
    expect(workers.map(({ getState }) => getState())).toEqual(['STOPPED', 'FAILED', 'STOPPED']);
    expect(lines.join()).toContain('"openDispatches":1');
  });

  it('nothing is in hand: the process ends at once', async () => {
    const { workers, ended } = group();
    workers[0].dies(true);
    expect(await ended).toEqual(new Error('the poller died'));
  });

  it('an answer never comes: the process ends when the grace time is over, and says what is lost', async () => {
    const { workers, dispatches, ended, lines } = group(20);
    heldDispatch(dispatches);
    workers[2].dies(true);
    await ended;
    expect(lines.join()).toContain('"lost":1');
  });

  it('two die: the process ends once', async () => {
    const { workers, ended, lines } = group();
    workers[0].dies(true);
    workers[1].dies(false);
    await ended;
    expect(lines).toHaveLength(1);
  });
});

describe('the process is to end', () => {
  it('every worker stops, and nothing is fatal', async () => {
    const { made, workers, ended } = group();
    await made.stop();
    expect(workers.map(({ getState }) => getState())).toEqual(['STOPPED', 'STOPPED', 'STOPPED']);
    expect(await hasEnded(ended)).toBe(false);
  });

  it('one worker had died with an answer in hand: that is waited for too', async () => {
    const { made, workers, dispatches } = group();
    const answer = heldDispatch(dispatches);
    workers[1].dies(false);
    const stopped = made.stop();
    expect(await hasEnded(stopped)).toBe(false);
    answer();
    await stopped;
  });
});
