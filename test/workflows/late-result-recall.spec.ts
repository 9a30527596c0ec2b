import { afterEach, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { Dependencies } from '../../src/activities/dependencies.js';
import { keepLateNews } from '../../src/activities/late-news.js';
import type { IdPosTxs } from '../../src/domain/ids.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import type { LateResultFinding } from '../../src/workflows/late-result.messages.js';
import type { CallbackHint } from '../../src/workflows/transaction.messages.js';
import { createHeld } from '../support/cancelling-getnet.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { stub } from '../support/stub.js';
import { approved, declined, requireIdPosTxs, saleInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';

useStoryWorkers();

let world: TransactionWorld;
afterEach(() => world.close());

const [first, second] = [requireIdPosTxs('900001'), requireIdPosTxs('900002')];

/** Temporal, where something happens between a look at a workflow and the news that follow it. */
function createSlow(client: Client, before: () => Promise<void>): Client {
  const workflow = new Proxy(client.workflow, {
    get(real, name) {
      const member: unknown = Reflect.get(real, name);
      if (typeof member !== 'function') return member;
      const call = member.bind(real) as (...args: unknown[]) => unknown;
      return name === 'signalWithStart' ? (...args: unknown[]) => before().then(() => call(...args)) : call;
    },
  });
  return stub<Client>({ workflow, withDeadline: (_: number, call: () => Promise<unknown>) => call() });
}

it('a run ends before a callback reaches it: the next run has the findings of that run', async () => {
  const heard = createHeld<void>();
  world = await TransactionWorld.over({
    ...createGetnetAnswering({ kind: 'pending' }),
    status: async ({ idPosTxs }) => {
      if (idPosTxs === first) await heard.given;
      return { verdict: idPosTxs === first ? approved(first) : declined(second) };
    },
  });
  const { accepted, policy } = saleInput();
  const { customId } = accepted;
  const told = { moneyMoved: 'no' } as const;
  const keep = (temporal: Client, claims: 'approved' | 'declined', idPosTxs: IdPosTxs) => {
    const hint: CallbackHint = { version: 1, customId, digest: claims, claims, idPosTxs };
    const deps = stub<Dependencies>({
      temporal,
      taskQueue: world.taskQueue,
      webhooks: { listEndpoints: () => [] },
      findLateResultAction: () => 'ask',
    });
    return keepLateNews(deps, { accepted, policy, reported: told, hint });
  };
  await keep(world.client, 'approved', first);
  const run = () => world.client.workflow.getHandle(lateResultWorkflowId(customId));
  const ends = async () => {
    heard.give();
    await run().result();
  };
  await keep(createSlow(world.client, ends), 'declined', second);
  const finding = (await run().result()) as LateResultFinding;
  expect(finding).toMatchObject({ moneyMoved: 'yes', idPosTxs: first });
});
