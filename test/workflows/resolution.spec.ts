import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { Runtime } from '@temporalio/worker';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import type { ResolutionVerdict } from '../../src/domain/resolution.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import { resolvedUpdate, statusRequestedUpdate } from '../../src/workflows/transaction.messages.js';
import type { ResolutionAnswer, ResolutionRequest } from '../../src/workflows/transaction.messages.js';
import { undosWorkflowId } from '../../src/workflows/undos.messages.js';
import { approved, declined, saleInput, undoInput, undoneSale } from '../support/terms.js';
import type { SaleTerms } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet, Sale } from '../support/transaction-world.js';

beforeAll(() => TransactionWorld.quiet());
afterAll(() => Runtime.instance().shutdown());

const lost: DispatchOutcome = { kind: 'unknown', cause: 'connection reset' };
const limits = { attentionAfter: 1_800, lifecycleLimit: 300, lifecycleWindow: 100, getnetTimeout: 300 };
const clp = (value: number) => ({ value, currency: 'CLP' as const });

/** What a person says: by the key `support`, that nothing was charged, unless told. */
function said(verdict: ResolutionVerdict, over: Partial<ResolutionRequest> = {}): ResolutionRequest {
  const words = { reason: 'no receipt', evidence: 'the roll of the terminal', actor: 'support' };
  return { version: 1, verdict, ...words, at: Date.now(), ...over };
}

const resolve = (sale: Pick<Sale, 'run'>, ...words: Parameters<typeof said>) =>
  sale.run.executeUpdate(resolvedUpdate, { args: [said(...words)] });

/** @returns the type of the refusal. */
async function refusalOf(answer: Promise<ResolutionAnswer>): Promise<string | undefined> {
  const failure = await answer.catch((error: unknown) => error);
  if (!(failure instanceof WorkflowUpdateFailedError)) throw new Error('it was not refused');
  return (failure.cause as { type?: string } | undefined)?.type;
}

/** Before the workers start: the report of how an undo ended is held, as long as it is told. */
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

describe.each([{ cached: true }, { cached: false }])(
  'a resolution (workflow cache: $cached)',
  ({ cached }) => {
    let world: TransactionWorld;
    afterEach(() => world.close());

    /** A sale whose acknowledgement was lost: nobody knows its number. */
    async function unknownSale(terms: SaleTerms = {}, getnet: Partial<Getnet> = {}) {
      const silent = { ...createGetnetAnswering({ kind: 'not_found' }), send: async () => lost, ...getnet };
      world = await TransactionWorld.over(silent, { cached });
      const sale = await world.sale(saleInput({ ...terms, limits: { ...limits, ...terms.limits } }));
      await sale.becomes('needs_attention');
      return sale;
    }

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
      await expect(sale.triedAgain(2)).rejects.toThrow();
      world.answerWith(createGetnetAnswering(approved('900077')));
      await sale.calledBack('900077');
      const result = await sale.run.result();
      expect(result).toMatchObject({
        status: 'approved',
        outcome: { moneyMoved: 'yes', evidence: 'status_query', warning: 'reported-not-sent-before' },
      });
    });

    it('Getnet acknowledged it: not sent is refused, declined is taken', async () => {
      const getnet = createGetnetAnswering({ kind: 'pending' });
      const sale = await unknownSale({}, { send: getnet.send, status: getnet.status });
      expect(await refusalOf(resolve(sale, 'not_sent'))).toBe('EvidenceContradicts');
      expect((await sale.snapshot()).status).toBe('needs_attention');
      expect(await resolve(sale, 'declined')).toMatchObject({ kind: 'settled' });
      expect(await sale.run.result()).toMatchObject({ status: 'declined', idPosTxs: '900001' });
    });

    it('a callback claims an approval that nobody could verify: only approved is taken', async () => {
      const sale = await unknownSale();
      await sale.calledBack('900077');
      await sale.learns('claims approved');
      for (const verdict of ['declined', 'not_sent'] as const)
        expect(await refusalOf(resolve(sale, verdict))).toBe('EvidenceContradicts');
      await resolve(sale, 'approved');
      expect(await sale.run.result()).toMatchObject({ status: 'approved', idPosTxs: '900077' });
    });

    it('Getnet knows better by now: its proof beats the person, and the person hears it', async () => {
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
      expect(await refusalOf(resolve(sale, 'declined'))).toBe('EvidenceContradicts');
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
        expect(await refusalOf(resolve(sale, verdict))).toBe('MayBeLive');
      expect(await resolve(sale, 'approved')).toMatchObject({ kind: 'settled' });
      await sale.run.result();
    });

    it('above the limit: the first verdict is a proposal, only the same verdict by another key settles', async () => {
      const sale = await unknownSale();
      const above = { secondActorAbove: clp(5_000) };
      expect(await resolve(sale, 'declined', above)).toMatchObject({ kind: 'proposed' });
      expect(await resolve(sale, 'declined', above)).toMatchObject({ kind: 'proposed' });
      expect(await refusalOf(resolve(sale, 'approved', { ...above, actor: 'boss' }))).toBe('VerdictDiffers');
      expect(await refusalOf(resolve(sale, 'approved', above))).toBe('VerdictDiffers');
      expect((await sale.snapshot()).attention?.proposal).toMatchObject({ actor: 'support' });
      expect(await resolve(sale, 'declined', { ...above, actor: 'boss' })).toMatchObject({ kind: 'settled' });
      expect(await sale.run.result()).toMatchObject({
        status: 'declined',
        resolution: { actor: 'boss', actors: ['support', 'boss'] },
      });
    });

    it('an amount at the limit: one person settles it', async () => {
      const sale = await unknownSale();
      expect(await resolve(sale, 'declined', { secondActorAbove: clp(5_990) })).toMatchObject({
        kind: 'settled',
      });
      await sale.run.result();
    });

    it('a proposal, and then a callback claims the contrary: the proposal is void and blocks nothing', async () => {
      const sale = await unknownSale();
      const above = { secondActorAbove: clp(5_000) };
      await resolve(sale, 'declined', above);
      await sale.calledBack('900077');
      await sale.learns('claims approved');
      expect(await refusalOf(resolve(sale, 'declined', { ...above, actor: 'boss' }))).toBe(
        'EvidenceContradicts',
      );
      expect(await resolve(sale, 'approved', { ...above, actor: 'boss' })).toMatchObject({
        kind: 'proposed',
      });
      expect(await resolve(sale, 'approved', above)).toMatchObject({ kind: 'settled' });
      await sale.run.result();
    });

    it('two persons at once with two verdicts: one of them counts, and the other is told', async () => {
      const sale = await unknownSale();
      const answers = await Promise.allSettled([
        resolve(sale, 'declined'),
        resolve(sale, 'approved', { actor: 'boss' }),
        resolve(sale, 'declined'),
      ]);
      const { status } = await sale.run.result();
      const settled = answers.flatMap((one) =>
        one.status === 'fulfilled' && one.value.kind === 'settled' ? [one.value.snapshot.status] : [],
      );
      expect(new Set(settled)).toEqual(new Set([status]));
      expect(settled.length).toBeGreaterThan(0);
    });

    it.each(['in_progress', 'approved'] as const)('the sale is %s: a person has no say', async (status) => {
      const verdict = status === 'approved' ? approved() : ({ kind: 'pending' } as const);
      world = await TransactionWorld.over(createGetnetAnswering(verdict), { cached });
      const sale = await world.sale();
      if (status === 'in_progress') {
        await sale.becomes(status);
        expect(await refusalOf(resolve(sale, 'approved'))).toBe('NotInAttention');
        await sale.run.terminate();
      } else {
        await sale.run.result();
        await expect(resolve(sale, 'declined')).rejects.toThrow();
      }
    });

    it('a refused attempt that Getnet called back about: a person settles the doubt', async () => {
      const getnet = createGetnetAnswering({ kind: 'pending' });
      world = await TransactionWorld.over(
        { ...getnet, send: async () => ({ kind: 'refused', reason: 'terminal_busy' }) },
        { cached },
      );
      const sale = await world.sale(saleInput({ limits }));
      await sale.parks(1);
      await sale.calledBack('900077');
      await sale.becomes('needs_attention');
      expect(await refusalOf(resolve(sale, 'not_sent'))).toBe('EvidenceContradicts');
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
        world = await TransactionWorld.over(
          { ...createGetnetAnswering({ kind: 'not_found' }), send: async () => lost },
          { cached },
        );
        const undone = undoneSale();
        const undo = await world.sale(undoInput(undone, { limits }));
        await undo.becomes('needs_attention');
        await resolve(undo, verdict);
        await undo.run.result();
        const { memo } = await world.client.workflow.getHandle(undosWorkflowId(undone.name)).describe();
        expect(memo).toMatchObject({ undos: [{ state }] });
      },
    );

    it('a callback comes after a person settled a void, before its run has ended: a late result verifies it', async () => {
      const silent = { ...createGetnetAnswering({ kind: 'not_found' }), send: async () => lost };
      world = await TransactionWorld.over(silent, { workers: false });
      const held = holdLastReport(world);
      await world.startWorkers(cached);
      const undo = await world.sale(undoInput(undoneSale(), { limits }));
      await undo.becomes('needs_attention');
      await resolve(undo, 'declined');
      await held.isReached;
      world.answerWith(createGetnetAnswering(approved('900077')));
      await undo.calledBack('900077');
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
      expect(await refusalOf(resolve(sale, 'not_sent', later))).toBe('EvidenceContradicts');
      expect(await resolve(sale, 'declined', later)).toMatchObject({ kind: 'settled' });
      await sale.run.result();
    });

    it('a status is asked for: Getnet answers now, not when the next query is due', async () => {
      const getnet = createGetnetAnswering({ kind: 'pending' });
      world = await TransactionWorld.over(getnet, { cached });
      const sale = await world.sale(saleInput({ limits: { ...limits, lifecycleWindow: 60_000 } }));
      await sale.becomes('in_progress');
      world.answerWith(createGetnetAnswering(declined()));
      const snapshot = await sale.run.executeUpdate(statusRequestedUpdate, {
        args: [{ version: 1, at: Date.now() }],
      });
      expect(snapshot).toMatchObject({ status: 'declined' });
      expect(await sale.run.result()).toMatchObject({ status: 'declined' });
    });
  },
);
