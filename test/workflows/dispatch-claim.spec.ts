import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WorkflowNotFoundError } from '@temporalio/client';
import { setTimeout as pause } from 'node:timers/promises';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import { callbackArrivedSignal } from '../../src/workflows/transaction.messages.js';
import { createHeld } from '../support/cancelling-getnet.js';
import {
  CLAIMED,
  ManualWorker,
  startSilenceableDispatches,
  startWithoutDispatches,
} from '../support/manual-worker.js';
import { openTemporalConnections, useStoryWorkers } from '../support/story-workers.js';
import type { TemporalConnections } from '../support/story-workers.js';
import { approved, declined, requireIdPosTxs, saleInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet } from '../support/transaction-world.js';
import { until } from '../support/until.js';

useStoryWorkers();

const limits = { dispatchWithin: 60_000, attentionAfter: 90_000 };

describe('a worker falls silent with a command', () => {
  let connections: TemporalConnections;
  let world: TransactionWorld;
  const stops: (() => Promise<void>)[] = [];
  const getnet = createGetnetAnswering(approved());

  /** Workflows run, and nobody polls for dispatches until `startDispatching`. */
  beforeEach(async () => {
    connections = await openTemporalConnections();
    world = await TransactionWorld.over(getnet, { workers: false });
    getnet.sent.length = 0;
    stops.push(await startWithoutDispatches(world, connections));
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
    await world.close();
    await connections.close();
  });

  const startDispatching = () => world.startWorkers();

  it('before it has claimed it: nothing was sent, another worker sends it, and the shop is told its outcome', async () => {
    const sale = await world.sale(saleInput({ limits }));
    await ManualWorker.take(connections.client, world.taskQueue);
    await startDispatching();
    await sale.learns('acknowledged');
    await sale.callBack('900001');
    expect((await sale.run.result()).status).toBe('approved');
    expect(getnet.sent).toEqual([sale.input.accepted.customId]);
  });

  it('after it has claimed it: the command may have left, and is never sent again', async () => {
    const sale = await world.sale(saleInput({ limits }));
    const worker = await ManualWorker.take(connections.client, world.taskQueue);
    await worker.heartbeat(CLAIMED);
    await startDispatching();
    await sale.learns('did not report');
    await sale.callBack('900001');
    expect((await sale.run.result()).status).toBe('approved');
    expect(getnet.sent).toEqual([]);
  });

  it('and goes on when another worker has the command: its claim is refused', async () => {
    const sale = await world.sale(saleInput({ limits }));
    const worker = await ManualWorker.take(connections.client, world.taskQueue);
    await startDispatching();
    await sale.learns('acknowledged');
    await expect(worker.heartbeat(CLAIMED)).rejects.toThrow(/not.*found|unknown/i);
    await sale.callBack('900001');
    expect((await sale.run.result()).status).toBe('approved');
    expect(getnet.sent).toHaveLength(1);
  });

  it.each([
    ['approved', approved()],
    ['declined', declined()],
  ] as const)(
    'with its answer, and sends it after the run has ended %s by another worker: it changes nothing',
    async (status, proof) => {
      const answer = createHeld<void>();
      const send: Getnet['send'] = async (accepted, order) => {
        await order.mayStillSend?.();
        const outcome = await getnet.send(accepted, order);
        await answer.given;
        return outcome;
      };
      world.answerWith({ ...createGetnetAnswering(proof), send });
      const sale = await world.sale(saleInput({ limits }));
      const worker = await startSilenceableDispatches(world);
      stops.push(worker.stop);
      await until(async () => getnet.sent.length > 0);
      worker.fallSilent();
      await sale.learns('did not report');
      const { customId } = sale.input.accepted;
      const idPosTxs = requireIdPosTxs('900001');
      const hint = { version: 1, customId, digest: 'the end', claims: status, idPosTxs } as const;
      await sale.run.signal(callbackArrivedSignal, hint);
      expect((await sale.run.result()).status).toBe(status);
      answer.give();
      await stops.pop()?.();
      expect(world.counted).not.toContain('answer_without_transaction');
      const late = world.client.workflow.getHandle(lateResultWorkflowId(customId));
      await expect(late.describe()).rejects.toBeInstanceOf(WorkflowNotFoundError);
    },
  );

  it('Temporal does not take the claim: the command is withheld, tried again after a pause, and sent once', async () => {
    const { activity } = world.client;
    const heartbeat = activity.heartbeat.bind(activity);
    let refused = 0;
    world.answerWith({
      ...getnet,
      async send(accepted, options) {
        // As the client does right before it writes.
        const isAllowed = await options.mayStillSend?.().catch(() => false);
        return isAllowed
          ? getnet.send(accepted, options)
          : { kind: 'withheld', cause: 'Temporal did not answer' };
      },
    });
    activity.heartbeat = async (...args: readonly unknown[]) => {
      refused += 1;
      if (refused === 1) throw new Error('Temporal is away');
      return (heartbeat as (...all: readonly unknown[]) => Promise<void>)(...args);
    };
    const sale = await world.sale(saleInput({ limits }));
    await startDispatching();
    await sale.learns('acknowledged');
    await sale.callBack('900001');
    expect((await sale.run.result()).status).toBe('approved');
    expect(getnet.sent).toHaveLength(1);
    expect(refused).toBe(2);
  });

  it('a login takes longer than a worker may be silent: the command is claimed meanwhile, and leaves once', async () => {
    const send: Getnet['send'] = async (...order) => {
      await pause(4_500);
      return getnet.send(...order);
    };
    world.answerWith({ ...getnet, send });
    const sale = await world.sale(saleInput({ limits }));
    await startDispatching();
    await sale.learns('acknowledged');
    await sale.callBack('900001');
    expect((await sale.run.result()).status).toBe('approved');
    expect(getnet.sent).toHaveLength(1);
    expect((await sale.snapshot()).evidence.map(({ says }) => says).join()).not.toContain('unknown');
  });

  it.each([
    ['and what it said is kept', false],
    ['and what it said is forgotten', true],
  ])(
    'after it has claimed it, and an operator lets the activity begin again, %s: it is not sent again',
    async (_how, resetHeartbeat) => {
      const sale = await world.sale(saleInput({ limits }));
      const worker = await ManualWorker.take(connections.client, world.taskQueue);
      await worker.heartbeat(CLAIMED);
      await worker.allowRetries(sale.run.workflowId);
      await worker.reset(sale.run.workflowId, resetHeartbeat);
      await startDispatching();
      await sale.learns('asked a second time');
      await sale.callBack('900001');
      expect((await sale.run.result()).status).toBe('approved');
      expect(getnet.sent).toEqual([]);
    },
  );

  it('after it has claimed it, and an operator resets the activity with its heartbeats: it is not sent again', async () => {
    const sale = await world.sale(saleInput({ limits }));
    const worker = await ManualWorker.take(connections.client, world.taskQueue);
    await worker.heartbeat(CLAIMED);
    await worker.reset(sale.run.workflowId, true);
    await startDispatching();
    await sale.learns('did not report');
    await sale.callBack('900001');
    expect((await sale.run.result()).status).toBe('approved');
    expect(getnet.sent).toEqual([]);
  });

  describe('Getnet refused the token of a command that it ran, and a fresh login is slow', () => {
    const refused: DispatchOutcome = { kind: 'refused', reason: 'unauthorized' };
    let login: ReturnType<typeof createHeld<void>>;
    let isWrittenAgain: Promise<boolean>;

    /** As the client does: it asks right before it writes, each time. */
    beforeEach(() => {
      login = createHeld<void>();
      const asked = createHeld<boolean>();
      isWrittenAgain = asked.given;
      world.answerWith({
        ...createGetnetAnswering(declined()),
        async send(_, { mayStillSend, mayRepeat }) {
          if (!(await mayStillSend?.())) return { kind: 'withheld', cause: 'it was not allowed' };
          getnet.sent.push('written');
          await login.given;
          asked.give((await mayRepeat?.().catch(() => false)) ?? true);
          return refused;
        },
      });
    });

    const written = () => until(async () => getnet.sent.length > 0);

    it('nothing else happens meanwhile: it is written once more', async () => {
      const sale = await world.sale(saleInput({ limits }));
      await startDispatching();
      await written();
      login.give();
      expect(await isWrittenAgain).toBe(true);
      await sale.parks(1);
    });

    it('its worker falls silent, and the run ends declined: the terminal may be another sale’s, and nothing is written again', async () => {
      const sale = await world.sale(saleInput({ limits }));
      const worker = await startSilenceableDispatches(world);
      stops.push(worker.stop);
      await written();
      worker.fallSilent();
      await sale.learns('did not report');
      await sale.callBack('900001');
      expect((await sale.run.result()).status).toBe('declined');
      login.give();
      expect(await isWrittenAgain).toBe(false);
    });

    it('its run is ended by hand: its callback goes elsewhere, and nothing is written again', async () => {
      const sale = await world.sale(saleInput({ limits }));
      await startDispatching();
      await written();
      await sale.run.terminate('by hand');
      login.give();
      expect(await isWrittenAgain).toBe(false);
    });
  });
});
