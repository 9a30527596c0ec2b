import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { answeredSignal } from '../../src/workflows/transaction.messages.js';
import { createHeld } from '../support/cancelling-getnet.js';
import {
  ManualWorker,
  startSilenceableDispatches,
  startWithoutDispatches,
} from '../support/manual-worker.js';
import { getRecovery, recoveryNeedsAttention, startRecovery } from '../support/recovery.js';
import type { Sale } from '../support/sale-under-way.js';
import { openTemporalConnections, useStoryWorkers } from '../support/story-workers.js';
import type { TemporalConnections } from '../support/story-workers.js';
import { approved, requireIdPosTxs, saleInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet } from '../support/transaction-world.js';
import { until } from '../support/until.js';

useStoryWorkers();

const limits = { dispatchWithin: 60_000, attentionAfter: 90_000 };
const idPosTxs = requireIdPosTxs('900001');
const unreachable: DispatchOutcome = { kind: 'unreachable', cause: 'no route' };
const acknowledged: DispatchOutcome = { kind: 'acknowledged', idPosTxs };
const unclear: DispatchOutcome = { kind: 'unknown', cause: 'half an answer', idPosTxs };

describe('a worker was given up before it had claimed its command, and answers later that it sent nothing', () => {
  let connections: TemporalConnections;
  let world: TransactionWorld;
  let sale: Sale;
  let first: ReturnType<typeof createHeld<DispatchOutcome>>;
  let second: ReturnType<typeof createHeld<DispatchOutcome>>;
  const stops: (() => Promise<void>)[] = [];
  const sent: string[] = [];

  /** The first worker never gets to the question whether it may send. */
  const send: Getnet['send'] = async (accepted, { mayStillSend }) => {
    sent.push('begun');
    if (sent.length === 1) return first.given;
    if (!(await mayStillSend?.())) return { kind: 'withheld', cause: 'it was not allowed' };
    sent.push(accepted.customId);
    return second.given;
  };

  beforeEach(async () => {
    first = createHeld<DispatchOutcome>();
    second = createHeld<DispatchOutcome>();
    sent.length = 0;
    connections = await openTemporalConnections();
    world = await TransactionWorld.over({ ...createGetnetAnswering(approved()), send }, { workers: false });
    stops.push(await startWithoutDispatches(world, connections));
  });
  afterEach(async () => {
    first.give(unreachable);
    second.give(unclear);
    for (const stop of stops.splice(0)) await stop();
    await world.close();
    await connections.close();
  });

  const begin = async () => (sale = await world.sale(saleInput({ limits })));
  const isSent = () => until(async () => sent.includes(sale.input.accepted.customId));
  const leaseState = async () => (await world.lease(sale.input)).status.name;

  /** A worker takes the command and loses its network, so that another one sends it. */
  async function sendByAnother(): Promise<void> {
    await begin();
    refuseFirstClaim();
    const worker = await startSilenceableDispatches(world);
    stops.push(worker.stop);
    await until(async () => sent.length === 1);
    worker.fallSilent();
    await world.startWorkers();
    await isSent();
  }

  /** Of a process whose network is gone. */
  function refuseFirstClaim(): void {
    const { activity } = world.client;
    const heartbeat = activity.heartbeat.bind(activity) as (...all: readonly unknown[]) => Promise<void>;
    let isFirst = true;
    activity.heartbeat = async (...args: readonly unknown[]) => {
      if (!isFirst) return heartbeat(...args);
      isFirst = false;
      throw new Error('Temporal is away');
    };
  }

  /** The network of the first worker is back. */
  async function answerLate(outcome: DispatchOutcome): Promise<void> {
    first.give(outcome);
    await until(async () => world.counted.includes('answer_delivered_by_signal'));
  }

  const expectCharged = (found: Snapshot) =>
    expect(found).toMatchObject({ status: 'approved', idPosTxs, outcome: { moneyMoved: 'yes' } });

  it('while another one has it: the other one’s answer is awaited, and the terminal stays taken', async () => {
    await sendByAnother();
    await answerLate(unreachable);
    expect(await sale.snapshot()).toMatchObject({ outcome: { moneyMoved: 'unknown' } });
    expect(await leaseState()).toBe('RUNNING');
    second.give(acknowledged);
    expect(await sale.says((now) => now.idPosTxs !== undefined)).toMatchObject({
      status: 'in_progress',
      idPosTxs,
    });
    await sale.callBack('900001');
    expectCharged(await sale.run.result());
    expect(sent).toHaveLength(3);
  });

  it('after the other one could not say what became of it: it stays unknown', async () => {
    await sendByAnother();
    second.give({ kind: 'unknown', cause: 'the connection broke' });
    await sale.learns('the connection broke');
    await answerLate({ kind: 'expired' });
    expect(await sale.snapshot()).toMatchObject({ outcome: { moneyMoved: 'unknown' } });
    expect(await leaseState()).toBe('RUNNING');
    await sale.callBack('900001');
    expectCharged(await sale.run.result());
  });

  it('before another one is given it: the command is sent all the same, and told by that answer', async () => {
    await begin();
    const worker = await ManualWorker.take(connections.client, world.taskQueue);
    sent.push('by hand');
    await worker.isGivenUp(sale.run.workflowId);
    const { customId } = sale.input.accepted;
    await sale.run.signal(answeredSignal, { version: 1, customId, handOut: 1, outcome: unreachable });
    await world.startWorkers();
    second.give(acknowledged);
    await sale.learns('acknowledged');
    await sale.callBack('900001');
    expectCharged(await sale.run.result());
    expect(sent).toHaveLength(3);
  });

  it('and the run is reset: the number of the other one’s answer is asked about', async () => {
    await sendByAnother();
    second.give(unclear);
    world.answerWith({ ...createGetnetAnswering({ kind: 'pending' }), send });
    await sale.learns('half an answer');
    await answerLate(unreachable);
    await world.reset(sale.run.workflowId, 0);
    await sale.says(({ evidence }) => evidence.some(({ source }) => source === 'first_run'));
    world.answerWith({ ...createGetnetAnswering(approved()), send });
    await sale.callBack();
    expectCharged(await sale.run.result());
  });

  it('and the run is ended by hand: the number of the other one’s answer is asked about', async () => {
    await sendByAnother();
    second.give(unclear);
    world.answerWith({ ...createGetnetAnswering({ kind: 'pending' }), send });
    await sale.learns('half an answer');
    await answerLate(unreachable);
    await sale.run.terminate('by hand');
    world.answerWith({ ...createGetnetAnswering(approved()), send });
    await startRecovery(world, sale.input);
    expectCharged((await getRecovery(world, sale.input.accepted.transactionId).result()) as Snapshot);
  });

  it.each<[string, DispatchOutcome]>([
    ['unreachable', unreachable],
    ['withheld', { kind: 'withheld', cause: 'Temporal did not answer' }],
  ])('%s, to a run that was ended by hand: it may have been sent', async (_name, outcome) => {
    await sendByAnother();
    await sale.run.terminate('by hand');
    first.give(outcome);
    await until(async () => world.counted.includes('answer_without_transaction'));
    expect(await recoveryNeedsAttention(world, sale.input)).toMatchObject({
      outcome: { moneyMoved: 'unknown' },
    });
    second.give(acknowledged);
    expectCharged((await getRecovery(world, sale.input.accepted.transactionId).result()) as Snapshot);
  });
});
