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
  attentionAfter: 900_000,
  lifecycleWindow: 20_000,
  lifecycleLimit: 40_000,
};

/** More than a worker has slots for workflow tasks. */
const WAITING_SALES = 60;

useStoryWorkers();

let world: TransactionWorld;
afterEach(() => world.close());

/** A Getnet that takes commands, and answers no status query until it is told to. */
function createGetnetWithHangingQueries() {
  const getnet = createGetnetAnswering(approved());
  let answer: () => void = () => undefined;
  const released = new Promise<void>((go) => (answer = go));
  const events: string[] = [];
  const hanging: Getnet = {
    ...getnet,
    send: async (accepted, options) => {
      events.push(`sent ${accepted.customId}`);
      return getnet.send(accepted, options);
    },
    status: async ({ policy }) => {
      events.push('asked');
      const timeUp = pause(policy.limits.getnetTimeout, 'time is up' as const);
      if ((await Promise.race([released, timeUp])) === 'time is up') {
        return { verdict: { kind: 'silent', cause: 'no answer in time' } };
      }
      events.push('answered');
      return { verdict: approved() };
    },
  };
  return { getnet: hanging, events, answer };
}

it(`${WAITING_SALES} status queries hang after their callbacks: a new sale is sent, and that of another merchant is called back and ends, before one of them is answered`, async () => {
  const { getnet, events, answer } = createGetnetWithHangingQueries();
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
  await until(() => events.filter((event) => event === 'asked').length >= 20);
  const sale = await world.sale(saleInput({ limits }));
  await sale.post();
  expect(events).toContain(`sent ${sale.input.accepted.customId}`);
  const ofAnother = await world.sale(another);
  await ofAnother.post();
  await ofAnother.callBack('900001');
  expect(await ofAnother.run.result()).toMatchObject({ status: 'approved' });
  expect(events).not.toContain('answered');
  answer();
  const ends = await Promise.all(waiting.map(({ run }) => run.result()));
  expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(['approved']));
  await sale.run.terminate();
});
