import { expect } from '@jest/globals';
import { eventually } from './eventually.js';
import { exchange } from './http.js';
import { startWorld } from './world.js';
import type { World } from './world.js';

/** No status query comes in time: only the held answer itself can prove anything. */
const times = {
  GETNET_TIMEOUT: '3s',
  LIFECYCLE_WINDOW: '110s',
  LIFECYCLE_LIMIT: '120s',
  ATTENTION_AFTER: '150s',
};
const simulator = { SIMULATOR_WINDOW: '110s', SIMULATOR_EXTRA_WINDOW: '10s' };

/** The SDK repeats a poll that Temporal forbids for a minute before it gives up the worker. */
const GIVEN_UP_WITHIN_MS = 150_000;

/**
 * Forbids the poll for held dispatches while an answer is held. It takes more than a minute, most of it idle: another story can be told meanwhile.
 *
 * @throws what was not as it should be.
 */
export async function runLostPollerStory(): Promise<void> {
  const world = await startWorld({ env: times, simulator, viaProxy: ['worker'] });
  const ended = await tell(world).then(
    () => 'as told',
    (failure: unknown) => failure,
  );
  const closed = await world.close().catch(String);
  if (ended !== 'as told') throw ended;
  // It finds, as it should, that a process ended that no story had asked to.
  expect(closed).toMatch(/worker/);
}

async function tell(world: World): Promise<void> {
  const till = await world.terminal({ mode: 'sync', script: { customer: { action: 'freeze' } } });
  const order = till.order();
  void order.once.send().catch(() => undefined);
  await order.reachesTheTerminal();
  world.temporalProxy.block({ call: 'PollActivityTaskQueue', about: `${world.taskQueue}-sync` });
  const isUnready = async () =>
    (await exchange(`${world.urls.worker}/health/ready`)).status === 503 ? true : undefined;
  await eventually('the worker to be unready', isUnready, GIVEN_UP_WITHIN_MS);
  await world.judge.steer(order.id, { action: 'approve' });
  await eventually('the process to end', () => (world.worker.isRunning ? undefined : true));
  expect(world.worker.log()).toContain('the process ends once running dispatches have reported');
  await world.worker.start({ env: { TEMPORAL_ADDRESS: world.temporalAddress } });
  expect(await order.becomes('approved')).toMatchObject({ outcome: { evidence: 'sync_response' } });
}
