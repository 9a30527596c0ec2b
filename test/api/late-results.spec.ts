import { describe, expect, it } from '@jest/globals';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import type { CustomId } from '../../src/domain/ids.js';
import { approved, declined } from '../support/terms.js';
import type { RenderedTransaction } from '../../src/rendering/render-transaction.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { buildSaleBody } from './support/running-api.js';
import { keys } from './support/shop.js';
import { openScriptedWorld } from './support/scripted-world.js';
import { callBackLate, readLate } from './support/late.js';

const DECLINED = 9001;
const stories = openScriptedWorld({ terminals: 14 });
const { getnet, takeNewTerminal } = stories;

const at = expect.any(String) as unknown as string;

interface AttentionList {
  readonly items: readonly { readonly transaction: RenderedTransaction; readonly reason: string }[];
}

describe('what is proven after the end', () => {
  it('a charge after a decline: shown with the policy, the status stays', async () => {
    getnet.says(declined());
    const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    expect(body).toMatchObject({ status: 'declined', late: null });
    getnet.says(approved());
    await callBackLate(stories.world, body.id, buildCallbackBody(0));
    expect(await readLate(stories.world, body.id)).toEqual({
      status: 'declined',
      late: { moneyMoved: 'yes', at, action: 'ask' },
    });
  });

  it('the terminal reverses an approved sale, and the cloud says so later: shown', async () => {
    const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    let asked = 0;
    const { status } = getnet.getnet;
    stories.world.temporal.answerWith({
      ...getnet.getnet,
      status: async (question) => ((asked += 1) > 1 ? { verdict: declined() } : status(question)),
    });
    await callBackLate(stories.world, body.id, buildCallbackBody(DECLINED));
    stories.world.temporal.answerWith(getnet.getnet);
    expect(await readLate(stories.world, body.id)).toEqual({
      status: 'approved',
      late: { moneyMoved: 'no', at, action: 'ask' },
    });
  });

  it('the terminal reverses it later still: each new callback is verified again', async () => {
    const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    await callBackLate(stories.world, body.id, buildCallbackBody(DECLINED));
    expect(await readLate(stories.world, body.id)).toEqual({ status: 'approved', late: null });
    getnet.says(declined());
    await callBackLate(stories.world, body.id, buildCallbackBody(DECLINED - 1));
    expect(await readLate(stories.world, body.id)).toMatchObject({ late: { moneyMoved: 'no' } });
  });

  it('a late charge, and then the terminal reverses it: the callback agrees with the closed run alone, and is verified', async () => {
    getnet.says(declined());
    const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    getnet.says(approved());
    await callBackLate(stories.world, body.id, buildCallbackBody(0));
    expect(await readLate(stories.world, body.id)).toMatchObject({ late: { moneyMoved: 'yes' } });
    getnet.says(declined());
    await callBackLate(stories.world, body.id, buildCallbackBody(DECLINED));
    expect(await readLate(stories.world, body.id)).toEqual({ status: 'declined', late: null });
  });

  it('a reversal turns out to be none: the callback that agrees with the closed run is verified', async () => {
    const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    getnet.says(declined());
    await callBackLate(stories.world, body.id, buildCallbackBody(DECLINED));
    expect(await readLate(stories.world, body.id)).toMatchObject({ late: { moneyMoved: 'no' } });
    getnet.says(approved());
    await callBackLate(stories.world, body.id, buildCallbackBody(0));
    expect(await readLate(stories.world, body.id)).toEqual({ status: 'approved', late: null });
  });

  it.each([
    ['approved', approved()],
    ['declined', declined()],
  ] as const)(
    '%s, and another number charged, which the terminal then reverses: no longer shown',
    async (_, told) => {
      getnet.says(told);
      const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
      getnet.says(approved('900002'));
      await callBackLate(stories.world, body.id, buildCallbackBody(0, 900002));
      expect(await readLate(stories.world, body.id)).toMatchObject({ late: { moneyMoved: 'yes' } });
      let asked = 0;
      stories.world.temporal.answerWith({
        ...getnet.getnet,
        // The cloud says a little later what the terminal did.
        status: async () => ({ verdict: (asked += 1) > 1 ? declined('900002') : approved('900002') }),
      });
      await callBackLate(stories.world, body.id, buildCallbackBody(DECLINED, 900002));
      stories.world.temporal.answerWith(getnet.getnet);
      expect(await readLate(stories.world, body.id)).toMatchObject({ late: null });
    },
  );

  it('a forged callback, which Getnet does not confirm: nothing is shown', async () => {
    const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    await stories.world.run(body.id).result();
    getnet.says({ kind: 'contradiction', fields: ['customId'], foreign: true });
    // Of another number only a charge would be shown.
    await callBackLate(stories.world, body.id, buildCallbackBody(0, 666));
    expect(await readLate(stories.world, body.id)).toEqual({ status: 'approved', late: null });
    getnet.says(approved());
  });

  it('a proven charge, and then a callback that nobody confirms: the charge stays shown while that is verified', async () => {
    getnet.says(declined());
    const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    getnet.says(approved());
    await callBackLate(stories.world, body.id, buildCallbackBody(0));
    getnet.says({ kind: 'pending' });
    const headers = { 'content-type': 'application/json' };
    await stories.world.api.ask(buildCallbackPath(body.id), {
      method: 'POST',
      headers,
      body: buildCallbackBody(0, 900007),
    });
    expect(await readLate(stories.world, body.id)).toMatchObject({
      status: 'declined',
      late: { moneyMoved: 'yes' },
    });
    getnet.says(approved());
  });

  it('the policy of its merchant is shown', async () => {
    const { body } = await stories.world.api.start(
      { ...buildSaleBody(takeNewTerminal('ar')), amount: { value: 120_000, currency: 'ARS' } },
      { prefer: 'wait=20', as: keys.argentina },
    );
    expect(body.status).toBe('approved');
    getnet.says(declined());
    await callBackLate(stories.world, body.id, buildCallbackBody(DECLINED));
    expect(await readLate(stories.world, body.id, keys.argentina)).toMatchObject({
      late: { moneyMoved: 'no', action: 'keep' },
    });
  });

  it('operators search the index: late results are found, those that agreed in the end are not', async () => {
    const agreed = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    await callBackLate(stories.world, agreed.body.id, buildCallbackBody(DECLINED));
    getnet.says(declined());
    const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    getnet.says(approved());
    await callBackLate(stories.world, body.id, buildCallbackBody(0));
    for (const id of [agreed.body.id, body.id] as readonly string[])
      await stories.world.temporal.indexes(lateResultWorkflowId(id as CustomId));
    const { body: list } = await stories.world.api.get<AttentionList>('/v1/operator/attention?limit=100', {
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
    const sale = buildSaleBody(takeNewTerminal());
    const key = `late-${Date.now()}`;
    getnet.says(declined());
    const { body } = await stories.world.api.start(sale, { prefer: 'wait=20', key });
    getnet.says(approved());
    await callBackLate(stories.world, body.id, buildCallbackBody(0));
    const again = await stories.world.api.start(sale, { key });
    expect(again.body).toMatchObject({ id: body.id, status: 'declined', late: { moneyMoved: 'yes' } });
  });
});
