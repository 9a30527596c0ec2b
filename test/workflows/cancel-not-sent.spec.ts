import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { createCancellingGetnet, createHeld } from '../support/cancelling-getnet.js';
import { ManualWorker, startWithoutDispatches } from '../support/manual-worker.js';
import { openTemporalConnections, useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, buildUndoInput, buildUndoneSale } from '../support/terms.js';
import type { SaleTerms } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import type { Sale } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import { argentina, chile, readRefusal } from './support/cancels.js';

useStoryWorkers();

describe('cancel of a command that was not sent, or not answered', () => {
  let world: TransactionWorld;
  let shop: ReturnType<typeof createCancellingGetnet>;
  beforeEach(async () => {
    shop = createCancellingGetnet();
    world = await TransactionWorld.over(shop.getnet);
  });
  afterEach(() => world.close());

  const inProgress = async (terms: SaleTerms = {}): Promise<Sale> => {
    const sale = await world.sale(argentina(terms));
    expect((await sale.post()).status).toBe('in_progress');
    return sale;
  };
  const leaseEnd = async ({ input }: Sale) => (await world.lease(input)).status.name;

  it('dispatch not answered: the terminal is told to stop once the command is acknowledged', async () => {
    const held = createHeld<DispatchOutcome>();
    shop.answers(held.given);
    const sale = await world.sale(argentina());
    await shop.reached;
    expect((await sale.cancel()).status).toBe('cancel_requested');
    expect(shop.cancelled).toEqual([]);
    held.give({ kind: 'unknown', cause: 'connection reset' });
    await shop.cancelReached;
    expect((await sale.snapshot()).status).toBe('cancel_requested');
    shop.says(declined());
    await sale.callBack('900001');
    expect(await sale.run.result()).toMatchObject({ status: 'declined' });
  });

  it('dispatch refused after the request: not sent, and its key may not try again', async () => {
    const held = createHeld<DispatchOutcome>();
    shop.answers(held.given);
    const sale = await world.sale(argentina());
    await shop.reached;
    await sale.cancel();
    held.give({ kind: 'refused', reason: 'terminal_busy' });
    const snapshot = await sale.becomes('not_sent');
    expect(snapshot.outcome).toMatchObject({ moneyMoved: 'no', reason: 'cancelled' });
    expect(snapshot.outcome.detail).toContain('terminal-busy');
    await expect(readRefusal(sale.retry(2))).resolves.toBe('NotParked');
    expect(shop.cancelled).toEqual([]);
    await sale.run.terminate();
  });

  it('sync mode, the command still waits for its login: the terminal is told nothing, and the command never leaves', async () => {
    const login = createHeld<void>();
    shop.waitsFor(login.given);
    const sale = await world.sale(argentina({ mode: 'sync', cancelFollowsCommand: true }));
    await shop.begun;
    expect((await sale.cancel()).status).toBe('cancel_requested');
    await sale.learns('the cancel request');
    expect(shop.cancelled).toEqual([]);
    login.give();
    expect(await sale.run.result()).toMatchObject({
      status: 'not_sent',
      outcome: { moneyMoved: 'no', reason: 'cancelled' },
    });
    expect(shop.sent).toEqual([]);
    expect(await leaseEnd(sale)).toBe('TERMINATED');
  });

  it.each<[string, boolean]>([
    ['', true],
    [', accepted by an earlier release', false],
  ])(
    'sync mode%s: the terminal is told to stop while the command is held',
    async (_, cancelFollowsCommand) => {
      const held = createHeld<DispatchOutcome>();
      shop.answers(held.given);
      shop.onCancel(() => {
        held.give({ kind: 'finished', proof: declined() });
        return { kind: 'taken' };
      });
      const sale = await world.sale(argentina({ mode: 'sync', cancelFollowsCommand }));
      await shop.reached;
      expect((await sale.cancel()).status).toBe('cancel_requested');
      expect(await sale.run.result()).toMatchObject({
        status: 'declined',
        outcome: { evidence: 'sync_response' },
      });
      expect(await leaseEnd(sale)).toBe('TERMINATED');
    },
  );

  it('its worker dies before it has claimed the command: the terminal is told nothing, and is free again', async () => {
    await world.close();
    const lines = await openTemporalConnections();
    world = await TransactionWorld.over(shop.getnet, { workers: false });
    const stop = await startWithoutDispatches(world, lines);
    const sale = await world.sale(argentina({ cancelFollowsCommand: true }));
    await ManualWorker.take(lines.client, world.taskQueue);
    expect((await sale.cancel()).status).toBe('cancel_requested');
    await world.startWorkers();
    expect(await sale.run.result()).toMatchObject({ status: 'not_sent', outcome: { reason: 'cancelled' } });
    expect(shop.sent).toEqual([]);
    expect(shop.cancelled).toEqual([]);
    expect(await leaseEnd(sale)).toBe('TERMINATED');
    await stop();
    await lines.close();
  });

  it.each([
    ['asked by the route', (sale: Sale) => sale.cancel()],
    ['cancelled in Temporal', (sale: Sale) => sale.run.cancel()],
  ])('no worker has seen it yet, %s: nothing is sent, and the terminal is free again', async (_, ask) => {
    await world.close();
    world = await TransactionWorld.over(shop.getnet, { workers: false });
    const sale = await world.sale(chile());
    const asked = ask(sale);
    await world.startWorkers();
    await asked;
    expect(await sale.run.result()).toMatchObject({ status: 'not_sent', outcome: { reason: 'cancelled' } });
    expect(shop.sent).toEqual([]);
    expect(await leaseEnd(sale)).toBe('TERMINATED');
  });

  it('an undo waits for permission: nothing is sent, and the sale is free for another undo', async () => {
    const asked = createHeld<void>();
    const go = world.holdUndoPermission(() => asked.give());
    const undone = buildUndoneSale();
    const { accepted, policy } = buildUndoInput(undone);
    const undo = await world.sale({ version: 1, accepted, policy: { ...policy, cancelCommand: false } });
    await asked.given;
    expect((await undo.cancel()).status).toBe('cancel_requested');
    go();
    expect(await undo.run.result()).toMatchObject({ status: 'not_sent', outcome: { reason: 'cancelled' } });
    expect(shop.sent).toEqual([]);
    const other = await world.sale(buildUndoInput(undone));
    expect((await other.post()).status).toBe('in_progress');
    await other.run.terminate();
  });

  describe.each([
    ['Argentina', argentina],
    ['Chile', chile],
  ])('parked, %s', (_, input) => {
    it('nothing was ever sent: the run ends, and its key may not try again', async () => {
      const holder = await inProgress();
      const { serialNumber } = holder.input.accepted.terminal;
      const sale = await world.sale(input({ serialNumber }));
      expect((await sale.post()).outcome.reason).toBe('terminal-busy');
      await sale.parks(1);
      const answer = await sale.cancel();
      expect(answer).toMatchObject({ status: 'not_sent', outcome: { reason: 'cancelled' } });
      expect(answer.retryUntil).toBeUndefined();
      expect((await sale.run.result()).outcome).toEqual({
        moneyMoved: 'no',
        reason: 'cancelled',
        detail: 'it had not been sent: terminal-busy',
      });
      await holder.run.terminate();
    });

    it('refused by Getnet: stays open for a late callback, which still proves a charge', async () => {
      shop.answers({ kind: 'refused', reason: 'terminal_offline' });
      const sale = await world.sale(input());
      await sale.parks(1);
      expect((await sale.cancel()).outcome.reason).toBe('cancelled');
      expect(await readRefusal(sale.retry(2))).toBe('NotParked');
      const memo = async () => (await sale.run.describe()).memo?.['parked'];
      await until(async () => ((await memo()) as { reason?: string }).reason === 'cancelled');
      expect(await memo()).not.toHaveProperty('retryUntil');
      expect((await sale.run.describe()).status.name).toBe('RUNNING');
      shop.says(approved());
      await sale.callBack('900001');
      expect(await sale.run.result()).toMatchObject({
        status: 'approved',
        outcome: { warning: 'reported-not-sent-before' },
      });
    });

    it('cancelled in Temporal: as by the route', async () => {
      shop.answers({ kind: 'refused', reason: 'terminal_offline' });
      const sale = await world.sale(input({ limits: { callbackValidFor: 1_500 } }));
      await sale.parks(1);
      await sale.run.cancel();
      expect((await sale.run.result()).outcome.reason).toBe('cancelled');
    });

    it('Getnet called back about it: refused while that is verified', async () => {
      shop.answers({ kind: 'refused', reason: 'terminal_offline' });
      const sale = await world.sale(input());
      await sale.parks(1);
      await sale.callBack('900001');
      await sale.becomes('verifying');
      expect(await readRefusal(sale.cancel())).toMatch(/NoCancelCommand|CancelTooLate/);
      expect(shop.cancelled).toEqual([]);
      await sale.run.terminate();
    });
  });
});
