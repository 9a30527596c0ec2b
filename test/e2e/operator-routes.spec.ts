import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Script } from '../../src/simulator/scripts/script.js';
import { eventually } from './support/eventually.js';
import { exchange } from './support/http.js';
import { expectOneCommandFor } from './support/expect-ledger.js';
import type { Order } from './support/sale.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** Nobody learns Getnet's number: neither by its answer nor by a callback. */
const silent = (action: 'approve' | 'decline'): Script => ({
  answer: { lost: 'after_reading' },
  callback: { lost: true },
  customer: { action },
});

interface Case {
  readonly transaction: { readonly id: string };
  readonly reason: string;
  readonly acts: readonly { readonly act: string; readonly allowed: boolean }[];
}

interface CasePage {
  readonly items: readonly Case[];
  readonly nextCursor: string | null;
}

describe('a person in front of the operators’ routes', () => {
  let world: World;
  /** What the worker is killed before: a person is needed by the time the other stories are over. */
  let silentSale: Order;
  beforeAll(async () => {
    const env = {
      DISPATCH_WITHIN: '10s',
      LIFECYCLE_LIMIT: '3s',
      GETNET_TIMEOUT: '1s',
      ATTENTION_AFTER: '9s',
    };
    world = await startWorld({ env });
    silentSale = await (await world.terminal({ script: silent('decline') })).sale();
  });
  afterAll(() => world.close());

  const buildHeaders = ({ shop }: Order) => ({
    authorization: `Bearer ${shop.apiKey}`,
    'content-type': 'application/json',
  });
  const resolve = (order: Order, verdict: string, over: object = {}) =>
    exchange(`${world.urls.api}/v1/operator/transactions/${order.id}/resolution`, {
      method: 'POST',
      headers: buildHeaders(order),
      body: JSON.stringify({
        verdict,
        reason: 'the roll was read',
        evidence: 'the roll of the terminal',
        ...over,
      }),
    });
  const findCase = async (order: Order) => {
    let last = 'no answer';
    // Stories of other files leave cases of the same merchant: the list may have several pages.
    const look = async (cursor = ''): Promise<Case | undefined> => {
      const { status, text } = await exchange(`${world.urls.api}/v1/operator/attention?limit=50${cursor}`, {
        headers: buildHeaders(order),
      });
      last = text.slice(-2_000);
      if (status !== 200) return undefined;
      const page = JSON.parse(text) as CasePage;
      const found = page.items.find(({ transaction }) => transaction.id === order.id);
      return found ?? (page.nextCursor === null ? undefined : look(`&cursor=${page.nextCursor}`));
    };
    return eventually(`${order.id} to be listed`, () => look(), 120_000).catch((error: unknown) => {
      throw new Error(`the last list ends with: ${last}`, { cause: error });
    });
  };

  it.concurrent(
    'the outcome is unknown: listed, settled as the roll of the terminal says, and nothing is sent again',
    async () => {
      const sale = await (await world.terminal({ script: silent('decline') })).sale();
      await sale.becomes('needs_attention');
      expect(await findCase(sale)).toMatchObject({ reason: 'unknown_outcome' });
      expect(await resolve(sale, 'declined')).toMatchObject({
        status: 200,
        body: { status: 'declined', outcome: { moneyMoved: 'no', evidence: 'operator' } },
      });
      expect(await sale.send()).toMatchObject({ status: 200, body: { status: 'declined' } });
      await expectOneCommandFor(sale);
    },
  );

  it.concurrent(
    'a person says declined and is wrong: Getnet’s late callback is verified and shown, and the status stays',
    async () => {
      const sale = await (await world.terminal({ script: silent('approve') })).sale();
      await sale.becomes('needs_attention');
      expect(await resolve(sale, 'declined')).toMatchObject({ status: 200 });
      await world.judge.callBack(sale.customId());
      const body = await eventually('the late charge to be shown', async () => {
        const answer = await sale.get();
        return answer.body['late'] ? answer.body : undefined;
      });
      expect(body).toMatchObject({ status: 'declined', late: { moneyMoved: 'yes', action: 'ask' } });
      expect(await findCase(sale)).toMatchObject({ reason: 'late_result' });
      expect(await sale.truth()).toMatchObject({ executed: 1, charges: 1 });
      await expectOneCommandFor(sale);
    },
  );

  it.concurrent(
    'a late charge that nobody wants: the service gives it back once, and the same word again gives back nothing more',
    async () => {
      const sale = await (await world.terminal({ script: silent('approve') })).sale();
      await sale.becomes('needs_attention');
      expect(await resolve(sale, 'declined')).toMatchObject({ status: 200 });
      await world.judge.callBack(sale.customId());
      await eventually('the late charge to be shown', async () =>
        (await sale.get()).body['late'] ? true : undefined,
      );
      for (let again = 0; again < 3; again += 1)
        expect(await resolve(sale, 'approved', { action: 'undo' })).toMatchObject({
          status: 200,
          body: {
            status: 'declined',
            late: { moneyMoved: 'yes', action: 'ask', decided: { action: 'undo' } },
          },
        });
      await eventually('the money to be back', async () =>
        (await sale.truth()).net === 0 ? true : undefined,
      );
      const { body } = await sale.get();
      expect(body).toMatchObject({ undo: { transactionId: expect.stringMatching(/^tx_/) } });
      const { transactionId } = body['undo'] as { readonly transactionId: string };
      expect(await world.judge.truth(transactionId)).toMatchObject({ executed: 1, refunds: 1 });
      expect(await sale.truth()).toMatchObject({ executed: 1, charges: 1, net: 0 });
      await expectOneCommandFor(sale);
    },
  );

  it.concurrent(
    'Getnet’s callback comes first and the status query is silent: nobody may say that nothing was charged',
    async () => {
      const unanswered = [{ reply: 'in_process', times: 'always' }] as const;
      const script: Script = {
        status: unanswered,
        deviceStatus: unanswered,
        customer: { action: 'approve' },
      };
      const sale = await (await world.terminal({ script })).sale();
      await sale.becomes('needs_attention');
      for (const verdict of ['declined', 'not_sent'])
        expect(await resolve(sale, verdict)).toMatchObject({
          status: 409,
          body: { code: 'evidence-contradicts' },
        });
      await world.judge.steer(sale.id, { status: [] });
      expect(await resolve(sale, 'declined')).toMatchObject({ status: 409 });
      // The question that the verdict before led to may have found the proof already: then nobody has to settle anything.
      expect([200, 409]).toContain((await resolve(sale, 'approved')).status);
      expect(await sale.becomes('approved')).toMatchObject({ outcome: { evidence: 'status_query' } });
      await expectOneCommandFor(sale);
    },
  );

  it.concurrent('a void is unknown: its sale is reversing until a person settles the void', async () => {
    const till = await world.terminal();
    const sale = await till.sale({ wait: 20 });
    await till.isFree();
    await till.script(silent('approve'));
    const operation = { type: 'void', originalTransactionId: sale.id };
    const undo = await till.sale({ operation });
    await undo.becomes('needs_attention');
    expect((await sale.get()).body.status).toBe('reversing');
    expect(await findCase(undo)).toMatchObject({ reason: 'reversal_unknown' });
    expect(await resolve(undo, 'approved')).toMatchObject({ status: 200, body: { status: 'approved' } });
    expect((await sale.get()).body.status).toBe('reversed');
    await expectOneCommandFor(undo);
  });

  it('the worker is killed before a person speaks: the verdict settles once, when a worker returns or when it is said again', async () => {
    await silentSale.becomes('needs_attention');
    await world.worker.kill();
    const answer = resolve(silentSale, 'declined');
    await world.worker.start();
    const { status } = await answer;
    expect([200, 503]).toContain(status);
    expect(await resolve(silentSale, 'declined')).toMatchObject({
      status: 200,
      body: { status: 'declined' },
    });
    await expectOneCommandFor(silentSale);
  });
});
