import { describe, expect, it } from '@jest/globals';
import { attentionListSchema } from '../../src/api/operator/operator.schema.js';
import { transactionSchema } from '../../src/api/transactions/transaction.schema.js';
import { operatorActs } from '../../src/domain/operator-acts.js';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { resolutionVerdicts } from '../../src/domain/resolution.js';
import { approved, declined } from '../support/terms.js';
import { until } from '../support/until.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { lost, openOperatorWorld } from './support/operator-world.js';
import type { VerdictOfPerson } from './support/operator-world.js';
import { buildSaleBody } from './support/running-api.js';
import { keys } from './support/shop.js';

const stories = openOperatorWorld({ waiting: 8, terminals: 22 });
const {
  getnet,
  sellWithUnknownOutcome,
  sellWithUnknownOutcomes,
  waitingSale,
  resolve,
  read,
  list,
  findCase: caseOf,
  takeNewTerminal,
} = stories;
const clp = (value: number) => ({ value, currency: 'CLP' });
const support: VerdictOfPerson = { as: keys.chileSupport };
const secondOperator: VerdictOfPerson = { as: keys.chileBoss };

const isSettleable = async (id: string) =>
  (await caseOf(id)).acts.some(({ act, allowed }) => act === 'resolve_declined' && allowed);

describe('the list of what waits for a person', () => {
  it('an outcome is unknown: listed at once, with why, since when, what is known and what to do', async () => {
    const { id, terminalId } = await waitingSale();
    const { status, body } = await list('?limit=100');
    expect(status).toBe(200);
    expect(attentionListSchema.safeParse(body).error).toBeUndefined();
    const found = body.items.find(({ transaction }) => transaction?.id === id);
    expect(found).toMatchObject({
      reason: 'unknown_outcome',
      terminalId,
      transaction: { id, status: 'needs_attention', links: { self: `/v1/transactions/${id}` } },
      evidence: [{ source: 'dispatch' }],
      nextStep: expect.stringContaining('settle'),
    });
    expect(found?.acts.map(({ act }) => act)).toEqual(
      operatorActs.filter((act) => !['settle_difference', 'undo_late_charge', 'redeliver'].includes(act)),
    );
    expect(found?.since).toBe(found?.transaction?.states.at(-1)?.at);
    expect(found?.age).toBeLessThan(60);
  });

  it('a void’s outcome is unknown: listed as a reversal, and its sale is reversing', async () => {
    getnet.answers({ kind: 'finished', proof: approved() });
    const terminalId = takeNewTerminal();
    const sale = await stories.world.api.start(buildSaleBody(terminalId), { prefer: 'wait=20' });
    getnet.answers(lost);
    const undo = await stories.world.api.start({
      type: 'void',
      terminalId,
      originalTransactionId: sale.body.id,
    });
    await stories.world.becomes(undo.body.id, 'needs_attention');
    expect(await caseOf(undo.body.id)).toMatchObject({ reason: 'reversal_unknown' });
    expect((await read(sale.body.id)).body).toMatchObject({ status: 'reversing' });
    await resolve(undo.body.id, 'approved');
    expect((await read(sale.body.id)).body).toMatchObject({
      status: 'reversed',
      undo: { transactionId: undo.body.id },
    });
  });

  it('a run was terminated: listed, each act says why not, and a verdict has its recovery begin', async () => {
    const { id, terminalId } = await waitingSale();
    // A lease that lost its holder would begin the recovery itself.
    await stories.world.endLease(terminalId);
    await stories.world.run(id).terminate('by hand');
    const found = await caseOf(id);
    expect(found.reason).toBe('terminated');
    for (const verdict of resolutionVerdicts) {
      const act = found.acts.find((one) => one.act === `resolve_${verdict}`);
      expect(act).toMatchObject({ allowed: false, why: expect.stringContaining('somebody ended its run') });
    }
    expect(await resolve(id, 'declined')).toMatchObject({ status: 409, body: { code: 'not-in-attention' } });
    await stories.world.temporal.knows(`recovery/${id}`);
  });

  it('a terminated run is being recovered: listed so, and a person settles it there', async () => {
    const sale = await waitingSale();
    await stories.world.run(sale.id).terminate('by hand');
    await sale.repeat();
    await until(() => isSettleable(sale.id));
    expect(await caseOf(sale.id)).toMatchObject({ reason: 'terminated' });
    expect(await resolve(sale.id, 'declined')).toMatchObject({
      status: 200,
      body: { status: 'declined', outcome: { evidence: 'operator' } },
    });
    expect((await read(sale.id)).body.status).toBe('declined');
    expect(await resolve(sale.id, 'declined')).toMatchObject({ status: 200 });
  });

  it('a terminated run is past its retention while its recovery goes on: listed by the recovery, and a person settles it', async () => {
    const sale = await sellWithUnknownOutcome();
    await stories.world.run(sale.id).terminate('by hand');
    await sale.repeat();
    await until(() => isSettleable(sale.id));
    // The terminal is used on: its leases do not name the sale any more.
    await stories.world.endLease(sale.terminalId);
    getnet.answers({ kind: 'finished', proof: approved() });
    await stories.world.api.start(buildSaleBody(sale.terminalId), { prefer: 'wait=20' });
    await stories.world.temporal.forget(`transaction/${sale.id}`);
    await until(() => isSettleable(sale.id));
    expect(await resolve(sale.id, 'declined')).toMatchObject({ status: 200, body: { status: 'declined' } });
    expect(await resolve(sale.id, 'declined')).toMatchObject({ status: 200 });
  });

  it('pages: each case comes once, in the order of their start', async () => {
    const cases = await sellWithUnknownOutcomes(3);
    for (const { id } of cases) await caseOf(id);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await list(`?limit=4${cursor}`);
      seen.push(...body.items.flatMap(({ transaction }) => transaction?.id ?? []));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => cases.some((one) => one.id === id))).toEqual(cases.map(({ id }) => id));
  });

  it.each(['?limit=0', '?limit=101', '?limit=x', '?cursor=x'])(
    '%s: refused, naming the field',
    async (query) => {
      expect(await list(query)).toMatchObject({ status: 422, body: { code: 'invalid-request' } });
    },
  );
});

describe('a resolution', () => {
  it('a person says declined: settled, shown so with who said it, and the list forgets it', async () => {
    const { id } = await waitingSale();
    const settled = await resolve(id, 'declined', { actor: 'Ana' });
    expect(settled).toMatchObject({
      status: 200,
      body: { id, status: 'declined', outcome: { moneyMoved: 'no', evidence: 'operator' } },
    });
    expect(transactionSchema.safeParse(settled.body).error).toBeUndefined();
    expect(settled.body.evidence.at(-1)?.says).toBe(
      'Ana (support) says declined: no receipt (the roll of the terminal)',
    );
    const { body } = await list('?limit=100');
    expect(body.items.find(({ transaction }) => transaction?.id === id)).toBeUndefined();
  });

  it('the verdict is repeated by any key: the same answer; another verdict is refused', async () => {
    const { id } = await waitingSale();
    const first = await resolve(id, 'declined');
    expect(await resolve(id, 'declined')).toMatchObject({ status: 200, body: first.body });
    expect(await resolve(id, 'approved')).toMatchObject({ status: 409, body: { code: 'verdict-differs' } });
    expect(await resolve(id, 'declined', secondOperator)).toMatchObject({ status: 200, body: first.body });
    expect(await resolve(id, 'not_sent', secondOperator)).toMatchObject({
      status: 409,
      body: { code: 'verdict-differs' },
    });
  });

  it('not sent: the key starts nothing more and answers so, and nothing else was sent', async () => {
    const { id, repeat } = await waitingSale();
    const before = getnet.sent.length;
    expect(await resolve(id, 'not_sent')).toMatchObject({
      status: 200,
      body: { status: 'not_sent', outcome: { moneyMoved: 'no', evidence: 'operator', reason: 'cancelled' } },
    });
    expect(await repeat()).toMatchObject({
      status: 409,
      body: { code: 'cancelled', retry: 'new_key', moneyMoved: 'no', transactionId: id },
    });
    expect(await resolve(id, 'not_sent')).toMatchObject({ status: 200, body: { status: 'not_sent' } });
    expect(await resolve(id, 'approved')).toMatchObject({ status: 409, body: { code: 'verdict-differs' } });
    expect(getnet.sent.length).toBe(before);
  });

  it('Getnet gave it a number: not sent contradicts', async () => {
    getnet.acknowledges();
    getnet.says({ kind: 'pending' });
    const { id } = await sellWithUnknownOutcome();
    const refused = await resolve(id, 'not_sent');
    expect(refused).toMatchObject({ status: 409, body: { code: 'evidence-contradicts', transactionId: id } });
    expect(refused.body.detail).toContain('900001');
    await resolve(id, 'declined');
  });

  it.each([
    ['declined', 409],
    ['approved', 200],
  ])(
    'Getnet proves an approval when it is asked once more, and the person says %s: %d',
    async (verdict, status) => {
      getnet.acknowledges();
      getnet.says({ kind: 'pending' });
      const { id } = await sellWithUnknownOutcome();
      getnet.says(approved());
      const answer = await resolve(id, verdict);
      expect(answer.status).toBe(status);
      // On a busy machine the search may have asked first, and nobody is needed any more.
      if (status === 409) expect(['evidence-contradicts', 'not-in-attention']).toContain(answer.body.code);
      expect((await read(id)).body).toMatchObject({
        status: 'approved',
        outcome: { evidence: 'status_query' },
      });
    },
  );

  it('above the merchant’s limit: proposed, proposed again, and settled by the second key alone', async () => {
    const { id } = await sellWithUnknownOutcome({ amount: clp(100_001) });
    const proposed = { status: 202, body: { proposed: true } };
    expect(await resolve(id, 'declined')).toMatchObject(proposed);
    expect(await resolve(id, 'declined')).toMatchObject(proposed);
    for (const who of [support, secondOperator])
      expect(await resolve(id, 'approved', who)).toMatchObject({
        status: 409,
        body: { code: 'verdict-differs' },
      });
    expect((await read(id)).body).toMatchObject({ status: 'needs_attention' });
    const found = await caseOf(id);
    expect(found.evidence.at(-1)?.says).toContain('proposed: support says declined');
    expect(await resolve(id, 'declined', secondOperator)).toMatchObject({
      status: 200,
      body: { status: 'declined' },
    });
    for (const who of [support, secondOperator])
      expect(await resolve(id, 'declined', who)).toMatchObject({ status: 200, body: { status: 'declined' } });
  });

  it('at the limit: one person settles it', async () => {
    const { id } = await sellWithUnknownOutcome({ amount: clp(100_000) });
    expect(await resolve(id, 'approved')).toMatchObject({ status: 200, body: { status: 'approved' } });
  });

  it('a callback contradicts it afterwards: kept, verified and shown as late, and the status stays', async () => {
    const { id } = await waitingSale();
    await resolve(id, 'declined');
    getnet.says(approved('900077'));
    const { status } = await stories.world.api.ask(buildCallbackPath(id), {
      method: 'POST',
      body: buildCallbackBody(0, 900_077),
    });
    expect(status).toBe(200);
    await stories.world.temporal.client.workflow.getHandle(`lateResult/${id}`).result();
    expect((await read(id)).body).toMatchObject({
      status: 'declined',
      late: { moneyMoved: 'yes', action: 'ask' },
    });
    expect(await caseOf(id)).toMatchObject({
      reason: 'late_result',
      evidence: expect.arrayContaining([
        expect.objectContaining({ source: 'late_result', says: 'money moved: yes; found of 900077' }),
      ]),
    });
  });

  it.each([
    ['its outcome is proven', { kind: 'finished', proof: declined() } as DispatchOutcome],
    ['it was not sent', { kind: 'refused', reason: 'terminal_busy' } as DispatchOutcome],
  ])('%s: there is nothing for a person to say', async (_, outcome) => {
    getnet.answers(outcome);
    const started = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    const id = started.body.id ?? started.body.transactionId ?? '';
    for (const verdict of resolutionVerdicts)
      expect(await resolve(id, verdict)).toMatchObject({ status: 409, body: { code: 'not-in-attention' } });
  });

  it('it is on its way: there is nothing for a person to say', async () => {
    getnet.acknowledges();
    getnet.says({ kind: 'pending' });
    const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()));
    expect(await resolve(body.id, 'approved')).toMatchObject({
      status: 409,
      body: { code: 'not-in-attention' },
    });
  });
});
