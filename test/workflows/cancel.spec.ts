import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CancelOutcome } from '../../src/domain/cancel.js';
import { createCancellingGetnet, createHeld } from '../support/cancelling-getnet.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined } from '../support/terms.js';
import type { SaleTerms } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import type { Sale } from '../support/transaction-world.js';
import { argentina, chile, listSayings, readRefusal } from './support/cancels.js';

useStoryWorkers();

describe('cancel of a command that was sent', () => {
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
  const needsPerson = async (limits: SaleTerms['limits']): Promise<Sale> => {
    const sale = await world.sale(argentina({ limits }));
    await sale.post();
    await sale.becomes('needs_attention');
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
      'dispatching',
      'in_progress',
      'cancel_requested',
      'declined',
    ]);
    expect(listSayings(result, 'cancel')).toEqual([
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
    await sale.callBack('900001');
    expect((await sale.becomes('approved')).finalAt).toBeDefined();
    expect(await leaseEnd(sale)).toBe('RUNNING');
    const { serialNumber } = sale.input.accepted.terminal;
    const next = await world.sale(argentina({ serialNumber, limits: { dispatchWithin: 20_000 } }));
    expect((await next.post()).outcome.reason).toBe('terminal-busy');
    held.give({ kind: 'taken' });
    expect(listSayings(await sale.run.result(), 'cancel').at(-1)).toContain('took the cancel request');
    expect((await next.retry(2)).status).toBe('in_progress');
    expect(shop.cancelled).toEqual([sale.input.accepted.customId]);
    await next.run.terminate();
  });

  it('answered, and nothing proven: the next sale does not go out', async () => {
    const sale = await inProgress();
    shop.onCancel(() => ({ kind: 'taken' }));
    await sale.cancel();
    await sale.learns('the cancel request');
    const { serialNumber } = sale.input.accepted.terminal;
    const next = await world.sale(argentina({ serialNumber, limits: { dispatchWithin: 20_000 } }));
    expect((await next.post()).outcome.reason).toBe('terminal-busy');
    shop.says(declined());
    await sale.run.result();
    expect((await next.retry(2)).status).toBe('in_progress');
    await next.run.terminate();
  });

  it('callback and request at the same moment: approved, whichever is first', async () => {
    const sale = await inProgress();
    shop.says(approved());
    await Promise.allSettled([sale.callBack('900001'), sale.cancel()]);
    expect(await sale.run.result()).toMatchObject({ status: 'approved' });
    expect(await leaseEnd(sale)).toBe('TERMINATED');
    expect(shop.cancelled.length).toBeLessThanOrEqual(1);
  });

  it('needs a person, long after the terminal was given back: refused', async () => {
    const sale = await needsPerson({ attentionAfter: 600 });
    await world.leaseEnds(sale.input);
    expect(await readRefusal(sale.cancel())).toBe('CancelTooLate');
    expect((await sale.snapshot()).status).toBe('needs_attention');
    await sale.run.terminate();
  });

  it('needs a person while the terminal is still held: told to stop, and it still needs a person', async () => {
    const sale = await needsPerson({ attentionAfter: 600, lifecycleLimit: 30_000 });
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
    const sale = await world.sale(argentina());
    shop.says(declined());
    await sale.run.result();
    await expect(sale.cancel()).rejects.toThrow(/not found|already completed/i);
  });

  it('Chile, sent: refused, and nothing changes', async () => {
    // Long enough that a busy machine has asked before the service verifies.
    const sale = await world.sale(chile({ limits: { lifecycleWindow: 3_000, lifecycleLimit: 6_000 } }));
    await sale.post();
    expect(await readRefusal(sale.cancel())).toBe('NoCancelCommand');
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
    expect(await readRefusal(sale.cancel())).toMatch(/RepeatsEarlierRun/);
    shop.says(declined());
    await sale.callBack('900001');
    expect(await again.result()).toMatchObject({ status: 'declined' });
    expect(shop.cancelled).toEqual([]);
  });
});
