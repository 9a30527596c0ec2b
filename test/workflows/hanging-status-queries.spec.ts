import { afterEach, expect, it } from '@jest/globals';
import { useStoryWorkers } from '../support/story-workers.js';
import { setTimeout as pause } from 'node:timers/promises';
import { approved, saleInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet } from '../support/transaction-world.js';
import { until } from '../support/until.js';

/** On a busy machine a minute passes: a sale that needed a person by then would be asked about too rarely to end here. */
const limits = {
  dispatchWithin: 30_000,
  // Longer than the story takes: a query that holds up something else is seen to run out of time.
  getnetTimeout: 60_000,
  attentionAfter: 900_000,
  lifecycleWindow: 20_000,
  lifecycleLimit: 40_000,
};

/** More than a worker has slots for workflow tasks. */
const WAITING_SALES = 60;

useStoryWorkers();

let world: TransactionWorld;
let answer: () => void;
afterEach(async () => {
  answer();
  await world.close();
});

/** A Getnet that takes commands, and answers no status query until `answer` is called. */
function createGetnetWithHangingQueries() {
  const getnet = createGetnetAnswering(approved());
  const released = new Promise<'answered'>((go) => (answer = () => go('answered')));
  const events: string[] = [];
  const hanging: Getnet = {
    ...getnet,
    send: async (accepted, options) => {
      events.push(`sent ${accepted.customId}`);
      return getnet.send(accepted, options);
    },
    status: async ({ policy: { limits: given } }) => {
      // In the workflow task of the callback a query is given a second, whatever the limits say: that such a one ends proves nothing.
      const isAtOnce = given.getnetTimeout < limits.getnetTimeout;
      events.push(isAtOnce ? 'asked at once' : 'asked');
      const timeUp = pause(given.getnetTimeout, 'time is up' as const, { ref: false });
      const end = await Promise.race([released, timeUp]);
      if (end === 'answered' || !isAtOnce) events.push(end);
      return { verdict: end === 'answered' ? approved() : { kind: 'silent', cause: 'no answer in time' } };
    },
  };
  const count = (...words: readonly string[]) => events.filter((event) => words.includes(event)).length;
  return { getnet: hanging, events, count };
}

it(`${WAITING_SALES} status queries hang after their callbacks: a new sale is sent, and that of another merchant is called back and ends, before one of them is answered`, async () => {
  const { getnet, events, count } = createGetnetWithHangingQueries();
  const other = createGetnetAnswering(approved());
  const another = saleInput({ limits });
  world = await TransactionWorld.over(
    {
      ...getnet,
      status: (question) =>
        question.accepted.customId === another.accepted.customId
          ? other.status(question)
          : getnet.status(question),
    },
    { ownWorkers: true },
  );
  const waiting = await Promise.all(
    Array.from({ length: WAITING_SALES }, () => world.sale(saleInput({ limits }))),
  );
  await Promise.all(waiting.map((sale) => sale.post()));
  await Promise.all(waiting.map((sale) => sale.callBack('900001')));
  await until(() => count('asked at once', 'asked') >= 20);
  const sale = await world.sale(saleInput({ limits }));
  await sale.post();
  expect(events).toContain(`sent ${sale.input.accepted.customId}`);
  const ofAnother = await world.sale(another);
  await ofAnother.post();
  await ofAnother.callBack('900001');
  expect(await ofAnother.run.result()).toMatchObject({ status: 'approved' });
  await until(() => count('asked') >= 20);
  expect(count('answered', 'time is up')).toBe(0);
  answer();
  const ends = await Promise.all(waiting.map(({ run }) => run.result()));
  expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(['approved']));
  await sale.run.terminate();
});
