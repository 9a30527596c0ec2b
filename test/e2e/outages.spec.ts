import { randomUUID } from 'node:crypto';
import { msToTs } from '@temporalio/common/lib/time.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { distPath } from '../../src/dev/project-root.js';
import { buildCallbackAddress } from './support/callback-address.js';
import { runLostPollerStory } from './support/dying-poller.js';
import { eventually } from './support/eventually.js';
import { exchange } from './support/http.js';
import { findUnusedPort } from './support/ports.js';
import { runToExit } from './support/program.js';
import { expectNoCommandFor, expectOneCommandFor } from './support/expect-ledger.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** Begun first and told last: it waits for a minute. */
let dyingPoller: Promise<void>;
beforeAll(() => {
  dyingPoller = runLostPollerStory();
  dyingPoller.catch(() => undefined);
});

/** Two stories wait until it is over; in the others a busy machine has to send within it. */
const DISPATCH_WITHIN_MS = 6_000;

describe('Temporal, the workers or Getnet are away', () => {
  let world: World;
  beforeAll(async () => {
    const nobody = `http://127.0.0.1:${await findUnusedPort()}/api/postxs/`;
    const env = {
      DISPATCH_WITHIN: `${DISPATCH_WITHIN_MS}ms`,
      LIFECYCLE_LIMIT: '3s',
      GETNET_BASE_URL_AR: nobody,
    };
    world = await startWorld({ running: ['worker'], env });
  });
  afterAll(() => world.close());

  it('Temporal away: 503, the key unused; once it is back the same key pays', async () => {
    const nowhere = `127.0.0.1:${await findUnusedPort()}`;
    await world.api.start({ env: { TEMPORAL_ADDRESS: nowhere }, until: '/health/live' });
    const order = (await world.terminal()).order();
    const letter = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"code":1}' };
    const [away, reading, ready, calledBack] = await Promise.all([
      order.once.send(),
      order.once.get(),
      exchange(`${world.urls.api}/health/ready`),
      exchange(buildCallbackAddress(world, order.id), letter),
    ]);
    expect(away).toMatchObject({
      status: 503,
      headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
      body: { code: 'orchestrator-unavailable', moneyMoved: 'unknown', retry: 'same_key' },
    });
    expect(reading).toMatchObject({ status: 503, body: { code: 'orchestrator-unavailable' } });
    expect(ready.status).toBe(503);
    expect(ready.text).toContain(nowhere);
    expect(calledBack).toMatchObject({ status: 503 });
    expect((await exchange(`${world.urls.api}/health/live`)).status).toBe(200);

    await expect(order.run().describe()).rejects.toThrow(/not found/i);

    await world.api.restart({ env: { TEMPORAL_ADDRESS: world.temporalAddress } });
    const paid = await order.send({ wait: 20 });
    expect(paid).toMatchObject({ status: 200, body: { status: 'approved', attempt: 1 } });
    await expectOneCommandFor(order);
  });

  it('no workers: the wait ends with 202; back after the deadline, they never send', async () => {
    await world.worker.stop();
    const till = await world.terminal();
    const waiting = (await world.terminal()).order({ wait: 1 });
    const order = till.order();
    const [waitingAnswer, unwaitedAnswer] = await Promise.all([waiting.send(), order.send()]);
    expect(waitingAnswer).toMatchObject({
      status: 202,
      body: { status: 'dispatching', outcome: { moneyMoved: 'unknown' } },
    });
    expect(unwaitedAnswer).toMatchObject({
      status: 202,
      body: { status: 'dispatching', outcome: { moneyMoved: 'unknown' } },
    });
    expect(await order.get()).toMatchObject({ status: 200, body: { outcome: { moneyMoved: 'unknown' } } });

    const acceptedAt = Date.now();
    await eventually(
      'the deadline to be over',
      () => Date.now() > acceptedAt + DISPATCH_WITHIN_MS || undefined,
    );
    await world.worker.start();
    for (const late of [order, waiting]) {
      expect(await late.becomes('not_sent')).toMatchObject({
        outcome: { moneyMoved: 'no', reason: 'dispatch-expired' },
      });
      await expectNoCommandFor(late);
    }
    await till.isFree();
    expect(await order.send({ wait: 20 })).toMatchObject({
      status: 200,
      body: { status: 'approved', attempt: 2 },
    });
  });

  it('a worker is paused until after the deadline: nothing is sent', async () => {
    const till = await world.terminal();
    world.worker.pause();
    const order = till.order({ wait: DISPATCH_WITHIN_MS / 1_000 + 1 });
    expect(await order.send()).toMatchObject({ status: 202 });
    world.worker.resume();
    expect(await order.becomes('not_sent')).toMatchObject({ outcome: { reason: 'dispatch-expired' } });
    await expectNoCommandFor(order);
  });

  it.concurrent('Getnet refuses connections: provably not sent, and the key may try again', async () => {
    const till = await world.terminal({ country: 'AR' });
    const sale = await till.sale();
    expect(sale.answer).toMatchObject({
      status: 503,
      body: { code: 'provider-unreachable', moneyMoved: 'no', retry: 'same_key' },
    });
    await expectNoCommandFor(sale);
    await till.isFree();
  });

  it.concurrent(
    'Getnet’s login refused, broken or silent: nothing is sent, and the reason is told',
    async () => {
      const logins = [
        ['bad_credentials', 502, 'provider-rejected'],
        ['http_401', 502, 'provider-rejected'],
        ['http_403', 502, 'provider-rejected'],
        ['http_503', 503, 'provider-unreachable'],
        ['html', 503, 'provider-unreachable'],
        ['hang', 503, 'provider-unreachable'],
      ] as const;
      await Promise.all(
        logins.map(async ([auth, status, code]) => {
          const till = await world.terminal({ alone: true });
          await world.judge.script({ auth }, { clientId: till.shop.clientId });
          const sale = await till.sale();
          expect(sale.answer).toMatchObject({ status, body: { code, moneyMoved: 'no' } });
          await expectNoCommandFor(sale);
        }),
      );
    },
  );
});

describe('a namespace that is not prepared', () => {
  const namespace = `e2e-${randomUUID().slice(0, 8)}`;
  let world: World;
  beforeAll(async () => void (world = await startWorld({ running: [], namespace })));
  afterAll(async () => {
    const { operatorService } = world.temporal.connection;
    await operatorService.deleteNamespace({ namespace }).catch(() => undefined);
    await world.close();
  });

  it('retention too short and search attributes missing: not ready, and says which; setup:namespace mends it', async () => {
    const workflowExecutionRetentionPeriod = msToTs('1d');
    await world.temporal.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
    await world.api.start({ until: '/health/live' });
    const { status, text } = await eventually('both faults to be named', async () => {
      const answer = await exchange(`${world.urls.api}/health/ready`);
      return answer.text.includes('RETENTION') ? answer : undefined;
    });
    expect(status).toBe(503);
    for (const named of ['30d', 'TransactionStatus', 'IdPosTxs', 'setup:namespace'])
      expect(text).toContain(named);

    const { code, stdout } = await runToExit(distPath('dev/setup-namespace.js'), world.environments.api);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('IdPosTxs') });
    await eventually('the API to be ready', async () => {
      const answer = await exchange(`${world.urls.api}/health/ready`);
      return answer.status === 200 ? answer : undefined;
    });
  });
});

describe('the poller of held dispatches dies while an answer is held', () => {
  it('the answer is delivered first; then the process ends, so that it is started again', async () => {
    await expect(dyingPoller).resolves.toBeUndefined();
  });
});
