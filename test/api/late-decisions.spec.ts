import { describe, expect, it } from '@jest/globals';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import type { CustomId } from '../../src/domain/ids.js';
import { approved, declined } from '../support/terms.js';
import type { RenderedCase } from '../../src/api/operator/render-case.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { buildSaleBody } from './support/running-api.js';
import { keys } from './support/shop.js';
import { openScriptedWorld } from './support/scripted-world.js';
import { callBackLate } from './support/late.js';

const DECLINED = 9001;
const stories = openScriptedWorld({ terminals: 18 });
const { getnet, takeNewTerminal } = stories;

const at = expect.any(String) as unknown as string;

describe('a person decides about what is proven after the end', () => {
  interface DecisionTerms {
    readonly as?: string;
    readonly action?: 'keep' | 'undo';
  }
  const words = { reason: 'the shop was asked', evidence: 'its till roll' };
  const decide = (id: string, verdict: string, { as = keys.chileSupport, ...over }: DecisionTerms = {}) =>
    stories.world.api.post(`/v1/operator/transactions/${id}/resolution`, {
      as,
      body: { verdict, ...words, ...over },
    });
  const findCase = async (id: string) => {
    await stories.world.temporal.indexes(lateResultWorkflowId(id as CustomId));
    const { body } = await stories.world.api.get<{ items: RenderedCase[] }>(
      '/v1/operator/attention?limit=100',
      {
        as: keys.chileSupport,
      },
    );
    return body.items.find(({ transaction }) => transaction?.id === id);
  };
  const allowed = ({ acts }: RenderedCase) => acts.filter((act) => act.allowed).map(({ act }) => act);

  /** Declined, and charged all the same. */
  async function lateCharge(amount = 5_990) {
    getnet.says(declined());
    const order = { ...buildSaleBody(takeNewTerminal()), amount: { value: amount, currency: 'CLP' } };
    const { body } = await stories.world.api.start(order, { prefer: 'wait=20' });
    getnet.says(approved());
    await callBackLate(stories.world, body.id, buildCallbackBody(0));
    return body;
  }

  it('the shop keeps a charge: what is proven stays, the case is closed, and the audit says who decided', async () => {
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
    const { body } = await stories.world.api.get<{ items: { act: string; actor: object; why: string }[] }>(
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

  it('nobody wants a charge: the service returns it once, and names the return', async () => {
    const { id } = await lateCharge();
    expect(await decide(id, 'approved', { action: 'undo' })).toMatchObject({
      status: 200,
      body: { status: 'declined', late: { moneyMoved: 'yes', action: 'ask', decided: { action: 'undo' } } },
    });
    const { undo } = await stories.world.showsAs(id, { undo: { transactionId: expect.any(String) } });
    const given = await stories.world.api.get(`/v1/transactions/${undo?.transactionId}`, {
      prefer: 'wait=20',
    });
    expect(given.body).toMatchObject({ status: 'approved' });
    expect(await findCase(id)).toBeUndefined();
    expect(await decide(id, 'approved', { action: 'keep' })).toMatchObject({ status: 409 });
  });

  it('above the limit: a proposal that a second operator joins, with the same action alone', async () => {
    const { id } = await lateCharge(2_000_000);
    expect(await decide(id, 'approved')).toMatchObject({ status: 202, body: { proposed: true } });
    const secondOperator = { as: keys.chileBoss };
    expect((await findCase(id))?.evidence.map(({ says }) => says)).toContainEqual(
      expect.stringContaining('proposed: support says approved'),
    );
    expect(await decide(id, 'approved', { ...secondOperator, action: 'undo' })).toMatchObject({
      status: 409,
      body: { code: 'verdict-differs' },
    });
    expect(await decide(id, 'approved')).toMatchObject({ status: 202 });
    expect(await decide(id, 'approved', secondOperator)).toMatchObject({
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

  it('two operators decide differently at once: one decision, and the other gets it as the answer', async () => {
    const { id } = await lateCharge();
    const answers = await Promise.all([
      decide(id, 'approved'),
      decide(id, 'approved', { as: keys.chileBoss, action: 'undo' }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  it('its verification was ended by hand: a person says what the portal shows, and a later proof still counts', async () => {
    const { body: sale } = await stories.world.api.start(buildSaleBody(takeNewTerminal()), {
      prefer: 'wait=20',
    });
    getnet.says({ kind: 'pending' });
    const headers = { 'content-type': 'application/json' };
    await stories.world.api.ask(buildCallbackPath(sale.id), {
      method: 'POST',
      headers,
      body: buildCallbackBody(DECLINED),
    });
    const run = stories.world.temporal.client.workflow.getHandle(
      lateResultWorkflowId(sale.id as string as CustomId),
    );
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
    await stories.world.api.ask(buildCallbackPath(sale.id), {
      method: 'POST',
      headers,
      body: buildCallbackBody(DECLINED - 7),
    });
    const { late } = await stories.world.showsAs(sale.id, { late: { moneyMoved: expect.any(String) } });
    expect(late).toMatchObject({ moneyMoved: 'no', action: 'ask' });
    expect(await findCase(sale.id)).toMatchObject({ reason: 'late_result' });
  });

  it('a declined sale, its verification ended by hand: a person says that it charged, and every answer says so', async () => {
    getnet.says(declined());
    const { body: sale } = await stories.world.api.start(buildSaleBody(takeNewTerminal()), {
      prefer: 'wait=20',
    });
    expect(sale.status).toBe('declined');
    getnet.says({ kind: 'pending' });
    await stories.world.api.ask(buildCallbackPath(sale.id), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: buildCallbackBody(0),
    });
    await stories.world.temporal.client.workflow
      .getHandle(lateResultWorkflowId(sale.id as string as CustomId))
      .terminate('by hand');
    expect(await decide(sale.id, 'approved', { action: 'keep' })).toMatchObject({ status: 200 });
    const { late } = await stories.world.showsAs(sale.id, { late: { moneyMoved: 'yes' } });
    expect(late).toMatchObject({ decided: { action: 'keep' } });
  });

  it.each([
    { verdict: 'declined', becomes: 'approved', next: { status: 200, body: { status: 'approved' } } },
    { verdict: 'approved', becomes: 'reversed', next: { status: 409, body: { code: 'already-reversed' } } },
  ])(
    'late news about a return, which a person settles as $verdict: its sale is $becomes, and not reversing for ever',
    async ({ verdict, becomes, next }) => {
      const { body: sale } = await stories.world.api.start(buildSaleBody(takeNewTerminal()), {
        prefer: 'wait=20',
      });
      const sendReturn = () => {
        const order = { type: 'return', terminalId: takeNewTerminal(), originalTransactionId: sale.id };
        return stories.world.api.start(order, { prefer: 'wait=20' });
      };
      getnet.says(declined());
      const { body: undo } = await sendReturn();
      expect(undo.status).toBe('declined');
      getnet.says({ kind: 'pending' });
      const headers = { 'content-type': 'application/json' };
      await stories.world.api.ask(buildCallbackPath(undo.id), {
        method: 'POST',
        headers,
        body: buildCallbackBody(0),
      });
      await stories.world.temporal.client.workflow
        .getHandle(lateResultWorkflowId(undo.id as string as CustomId))
        .terminate('by hand');
      expect((await stories.world.api.get(`/v1/transactions/${sale.id}`)).body.status).toBe('reversing');
      expect(await decide(undo.id, verdict)).toMatchObject({ status: 200 });
      expect((await stories.world.api.get(`/v1/transactions/${sale.id}`)).body.status).toBe(becomes);
      getnet.says(approved());
      expect(await sendReturn()).toMatchObject(next);
      expect((await stories.world.api.get(`/v1/transactions/${sale.id}`)).body.status).toBe('reversed');
    },
  );

  it('no late news: there is nothing to decide or to undo', async () => {
    const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
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
