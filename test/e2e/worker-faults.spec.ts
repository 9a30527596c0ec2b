import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { exchange } from './support/http.js';
import { temporalGate } from './support/temporal-gate.js';
import type { TemporalGate } from './support/temporal-gate.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** No status query comes in time: only the held answer itself can prove anything. */
const times = {
  GETNET_TIMEOUT: '3s',
  LIFECYCLE_WINDOW: '110s',
  LIFECYCLE_LIMIT: '120s',
  ATTENTION_AFTER: '150s',
};

/** The SDK repeats a poll that Temporal forbids for a minute before it gives up the worker. */
const GIVEN_UP_WITHIN_MS = 150_000;

describe('the poller of held dispatches dies while an answer is held', () => {
  let world: World;
  let gate: TemporalGate;
  beforeAll(async () => {
    const simulator = { SIMULATOR_WINDOW: '110s', SIMULATOR_EXTRA_WINDOW: '10s' };
    world = await startWorld({ env: times, simulator, running: ['api'] });
    gate = await temporalGate(world.temporalAddress);
    await world.worker.start({ env: { TEMPORAL_ADDRESS: gate.address } });
  });
  afterAll(async () => {
    // It finds, as it should, that a process ended that no story had asked to.
    await expect(world.close()).rejects.toThrow(/worker/);
    await gate.close();
  });

  it('the answer is delivered first; then the process ends, so that it is started again', async () => {
    const till = await world.terminal({ mode: 'sync', script: { customer: { action: 'freeze' } } });
    const order = till.order();
    void order.send().catch(() => undefined);
    await order.reachesTheTerminal();
    gate.forbid({ call: 'PollActivityTaskQueue', about: `${world.taskQueue}-sync` });
    const isUnready = async () =>
      (await exchange(`${world.urls.worker}/health/ready`)).status === 503 ? true : undefined;
    await eventually('the worker to be unready', isUnready, GIVEN_UP_WITHIN_MS);
    await world.judge.steer(order.id, { action: 'approve' });
    await eventually('the process to end', () => (world.worker.isRunning ? undefined : true));
    expect(world.worker.log()).toContain('the process ends once running dispatches have reported');
    await world.worker.start({ env: { TEMPORAL_ADDRESS: world.temporalAddress } });
    expect(await order.becomes('approved')).toMatchObject({ outcome: { evidence: 'sync_response' } });
  });
});
