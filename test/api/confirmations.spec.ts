import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { RenderedCase } from '../../src/api/operator/render-case.js';
import { observationQuery, triedAgainUpdate } from '../../src/workflows/transaction.messages.js';
import { recoveryWorkflowId } from '../../src/workflows/recovery.messages.js';
import { transactionSchema } from '../../src/api/transactions/transaction.schema.js';
import type { TransactionId } from '../../src/domain/ids.js';
import { readUndoId } from '../support/key-use.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { startApiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { createScriptedGetnet } from './support/getnet.js';
import { buildSaleBody } from './support/running-api.js';
import { keys } from './support/shop.js';
import { createTill } from './support/till.js';

const getnet = createScriptedGetnet();
let world: ApiWorld;
const till = createTill(() => world, getnet);

beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startApiWorld(getnet.getnet, { terminals: 20 });
});
afterAll(() => world.close());
beforeEach(() => void till.approves());

const sell = (terminalId: string, confirmWithin: number) =>
  world.api.start(buildSaleBody(terminalId, { confirmWithin }), { prefer: 'wait=20' });
const confirm = (id: string, as: string = keys.chile) =>
  world.api.post(`/v1/transactions/${id}/confirm`, { as });

/** Waits until the API shows it so. */
const shows = (id: string, words: object) => world.showsAs(id, words, { prefer: 'wait=20' });

describe('a sale that has to be confirmed', () => {
  it('it is confirmed, several times: it stays approved, and matches the OpenAPI document', async () => {
    const { body: sold } = await sell(till.takeNewTerminal(), 60);
    expect(sold).toMatchObject({ status: 'approved', outcome: { moneyMoved: 'yes' } });
    const shown = await shows(sold.id, { confirmation: 'open' });
    expect(transactionSchema.safeParse(shown).error).toBeUndefined();
    for (let again = 0; again < 3; again += 1) {
      const reply = await confirm(sold.id);
      expect(reply).toMatchObject({ status: 200, body: { id: sold.id, confirmation: 'confirmed' } });
      expect(transactionSchema.safeParse(reply.body).error).toBeUndefined();
    }
  });

  it('its run refuses an update, which leaves no event in the history: GET shows the same as before', async () => {
    const { body: sold } = await sell(till.takeNewTerminal(), 60);
    await shows(sold.id, { confirmation: 'open' });
    const run = world.run(sold.id);
    const { snapshot } = await run.query(observationQuery);
    const args = [{ ...snapshot.accepted, attempt: 7 }] as const;
    for (let again = 0; again < 2; again += 1)
      await expect(run.executeUpdate(triedAgainUpdate, { args: [...args] })).rejects.toThrow();
    const { body } = await world.api.get(`/v1/transactions/${sold.id}`);
    expect(body).toMatchObject({ status: 'approved', confirmation: 'open', outcome: { moneyMoved: 'yes' } });
  });

  it('not confirmed in time: it is voided, the void names the sale, and confirming is refused', async () => {
    const { body: sold } = await sell(till.takeNewTerminal(), 1);
    const body = await shows(sold.id, { status: 'reversed', outcome: { moneyMoved: 'no' } });
    const undoId = await readUndoId(world.run(sold.id));
    expect(body).toMatchObject({
      confirmation: 'expired',
      undo: { transactionId: undoId },
      reversal: { status: 'done', type: 'void' },
    });
    expect(transactionSchema.safeParse(body).error).toBeUndefined();
    expect((await till.read(undoId)).body).toMatchObject({
      type: 'void',
      undoes: { transactionId: sold.id },
    });
    expect(await confirm(sold.id)).toMatchObject({
      status: 409,
      body: { code: 'not-confirmable', transactionId: sold.id, retry: 'never' },
    });
  });

  it('its undo is declined: reversal_failed, money moved, and the next step in words; a return of the shop settles it', async () => {
    const { body: sold } = await sell(till.takeNewTerminal(), 1);
    till.declines();
    const body = await shows(sold.id, { status: 'reversal_failed' });
    expect(body).toMatchObject({ outcome: { moneyMoved: 'yes' }, reversal: { status: 'failed' } });
    expect(body.reversal?.detail).toContain('void or return it');
    expect(transactionSchema.safeParse(body).error).toBeUndefined();
    till.approves();
    await till.returns(sold.id, sold.terminalId);
    await shows(sold.id, { status: 'reversed', outcome: { moneyMoved: 'no' } });
  });

  describe('its undo is declined, and the shop keeps it', () => {
    const resolve = (id: string, verdict: string, as: string = keys.chileSupport) =>
      world.api.post(`/v1/operator/transactions/${id}/resolution`, {
        as,
        body: { verdict, reason: 'the goods were handed over', evidence: 'delivery note 7' },
      });
    const findCase = async (id: string) => {
      const { body } = await world.api.get<{ items: RenderedCase[] }>('/v1/operator/attention?limit=100', {
        as: keys.chileSupport,
      });
      return body.items.find(({ transaction }) => transaction?.id === id);
    };
    const failed = async (amount = 5_990) => {
      const terminalId = till.takeNewTerminal();
      const order = buildSaleBody(terminalId, {
        confirmWithin: 1,
        amount: { value: amount, currency: 'CLP' },
      });
      const { body: sold } = await world.api.start(order, { prefer: 'wait=20' });
      till.declines();
      await shows(sold.id, { status: 'reversal_failed' });
      await world.temporal.indexes(`transaction/${sold.id}`);
      return sold;
    };

    /** Its recovery goes on. It charged, or Getnet does not say. */
    const endedByHand = async (outcome: 'charged' | 'unknown' = 'charged') => {
      if (outcome === 'unknown') till.keepsWaiting();
      const [key, order] = [randomUUID(), buildSaleBody(till.takeNewTerminal(), { confirmWithin: 600 })];
      const wait = outcome === 'charged' ? { prefer: 'wait=20' } : {};
      const { body: sold } = await world.api.start(order, { key, ...wait });
      if (outcome === 'charged') await shows(sold.id, { confirmation: 'open' });
      await world.run(sold.id).terminate('by hand');
      await world.api.start(order, { key, prefer: 'wait=0' });
      if (outcome === 'charged') await shows(sold.id, { status: 'reversal_failed' });
      await world.temporal.indexes(`transaction/${sold.id}`);
      return sold;
    };
    const getRecovery = (id: string) =>
      world.temporal.client.workflow.getHandle(recoveryWorkflowId(id as TransactionId));

    it('an operator says approved: it stays approved, the case is closed, and the audit says who kept it', async () => {
      const { id, terminalId } = await failed();
      const found = await findCase(id);
      expect(found).toMatchObject({ reason: 'reversal_failed' });
      expect(found?.acts.filter(({ allowed }) => allowed).map(({ act }) => act)).toContain(
        'resolve_approved',
      );
      for (const verdict of ['declined', 'not_sent'])
        expect(await resolve(id, verdict)).toMatchObject({
          status: 409,
          body: { code: 'evidence-contradicts' },
        });
      const kept = await resolve(id, 'approved');
      expect(kept).toMatchObject({
        status: 200,
        body: { status: 'approved', outcome: { moneyMoved: 'yes' }, reversal: { status: 'kept' } },
      });
      expect(transactionSchema.safeParse(kept.body).error).toBeUndefined();
      expect(kept.body.states.slice(-3).map(({ status }: { status: string }) => status)).toEqual([
        'reversing',
        'reversal_failed',
        'approved',
      ]);
      expect(await findCase(id)).toBeUndefined();
      await world.run(id).result();
      for (const as of [keys.chileSupport, keys.chileBoss])
        expect(await resolve(id, 'approved', as)).toMatchObject({
          status: 200,
          body: { status: 'approved' },
        });
      expect(await resolve(id, 'declined', keys.chileBoss)).toMatchObject({ status: 409 });
      const { body: audit } = await world.api.get<{ items: { act: string; why: string }[] }>(
        `/v1/transactions/${id}/audit`,
      );
      const told = audit.items.find(({ act }) => act.startsWith('keeps the sale'));
      expect(told).toMatchObject({ actor: { kind: 'operator', id: 'support' } });
      expect(audit.items.map(({ why }) => why)).toContain('the goods were handed over');
      till.approves();
      await till.returns(id, terminalId);
      await shows(id, { status: 'reversed', outcome: { moneyMoved: 'no' } });
    });

    it('above the limit a second operator has to agree', async () => {
      const { id } = await failed(2_000_000);
      expect(await resolve(id, 'approved')).toMatchObject({ status: 202, body: { proposed: true } });
      expect(await resolve(id, 'approved')).toMatchObject({ status: 202 });
      expect(await resolve(id, 'approved', keys.chileBoss)).toMatchObject({
        status: 200,
        body: { status: 'approved', reversal: { status: 'kept' } },
      });
    });

    it('its run was terminated before the confirmation: an operator can still keep it', async () => {
      const { id } = await endedByHand();
      const found = await findCase(id);
      expect(found).toMatchObject({
        reason: 'reversal_failed',
        transaction: { reversal: { detail: expect.stringContaining('an operator settles it as approved') } },
      });
      expect(found?.acts).toContainEqual({ act: 'resolve_approved', allowed: true, why: null });
      expect(await resolve(id, 'declined')).toMatchObject({
        status: 409,
        body: { code: 'evidence-contradicts' },
      });
      expect(await resolve(id, 'approved')).toMatchObject({
        status: 200,
        body: { status: 'approved', outcome: { moneyMoved: 'yes' }, reversal: { status: 'kept' } },
      });
      expect(await findCase(id)).toBeUndefined();
      expect(await getRecovery(id).result()).toMatchObject({ reversal: { state: 'kept' } });
    });

    it('its run was terminated, and the shop returns it: the case is closed, and it cannot be kept', async () => {
      const { id, terminalId } = await endedByHand();
      await till.returns(id, terminalId);
      await shows(id, { status: 'reversed', outcome: { moneyMoved: 'no' } });
      expect(await findCase(id)).toBeUndefined();
      expect(await resolve(id, 'approved')).toMatchObject({ status: 409 });
    });

    it('its run was terminated, and a person says that it charged: it stays approved without a confirmation', async () => {
      const { id } = await endedByHand('unknown');
      await shows(id, { status: 'needs_attention' });
      const settled = { status: 'approved', outcome: { moneyMoved: 'yes', evidence: 'operator' } };
      expect(await resolve(id, 'approved')).toMatchObject({
        status: 200,
        body: { ...settled, confirmation: null, reversal: null },
      });
      expect(await getRecovery(id).result()).toMatchObject({ status: 'approved' });
      expect(await resolve(id, 'approved')).toMatchObject({ status: 200, body: settled });
      expect(await findCase(id)).toBeUndefined();
    });

    it('the shop has returned it meanwhile: it cannot be kept', async () => {
      const { id, terminalId } = await failed();
      till.approves();
      await till.returns(id, terminalId);
      expect(await resolve(id, 'approved')).toMatchObject({ status: 409 });
      await shows(id, { status: 'reversed', outcome: { moneyMoved: 'no' } });
    });
  });

  it.each([
    ['a sale without confirmWithin, never', undefined, 'never'],
    ['a sale that is not approved yet, which is confirmed later', 60, 'same_key'],
  ])('%s: there is nothing to confirm now', async (_, confirmWithin, retry) => {
    if (confirmWithin !== undefined) till.keepsWaiting();
    const terminalId = till.takeNewTerminal();
    const { body } = await world.api.start(buildSaleBody(terminalId, confirmWithin ? { confirmWithin } : {}));
    expect(await confirm(body.id)).toMatchObject({ status: 409, body: { code: 'not-confirmable', retry } });
  });

  it('of another merchant, or of nobody: not found; by an operator alone: forbidden', async () => {
    const { body: sold } = await sell(till.takeNewTerminal(), 60);
    expect(await confirm(sold.id, keys.argentina)).toMatchObject({ status: 404 });
    expect(await confirm('tx_0000000000000000000')).toMatchObject({ status: 404 });
    expect(await confirm(sold.id, keys.chileSupport)).toMatchObject({ status: 403 });
  });

  it.each([0, -1, 1.5, 86_401, '60', null])('confirmWithin %p: refused', async (confirmWithin) => {
    const reply = await world.api.start(buildSaleBody(till.takeNewTerminal(), { confirmWithin }));
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ field: 'confirmWithin' }] } });
  });
});
