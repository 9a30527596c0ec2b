import { afterEach, describe, expect, it } from '@jest/globals';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import { statusRequestedUpdate } from '../../src/workflows/transaction.messages.js';
import { undosWorkflowId } from '../../src/workflows/undos.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, saleInput, buildUndoInput, buildUndoneSale } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';

import { limits, lost, readRefusal, resolve, startUnknownSale } from './support/resolutions.js';

useStoryWorkers();

/** The report of how an undo ended is held, as long as it is told. */
function holdLastReport({ activities }: TransactionWorld) {
  const { reportUndo } = activities;
  let reach = (): void => undefined;
  let letGo = (): void => undefined;
  const isReached = new Promise<void>((go) => (reach = go));
  const isLetGo = new Promise<void>((go) => (letGo = go));
  activities.reportUndo = async (report) => {
    if (report.ending.state !== 'open') {
      reach();
      await isLetGo;
    }
    return reportUndo(report);
  };
  return { isReached, letGo: () => letGo() };
}

describe('a resolution', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());
  const unknownSale = async (...terms: Parameters<typeof startUnknownSale>) => {
    const started = await startUnknownSale(...terms);
    world = started.world;
    return started.sale;
  };

  it('the number was never learned, a person says declined: it ends so, on a person’s word, and the lease is left to its bound', async () => {
    const sale = await unknownSale();
    const answer = await resolve(sale, 'declined', { person: 'Ana' });
    expect(answer).toMatchObject({ kind: 'settled', snapshot: { status: 'declined' } });
    const result = await sale.run.result();
    expect(result).toMatchObject({
      status: 'declined',
      outcome: { moneyMoved: 'no', evidence: 'operator' },
      resolution: { verdict: 'declined', reason: 'no receipt', actor: 'support', actors: ['support'] },
    });
    expect(result.evidence.at(-1)).toMatchObject({
      source: 'operator',
      says: 'Ana (support) says declined: no receipt (the roll of the terminal)',
    });
    expect(result).not.toHaveProperty('attention');
    expect((await world.lease(sale.input)).status.name).toBe('RUNNING');
  });

  it('a person says approved: it ends so, without what a terminal would have said', async () => {
    const sale = await unknownSale();
    await resolve(sale, 'approved');
    const { outcome, status } = await sale.run.result();
    expect(status).toBe('approved');
    expect(outcome).toEqual({ moneyMoved: 'yes', evidence: 'operator' });
  });

  it('a person says not sent: the key starts nothing more, and a late callback is still verified', async () => {
    const sale = await unknownSale();
    await resolve(sale, 'not_sent');
    const snapshot = await sale.becomes('not_sent');
    expect(snapshot).toMatchObject({
      outcome: { moneyMoved: 'no', evidence: 'operator', reason: 'cancelled' },
    });
    expect(snapshot).not.toHaveProperty('retryUntil');
    await sale.parks(1);
    await expect(sale.retry(2)).rejects.toThrow();
    world.answerWith(createGetnetAnswering(approved('900077')));
    await sale.callBack('900077');
    const result = await sale.run.result();
    expect(result).toMatchObject({
      status: 'approved',
      outcome: { moneyMoved: 'yes', evidence: 'status_query', warning: 'reported-not-sent-before' },
    });
  });

  it('Getnet acknowledged it: not sent is refused, declined is taken', async () => {
    const getnet = createGetnetAnswering({ kind: 'pending' });
    const sale = await unknownSale({}, { send: getnet.send, status: getnet.status });
    expect(await readRefusal(resolve(sale, 'not_sent'))).toBe('EvidenceContradicts');
    expect((await sale.snapshot()).status).toBe('needs_attention');
    expect(await resolve(sale, 'declined')).toMatchObject({ kind: 'settled' });
    expect(await sale.run.result()).toMatchObject({ status: 'declined', idPosTxs: '900001' });
  });

  it('a callback claims an approval that nobody could verify: only approved is taken', async () => {
    const sale = await unknownSale();
    await sale.callBack('900077');
    await sale.learns('claims approved');
    for (const verdict of ['declined', 'not_sent'] as const)
      expect(await readRefusal(resolve(sale, verdict))).toBe('EvidenceContradicts');
    await resolve(sale, 'approved');
    expect(await sale.run.result()).toMatchObject({ status: 'approved', idPosTxs: '900077' });
  });

  it('Getnet has the proof by now: it counts instead of the verdict, and is the answer to the person', async () => {
    const getnet = createGetnetAnswering({ kind: 'pending' });
    const sale = await unknownSale({}, { send: getnet.send, status: getnet.status });
    world.answerWith(createGetnetAnswering(approved()));
    const answer = await resolve(sale, 'declined');
    expect(answer).toMatchObject({
      kind: 'overtaken',
      snapshot: { status: 'approved', outcome: { evidence: 'status_query' } },
    });
    expect(await sale.run.result()).toMatchObject({ status: 'approved' });
  });

  it('Getnet calls it approved without a code: nobody may say otherwise, and after the lifecycle it is proof', async () => {
    const { idPosTxs: _, namesUs: _ours, ...answer } = approved();
    const getnet = createGetnetAnswering({ ...answer, kind: 'approved_without_code' });
    const terms = { limits: { lifecycleLimit: 60_000 } };
    const sale = await unknownSale(terms, { send: getnet.send, status: getnet.status });
    expect(await readRefusal(resolve(sale, 'declined'))).toBe('EvidenceContradicts');
    const later = { at: Date.now() + 61_000 };
    expect(await resolve(sale, 'approved', later)).toMatchObject({ kind: 'overtaken' });
    expect(await sale.run.result()).toMatchObject({
      status: 'approved',
      outcome: { evidence: 'status_query' },
    });
  });

  it('while the terminal may still work on it: nobody may say that nothing was charged', async () => {
    const sale = await unknownSale({ limits: { lifecycleLimit: 60_000 } });
    for (const verdict of ['declined', 'not_sent'] as const)
      expect(await readRefusal(resolve(sale, verdict))).toBe('MayBeLive');
    expect(await resolve(sale, 'approved')).toMatchObject({ kind: 'settled' });
    await sale.run.result();
  });

  it.each(['in_progress', 'approved'] as const)('the sale is %s: a verdict is refused', async (status) => {
    const verdict = status === 'approved' ? approved() : ({ kind: 'pending' } as const);
    world = await TransactionWorld.over(createGetnetAnswering(verdict));
    const sale = await world.sale();
    if (status === 'in_progress') {
      await sale.becomes(status);
      expect(await readRefusal(resolve(sale, 'approved'))).toBe('NotInAttention');
      await sale.run.terminate();
    } else {
      await sale.run.result();
      await expect(resolve(sale, 'declined')).rejects.toThrow();
    }
  });

  it('a refused attempt that Getnet called back about: a person settles the doubt', async () => {
    const getnet = createGetnetAnswering({ kind: 'pending' });
    world = await TransactionWorld.over({
      ...getnet,
      send: async () => ({ kind: 'refused', reason: 'terminal_busy' }),
    });
    const sale = await world.sale(saleInput({ limits }));
    await sale.parks(1);
    await sale.callBack('900077');
    await sale.becomes('needs_attention');
    expect(await readRefusal(resolve(sale, 'not_sent'))).toBe('EvidenceContradicts');
    await resolve(sale, 'approved');
    expect(await sale.run.result()).toMatchObject({
      status: 'approved',
      idPosTxs: '900077',
      outcome: { moneyMoved: 'yes', evidence: 'operator', warning: 'reported-not-sent-before' },
    });
  });

  it.each([
    ['approved', 'done'],
    ['declined', 'failed'],
  ] as const)(
    'a void of unknown outcome is settled as %s: its sale knows that it is %s',
    async (verdict, state) => {
      world = await TransactionWorld.over({
        ...createGetnetAnswering({ kind: 'not_found' }),
        send: async () => lost,
      });
      const undone = buildUndoneSale();
      const undo = await world.sale(buildUndoInput(undone, { limits }));
      await undo.becomes('needs_attention');
      await resolve(undo, verdict);
      await undo.run.result();
      const { memo } = await world.client.workflow.getHandle(undosWorkflowId(undone.name)).describe();
      expect(memo).toMatchObject({ undos: [{ state }] });
    },
  );

  it('a callback comes after a person settled a void, before its run has ended: a late result verifies it', async () => {
    const silent = { ...createGetnetAnswering({ kind: 'not_found' }), send: async () => lost };
    world = await TransactionWorld.over(silent);
    const held = holdLastReport(world);
    const undo = await world.sale(buildUndoInput(buildUndoneSale(), { limits }));
    await undo.becomes('needs_attention');
    await resolve(undo, 'declined');
    await held.isReached;
    world.answerWith(createGetnetAnswering(approved('900077')));
    await undo.callBack('900077');
    held.letGo();
    expect(await undo.run.result()).toMatchObject({ status: 'declined' });
    const late = world.client.workflow.getHandle(lateResultWorkflowId(undo.input.accepted.customId));
    expect(await late.result()).toMatchObject({ moneyMoved: 'yes' });
  });

  it('a run that was reset: nobody may say not sent, for the first run may have sent it', async () => {
    const sale = await unknownSale();
    await world.reset(sale.run.workflowId, 0);
    // Before it has read the first run, its *not sent* is shown as needing attention, which nobody can settle.
    await sale.learns('unknown');
    await sale.becomes('needs_attention');
    const later = { at: Date.now() + 60_000 };
    expect(await readRefusal(resolve(sale, 'not_sent', later))).toBe('EvidenceContradicts');
    expect(await resolve(sale, 'declined', later)).toMatchObject({ kind: 'settled' });
    await sale.run.result();
  });

  it('a status is asked for: Getnet answers now, not when the next query is due', async () => {
    const getnet = createGetnetAnswering({ kind: 'pending' });
    world = await TransactionWorld.over(getnet);
    const sale = await world.sale(saleInput({ limits: { ...limits, lifecycleWindow: 60_000 } }));
    await sale.becomes('in_progress');
    world.answerWith(createGetnetAnswering(declined()));
    const snapshot = await sale.run.executeUpdate(statusRequestedUpdate, {
      args: [{ version: 1, at: Date.now() }],
    });
    expect(snapshot).toMatchObject({ status: 'declined' });
    expect(await sale.run.result()).toMatchObject({ status: 'declined' });
  });
});
