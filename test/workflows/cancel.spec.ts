import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { Runtime } from '@temporalio/worker';
import type { CancelOutcome } from '../../src/domain/cancel.js';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { createCancellingGetnet, createHeld } from '../support/cancelling-getnet.js';
import { approved, declined, saleInput, undoInput, undoneSale } from '../support/terms.js';
import type { SaleTerms } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import type { Sale } from '../support/transaction-world.js';

beforeAll(() => TransactionWorld.quiet());
afterAll(() => Runtime.instance().shutdown());

const argentina = (terms: SaleTerms = {}) => saleInput({ cancelCommand: true, ...terms });
const chile = (terms: SaleTerms = {}) => saleInput({ cancelCommand: false, ...terms });

/** The failure type a cancel request is refused with. */
async function refusalOf(asking: Promise<unknown>): Promise<string | null | undefined> {
  const failure = await asking.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof WorkflowUpdateFailedError)) throw new Error(`not refused: ${String(failure)}`);
  return failure.cause instanceof ApplicationFailure ? failure.cause.type : undefined;
}

function told({ evidence }: Snapshot, source: string): readonly string[] {
  return evidence.filter((entry) => entry.source === source).map(({ says }) => says);
}

describe.each([{ cached: true }, { cached: false }])('cancel (workflow cache: $cached)', ({ cached }) => {
  let world: TransactionWorld;
  let shop: ReturnType<typeof createCancellingGetnet>;
  beforeEach(async () => {
    shop = createCancellingGetnet();
    world = await TransactionWorld.over(shop.getnet, { cached });
  });
  afterEach(() => world.close());

  const inProgress = async (terms: SaleTerms = {}): Promise<Sale> => {
    const sale = await world.sale(argentina(terms));
    expect((await sale.dispatched()).status).toBe('in_progress');
    return sale;
  };
  const leaseEnd = async ({ input }: Sale) => (await world.lease(input)).status.name;

  it('acknowledged: the terminal is told to stop, its end is the outcome, and the terminal is free again', async () => {
    const sale = await inProgress();
    shop.onCancel(() => {
      shop.says(declined());
      return { kind: 'taken' };
    });
    expect(await sale.cancel()).toMatchObject({
      status: 'cancel_requested',
      outcome: { moneyMoved: 'unknown' },
    });
    const result = await sale.run.result();
    expect(result).toMatchObject({ status: 'declined', outcome: { moneyMoved: 'no' } });
    expect(result.states.map(({ status }) => status)).toEqual([
      ...['dispatching', 'in_progress', 'cancel_requested', 'declined'],
    ]);
    expect(told(result, 'cancel')).toEqual([
      'requested by API key till',
      'the terminal took the cancel request, which proves nothing about the payment',
    ]);
    expect(shop.cancelled).toEqual([sale.input.accepted.customId]);
    expect(await leaseEnd(sale)).toBe('TERMINATED');
  });

  it.each<[string, CancelOutcome]>([
    ['taken', { kind: 'taken' }],
    ['refused', { kind: 'declined', cause: 'code 9001' }],
    ['lost', { kind: 'unknown', cause: 'connection reset' }],
  ])('request %s and the card was tapped in the same second: approved', async (_, outcome) => {
    const sale = await inProgress();
    shop.onCancel(() => {
      shop.says(approved());
      return outcome;
    });
    await sale.cancel();
    expect(await sale.run.result()).toMatchObject({ status: 'approved', outcome: { moneyMoved: 'yes' } });
    expect(shop.cancelled).toHaveLength(1);
  });

  it('answer lost: nothing is concluded, and the query by timer finds the decline', async () => {
    const sale = await inProgress();
    shop.onCancel(() => ({ kind: 'unknown', cause: 'connection reset' }));
    await sale.cancel();
    await sale.learns('no usable answer');
    expect((await sale.snapshot()).status).toBe('cancel_requested');
    shop.says(declined());
    expect(await sale.run.result()).toMatchObject({ status: 'declined' });
  });

  it('asked twice, and once more after the end: the terminal is told once, and each is answered', async () => {
    const sale = await inProgress();
    await Promise.all([sale.cancel(), sale.cancel()]);
    await sale.learns('took the cancel request');
    expect((await sale.cancel()).status).toBe('cancel_requested');
    shop.says(declined());
    await sale.run.result();
    expect((await sale.cancel()).status).toBe('cancel_requested');
    expect(shop.cancelled).toHaveLength(1);
  });

  it('proof while the request is under way: known at once, and the next sale goes out after the request has ended', async () => {
    const held = createHeld<CancelOutcome>();
    shop.onCancel(() => held.given);
    const sale = await inProgress({ limits: { getnetTimeout: 5_000 } });
    await sale.cancel();
    await shop.cancelReached;
    shop.says(approved());
    await sale.calledBack('900001');
    expect((await sale.becomes('approved')).finalAt).toBeDefined();
    expect(await leaseEnd(sale)).toBe('RUNNING');
    const { serialNumber } = sale.input.accepted.terminal;
    // Without the cache a run that asks in quick succession may hold up the first task of another for 5 s.
    const next = await world.sale(argentina({ serialNumber, limits: { dispatchWithin: 20_000 } }));
    expect((await next.dispatched()).outcome.reason).toBe('terminal-busy');
    held.give({ kind: 'taken' });
    expect(told(await sale.run.result(), 'cancel').at(-1)).toContain('took the cancel request');
    expect((await next.triedAgain(2)).status).toBe('in_progress');
    expect(shop.cancelled).toEqual([sale.input.accepted.customId]);
    await next.run.terminate();
  });

  it('answered, and nothing proven: the next sale does not go out', async () => {
    const sale = await inProgress();
    // Without a cache, the SDK loses a task of the next run while this one asks in quick succession (ADR 0015).
    shop.onCancel(() => (cached ? { kind: 'taken' } : { kind: 'declined', cause: 'code 9001' }));
    await sale.cancel();
    await sale.learns('the cancel request');
    const { serialNumber } = sale.input.accepted.terminal;
    // Without the cache a run that asks in quick succession may hold up the first task of another for 5 s.
    const next = await world.sale(argentina({ serialNumber, limits: { dispatchWithin: 20_000 } }));
    expect((await next.dispatched()).outcome.reason).toBe('terminal-busy');
    shop.says(declined());
    await sale.run.result();
    expect((await next.triedAgain(2)).status).toBe('in_progress');
    await next.run.terminate();
  });

  it('callback and request at the same moment: approved, whichever is first', async () => {
    const sale = await inProgress();
    shop.says(approved());
    await Promise.allSettled([sale.calledBack('900001'), sale.cancel()]);
    expect(await sale.run.result()).toMatchObject({ status: 'approved' });
    expect(await leaseEnd(sale)).toBe('TERMINATED');
    expect(shop.cancelled.length).toBeLessThanOrEqual(1);
  });

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
    await sale.calledBack('900001');
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
    await expect(refusalOf(sale.triedAgain(2))).resolves.toBe('NotParked');
    expect(shop.cancelled).toEqual([]);
    await sale.run.terminate();
  });

  it('sync mode: the terminal is told to stop while the command is held', async () => {
    const held = createHeld<DispatchOutcome>();
    shop.answers(held.given);
    shop.onCancel(() => {
      held.give({ kind: 'finished', proof: declined() });
      return { kind: 'taken' };
    });
    const sale = await world.sale(argentina({ mode: 'sync' }));
    await shop.reached;
    expect((await sale.cancel()).status).toBe('cancel_requested');
    expect(await sale.run.result()).toMatchObject({
      status: 'declined',
      outcome: { evidence: 'sync_response' },
    });
    expect(await leaseEnd(sale)).toBe('TERMINATED');
  });

  it('needs a person, long after the terminal was given back: refused', async () => {
    const sale = await inProgress({ limits: { attentionAfter: 600 } });
    await sale.becomes('needs_attention');
    await world.leaseEnds(sale.input);
    expect(await refusalOf(sale.cancel())).toBe('CancelTooLate');
    expect((await sale.snapshot()).status).toBe('needs_attention');
    await sale.run.terminate();
  });

  it('needs a person while the terminal is still held: told to stop, and it still needs a person', async () => {
    const sale = await inProgress({ limits: { attentionAfter: 600, lifecycleLimit: 30_000 } });
    await sale.becomes('needs_attention');
    expect((await sale.cancel()).status).toBe('needs_attention');
    await shop.cancelReached;
    shop.says(declined());
    expect(await sale.run.result()).toMatchObject({ status: 'declined' });
  });

  it('lease ended by hand: the terminal may be another’s, so it is not told to stop', async () => {
    const sale = await inProgress();
    const { workflowId, runId } = await world.lease(sale.input);
    await world.client.workflow.getHandle(workflowId, runId).terminate('a test');
    await sale.cancel();
    await sale.learns('was not sent');
    expect(shop.cancelled).toEqual([]);
    shop.says(approved());
    expect(await sale.run.result()).toMatchObject({ status: 'approved' });
  });

  it('proven: refused, because it has ended', async () => {
    const held = createHeld<void>();
    const { releaseLease } = world.activities;
    world.activities.releaseLease = async (give) => held.given.then(() => releaseLease(give));
    const sale = await world.sale(argentina());
    shop.says(declined());
    await sale.run.result();
    await expect(sale.cancel()).rejects.toThrow(/not found|already completed/i);
    held.give();
  });

  it('Chile, sent: refused, and nothing changes', async () => {
    const sale = await world.sale(chile());
    await sale.dispatched();
    expect(await refusalOf(sale.cancel())).toBe('NoCancelCommand');
    await sale.run.cancel();
    await sale.learns('refused: NoCancelCommand');
    expect(await sale.snapshot()).toMatchObject({ status: 'in_progress' });
    shop.says(approved());
    expect(await sale.run.result()).toMatchObject({ status: 'approved' });
    expect(shop.cancelled).toEqual([]);
  });

  it('cancelled in Temporal: as by the route', async () => {
    const sale = await inProgress();
    await sale.run.cancel();
    await sale.becomes('cancel_requested');
    await shop.cancelReached;
    await sale.learns('took the cancel request');
    expect((await sale.cancel()).status).toBe('cancel_requested');
    shop.says(declined());
    expect(await sale.run.result()).toMatchObject({ status: 'declined' });
    expect(shop.cancelled).toHaveLength(1);
  });

  it('a reset run: never tells a terminal to stop', async () => {
    const sale = await inProgress();
    await world.reset(sale.run.workflowId, -1);
    const again = world.client.workflow.getHandle(sale.run.workflowId);
    await again.cancel();
    await sale.learns('cancellation requested');
    expect(await refusalOf(sale.cancel())).toMatch(/RepeatsEarlierRun/);
    shop.says(declined());
    await sale.calledBack('900001');
    expect(await again.result()).toMatchObject({ status: 'declined' });
    expect(shop.cancelled).toEqual([]);
  });

  it.each([
    ['asked by the route', (sale: Sale) => sale.cancel()],
    ['cancelled in Temporal', (sale: Sale) => sale.run.cancel()],
  ])('no worker has seen it yet, %s: nothing is sent, and the terminal is free again', async (_, ask) => {
    await world.close();
    world = await TransactionWorld.over(shop.getnet, { workers: false });
    const sale = await world.sale(chile());
    const asked = ask(sale);
    await world.startWorkers(cached);
    await asked;
    expect(await sale.run.result()).toMatchObject({ status: 'not_sent', outcome: { reason: 'cancelled' } });
    expect(shop.sent).toEqual([]);
    expect(await leaseEnd(sale)).toBe('TERMINATED');
  });

  it('an undo waits for permission: nothing is sent, and the sale is free for another undo', async () => {
    const asked = createHeld<void>();
    const go = world.holdsLeave(() => asked.give());
    await world.restartWorkers(cached);
    const undone = undoneSale();
    const { accepted, policy } = undoInput(undone);
    const undo = await world.sale({ version: 1, accepted, policy: { ...policy, cancelCommand: false } });
    await asked.given;
    expect((await undo.cancel()).status).toBe('cancel_requested');
    go();
    expect(await undo.run.result()).toMatchObject({ status: 'not_sent', outcome: { reason: 'cancelled' } });
    expect(shop.sent).toEqual([]);
    const other = await world.sale(undoInput(undone));
    expect((await other.dispatched()).status).toBe('in_progress');
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
      expect((await sale.dispatched()).outcome.reason).toBe('terminal-busy');
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
      expect(await refusalOf(sale.triedAgain(2))).toBe('NotParked');
      const memo = async () => (await sale.run.describe()).memo?.['parked'];
      while (((await memo()) as { reason?: string }).reason !== 'cancelled') await sale.snapshot();
      expect(await memo()).not.toHaveProperty('retryUntil');
      expect((await sale.run.describe()).status.name).toBe('RUNNING');
      shop.says(approved());
      await sale.calledBack('900001');
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
      await sale.calledBack('900001');
      await sale.becomes('verifying');
      expect(await refusalOf(sale.cancel())).toMatch(/NoCancelCommand|CancelTooLate/);
      expect(shop.cancelled).toEqual([]);
      await sale.run.terminate();
    });
  });
});
