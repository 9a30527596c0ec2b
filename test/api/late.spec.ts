import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import type { CustomId } from '../../src/domain/ids.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { approved, declined } from '../support/terms.js';
import type { RenderedCase } from '../../src/api/operator/render-case.js';
import type { RenderedTransaction } from '../../src/rendering/render-transaction.js';
import { apiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { callbackBody, callbackPath } from './support/callbacks.js';
import { scriptedGetnet } from './support/getnet.js';
import { saleAt } from './support/running-api.js';
import { keys } from './support/shop.js';

const DECLINED = 9001;
const getnet = scriptedGetnet();
let world: ApiWorld;
let terminals = 0;

const freshTerminal = (country = 'cl') => `${country}-${(terminals += 1)}`;

beforeAll(async () => {
  TransactionWorld.quiet();
  world = await apiWorld(getnet.getnet);
});
afterAll(() => world.close());
afterEach(() => {
  getnet.acknowledges();
  getnet.says(approved());
});

/** Calls back as Getnet would, and waits until it is verified. */
async function callBackLate(customId: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const reply = await world.api.ask(callbackPath(customId), { method: 'POST', headers, body });
  expect(reply.status).toBe(200);
  await world.temporal.client.workflow.getHandle(lateResultWorkflowId(customId as CustomId)).result();
}

async function readLate(id: string, as = keys.chile) {
  const { body } = await world.api.get(`/v1/transactions/${id}`, { as });
  return { status: body.status, late: body.late };
}

const at = expect.any(String) as unknown as string;

interface AttentionList {
  readonly items: readonly { readonly transaction: RenderedTransaction; readonly reason: string }[];
}

describe('what is proven after the end', () => {
  it('a charge after a decline: shown with the policy, the status stays', async () => {
    getnet.says(declined());
    const { body } = await world.api.start(saleAt(freshTerminal()), { prefer: 'wait=20' });
    expect(body).toMatchObject({ status: 'declined', late: null });
    getnet.says(approved());
    await callBackLate(body.id, callbackBody(0));
    expect(await readLate(body.id)).toEqual({
      status: 'declined',
      late: { moneyMoved: 'yes', at, action: 'ask' },
    });
  });

  it('the terminal itself reverses an approved sale, which the cloud says a little later: shown', async () => {
    const { body } = await world.api.start(saleAt(freshTerminal()), { prefer: 'wait=20' });
    let asked = 0;
    const { status } = getnet.getnet;
    world.temporal.answerWith({
      ...getnet.getnet,
      status: async (question) => ((asked += 1) > 2 ? { verdict: declined() } : status(question)),
    });
    await callBackLate(body.id, callbackBody(DECLINED));
    world.temporal.answerWith(getnet.getnet);
    expect(await readLate(body.id)).toEqual({
      status: 'approved',
      late: { moneyMoved: 'no', at, action: 'ask' },
    });
  });

  it('the terminal reverses it later still: each new callback is verified again', async () => {
    const { body } = await world.api.start(saleAt(freshTerminal()), { prefer: 'wait=20' });
    await callBackLate(body.id, callbackBody(DECLINED));
    expect(await readLate(body.id)).toEqual({ status: 'approved', late: null });
    getnet.says(declined());
    await callBackLate(body.id, callbackBody(DECLINED - 1));
    expect(await readLate(body.id)).toMatchObject({ late: { moneyMoved: 'no' } });
  });

  it('nothing that Getnet confirms: a forged callback shows nothing', async () => {
    const { body } = await world.api.start(saleAt(freshTerminal()), { prefer: 'wait=20' });
    getnet.says({ kind: 'contradiction', fields: ['customId'], foreign: true });
    const headers = { 'content-type': 'application/json' };
    await world.api.ask(callbackPath(body.id), {
      method: 'POST',
      headers,
      body: callbackBody(DECLINED, 666),
    });
    expect(await readLate(body.id)).toEqual({ status: 'approved', late: null });
    getnet.says(approved());
  });

  it('a proven charge, and then a callback that nobody confirms: the charge stays shown while that is verified', async () => {
    getnet.says(declined());
    const { body } = await world.api.start(saleAt(freshTerminal()), { prefer: 'wait=20' });
    getnet.says(approved());
    await callBackLate(body.id, callbackBody(0));
    getnet.says({ kind: 'pending' });
    const headers = { 'content-type': 'application/json' };
    await world.api.ask(callbackPath(body.id), { method: 'POST', headers, body: callbackBody(0, 900007) });
    expect(await readLate(body.id)).toMatchObject({ status: 'declined', late: { moneyMoved: 'yes' } });
    getnet.says(approved());
  });

  it('the policy of its merchant is shown', async () => {
    const { body } = await world.api.start(
      { ...saleAt(freshTerminal('ar')), amount: { value: 120_000, currency: 'ARS' } },
      { prefer: 'wait=20', as: keys.argentina },
    );
    expect(body.status).toBe('approved');
    getnet.says(declined());
    await callBackLate(body.id, callbackBody(DECLINED));
    expect(await readLate(body.id, keys.argentina)).toMatchObject({
      late: { moneyMoved: 'no', action: 'keep' },
    });
  });

  it('people find it by the index, and what agreed in the end is left out', async () => {
    const agreed = await world.api.start(saleAt(freshTerminal()), { prefer: 'wait=20' });
    await callBackLate(agreed.body.id, callbackBody(DECLINED));
    getnet.says(declined());
    const { body } = await world.api.start(saleAt(freshTerminal()), { prefer: 'wait=20' });
    getnet.says(approved());
    await callBackLate(body.id, callbackBody(0));
    for (const id of [agreed.body.id, body.id] as readonly string[])
      await world.temporal.indexes(lateResultWorkflowId(id as CustomId));
    const { body: list } = await world.api.get<AttentionList>('/v1/operator/attention?limit=100', {
      as: keys.chileSupport,
    });
    const found = list.items.map(({ transaction, reason }) => [
      transaction.id,
      transaction.late?.moneyMoved,
      reason,
    ]);
    expect(found).toContainEqual([body.id, 'yes', 'late_result']);
    expect(found.map(([id]) => id)).not.toContain(agreed.body.id);
  });

  it('a repeat of the key shows it too', async () => {
    const sale = saleAt(freshTerminal());
    const key = `late-${Date.now()}`;
    getnet.says(declined());
    const { body } = await world.api.start(sale, { prefer: 'wait=20', key });
    getnet.says(approved());
    await callBackLate(body.id, callbackBody(0));
    const again = await world.api.start(sale, { key });
    expect(again.body).toMatchObject({ id: body.id, status: 'declined', late: { moneyMoved: 'yes' } });
  });
});

describe('a person decides about what is proven after the end', () => {
  interface Word {
    readonly as?: string;
    readonly action?: 'keep' | 'undo';
  }
  const words = { reason: 'the shop was asked', evidence: 'its till roll' };
  const decide = (id: string, verdict: string, { as = keys.chileSupport, ...over }: Word = {}) =>
    world.api.post(`/v1/operator/transactions/${id}/resolution`, {
      as,
      body: { verdict, ...words, ...over },
    });
  const findCase = async (id: string) => {
    await world.temporal.indexes(lateResultWorkflowId(id as CustomId));
    const { body } = await world.api.get<{ items: RenderedCase[] }>('/v1/operator/attention?limit=100', {
      as: keys.chileSupport,
    });
    return body.items.find(({ transaction }) => transaction?.id === id);
  };
  const allowed = ({ acts }: RenderedCase) => acts.filter((act) => act.allowed).map(({ act }) => act);

  /** Declined, and charged all the same. */
  async function lateCharge(amount = 5_990) {
    getnet.says(declined());
    const order = { ...saleAt(freshTerminal()), amount: { value: amount, currency: 'CLP' } };
    const { body } = await world.api.start(order, { prefer: 'wait=20' });
    getnet.says(approved());
    await callBackLate(body.id, callbackBody(0));
    return body;
  }

  it('a charge that the shop keeps: the truth stays, the case is gone, and the account says who decided', async () => {
    const { id } = await lateCharge();
    const found = await findCase(id);
    expect(found).toMatchObject({ reason: 'late_result' });
    expect(found && allowed(found)).toEqual(expect.arrayContaining(['resolve_approved', 'undo_late_charge']));
    for (const verdict of ['declined', 'not_sent'])
      expect(await decide(id, verdict)).toMatchObject({
        status: 409,
        body: { code: 'evidence-contradicts' },
      });
    expect(await decide(id, 'approved')).toMatchObject({
      status: 200,
      body: {
        status: 'declined',
        late: {
          moneyMoved: 'yes',
          action: 'ask',
          decided: { action: 'keep', by: ['support'], at, reason: words.reason },
        },
      },
    });
    expect(await findCase(id)).toBeUndefined();
    for (const as of [keys.chileSupport, keys.chileBoss])
      expect(await decide(id, 'approved', { as })).toMatchObject({
        status: 200,
        body: { late: { decided: { by: ['support'] } } },
      });
    expect(await decide(id, 'approved', { action: 'undo' })).toMatchObject({
      status: 409,
      body: { code: 'verdict-differs' },
    });
    const { body } = await world.api.get<{ items: { act: string; actor: object; why: string }[] }>(
      `/v1/transactions/${id}/audit`,
    );
    expect(body.items).toContainEqual(
      expect.objectContaining({
        act: 'decided about the late news: keep',
        actor: { kind: 'operator', id: 'support' },
      }),
    );
    expect(body.items.map(({ why }) => why)).toContain(words.reason);
  });

  it('a charge that nobody wants: the service gives it back once, and shows by what', async () => {
    const { id } = await lateCharge();
    expect(await decide(id, 'approved', { action: 'undo' })).toMatchObject({
      status: 200,
      body: { status: 'declined', late: { moneyMoved: 'yes', action: 'ask', decided: { action: 'undo' } } },
    });
    for (;;) {
      const { body } = await world.api.get(`/v1/transactions/${id}`);
      const undoId = body.undo?.transactionId;
      if (undoId !== undefined) {
        const undo = await world.api.get(`/v1/transactions/${undoId}`, { prefer: 'wait=20' });
        expect(undo.body).toMatchObject({ status: 'approved' });
        break;
      }
      await new Promise((next) => setTimeout(next, 50));
    }
    expect(await findCase(id)).toBeUndefined();
    expect(await decide(id, 'approved', { action: 'keep' })).toMatchObject({ status: 409 });
  });

  it('above the limit: a proposal that a second operator joins, with the same action alone', async () => {
    const { id } = await lateCharge(2_000_000);
    expect(await decide(id, 'approved')).toMatchObject({ status: 202, body: { proposed: true } });
    const boss = { as: keys.chileBoss };
    expect((await findCase(id))?.evidence.map(({ says }) => says)).toContainEqual(
      expect.stringContaining('proposed: support says approved'),
    );
    expect(await decide(id, 'approved', { ...boss, action: 'undo' })).toMatchObject({
      status: 409,
      body: { code: 'verdict-differs' },
    });
    expect(await decide(id, 'approved')).toMatchObject({ status: 202 });
    expect(await decide(id, 'approved', boss)).toMatchObject({
      status: 200,
      body: { late: { action: 'ask', decided: { action: 'keep', by: ['support', 'boss'] } } },
    });
    expect(await findCase(id)).toBeUndefined();
  });

  it('two operators say the same at once: one decision, and both are answered with it', async () => {
    const { id } = await lateCharge();
    const answers = await Promise.all([
      decide(id, 'approved'),
      decide(id, 'approved', { as: keys.chileBoss }),
    ]);
    expect(answers).toMatchObject(
      answers.map(() => ({ status: 200, body: { late: { decided: { action: 'keep' } } } })),
    );
  });

  it('two operators speak at once: one decision, and the other hears of it', async () => {
    const { id } = await lateCharge();
    const answers = await Promise.all([
      decide(id, 'approved'),
      decide(id, 'approved', { as: keys.chileBoss, action: 'undo' }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  it('its verification was ended by hand: a person says what the portal shows, and a later proof still counts', async () => {
    const { body: sale } = await world.api.start(saleAt(freshTerminal()), { prefer: 'wait=20' });
    getnet.says({ kind: 'pending' });
    const headers = { 'content-type': 'application/json' };
    await world.api.ask(callbackPath(sale.id), { method: 'POST', headers, body: callbackBody(DECLINED) });
    const run = world.temporal.client.workflow.getHandle(lateResultWorkflowId(sale.id as string as CustomId));
    expect(await decide(sale.id, 'approved')).toMatchObject({
      status: 409,
      body: { code: 'not-in-attention' },
    });
    await run.terminate('by hand');
    const found = await findCase(sale.id);
    expect(found && allowed(found)).toEqual(expect.arrayContaining(['resolve_approved', 'resolve_declined']));
    expect(await decide(sale.id, 'approved', { action: 'undo' })).toMatchObject({
      status: 409,
      body: { code: 'not-reversible' },
    });
    expect(await decide(sale.id, 'approved')).toMatchObject({
      status: 200,
      body: { status: 'approved', late: null },
    });
    expect(await findCase(sale.id)).toBeUndefined();
    getnet.says(declined());
    await world.api.ask(callbackPath(sale.id), { method: 'POST', headers, body: callbackBody(DECLINED - 7) });
    for (;;) {
      const { late } = await readLate(sale.id);
      if (late) {
        expect(late).toMatchObject({ moneyMoved: 'no', action: 'ask' });
        break;
      }
      await new Promise((next) => setTimeout(next, 50));
    }
    expect(await findCase(sale.id)).toMatchObject({ reason: 'late_result' });
  });

  it('nothing came after the end: there is nothing to decide, or to undo', async () => {
    const { body } = await world.api.start(saleAt(freshTerminal()), { prefer: 'wait=20' });
    expect(await decide(body.id, 'approved')).toMatchObject({
      status: 409,
      body: { code: 'not-in-attention' },
    });
    expect(await decide(body.id, 'approved', { action: 'undo' })).toMatchObject({
      status: 409,
      body: { code: 'not-reversible' },
    });
  });
});
