import { createHmac, randomBytes } from 'node:crypto';
import type { LateResultFinding } from '../../src/workflows/late-result.messages.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildCallbackAddress } from './support/callback-address.js';
import { eventually } from './support/eventually.js';
import { exchange } from './support/http.js';
import type { Answer } from './support/http.js';
import type { Sale } from './support/sale.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

const frozen = { customer: { action: 'freeze' } } as const;

/** Getnet's outcome as a callback tells it. */
const claim = (idPosTxs: string | null, responseCode = 0) =>
  JSON.stringify({
    code: 1,
    data: { idPosTxs: Number(idPosTxs), response: { functionCode: 100, responseCode } },
  });

const post = (url: string, body: string, headers: Record<string, string> = {}): Promise<Answer> =>
  exchange(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

describe('callbacks are hints', () => {
  let world: World;
  beforeAll(
    async () =>
      void (world = await startWorld({
        env: { LIFECYCLE_LIMIT: '10s', ATTENTION_AFTER: '11s' },
        simulator: slow,
      })),
  );
  afterAll(() => world.close());

  /** The command is at the terminal, whose customer thinks. */
  const running = async (script: object = frozen): Promise<Sale> => {
    const sale = await (await world.terminal({ script })).sale();
    await sale.reachesTheTerminal();
    return sale;
  };
  const finding = (sale: Sale) => world.temporal.workflow.getHandle(`lateResult/${sale.id}`);

  it.concurrent(
    'token forged, foreign or expired: one fixed 404, whatever comes with it, and nothing is touched',
    async () => {
      const sale = await running();
      const right = buildCallbackAddress(world, sale.id);
      const addresses = [
        `${world.urls.api}/webhooks/getnet/${sale.id}`,
        `${right.slice(0, -1)}${right.endsWith('A') ? 'B' : 'A'}`,
        buildCallbackAddress(world, sale.id, { keys: `e2e:${randomBytes(32).toString('base64')}` }),
        buildCallbackAddress(world, sale.id, { keys: world.callbackKeys.replace('e2e:', 'old:') }),
        buildCallbackAddress(world, sale.id, { expiresAt: Date.now() - 1 }),
        right.replace(sale.id, `${sale.id.slice(0, -1)}${sale.id.endsWith('x') ? 'y' : 'x'}`),
      ];
      const letters: readonly [string, Record<string, string>][] = [
        [claim('1'), {}],
        ['x'.repeat(1_100_000), {}],
        ['<html>', { 'content-type': 'text/html' }],
        ['{"', {}],
      ];
      const answers = await Promise.all(
        addresses.flatMap((address) => letters.map(([body, headers]) => post(address, body, headers))),
      );
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      expect(answers[0]).toMatchObject({ status: 404, body: { code: 'not-found' } });
      const { evidence = [] } = (await sale.get()).body;
      expect(evidence.map(({ source }) => source)).not.toContain('callback');
      await world.judge.steer(sale.id, { action: 'approve' });
      await sale.becomes('approved');
    },
  );

  it.concurrent(
    'another transaction’s token: its transaction asks about itself, and neither believes it',
    async () => {
      const [mine, theirs] = [await running(), await running()];
      const { idPosTxs } = await theirs.truth();
      await world.judge.steer(theirs.id, { action: 'approve' });
      await theirs.becomes('approved');
      expect((await post(buildCallbackAddress(world, mine.id), claim(idPosTxs))).status).toBe(200);
      await world.judge.steer(mine.id, { action: 'decline' });
      await mine.becomes('declined');
    },
  );

  it.concurrent(
    'acknowledgement lost, a callback names another’s number: the query says whose it is, and it is not taken',
    async () => {
      const stranger = await running();
      await world.judge.steer(stranger.id, { action: 'approve' });
      await stranger.becomes('approved');
      const sale = await running({ ...frozen, answer: { lost: 'after_reading' } });
      const { idPosTxs } = await stranger.truth();
      expect((await post(buildCallbackAddress(world, sale.id), claim(idPosTxs))).status).toBe(200);
      await eventually('the number to be asked about', async () => {
        const { evidence = [] } = (await sale.get()).body;
        return evidence.find(({ says }) => says.includes('not about our command'));
      });
      await world.judge.steer(sale.id, { action: 'decline' });
      expect(await sale.becomes('declined')).toMatchObject({ idPosTxs: (await sale.truth()).idPosTxs });
    },
  );

  it.concurrent(
    'callback too large: refused; of another type or no JSON: a hint; and the sale goes on',
    async () => {
      const sale = await running();
      const address = buildCallbackAddress(world, sale.id);
      const [large, html, broken] = await Promise.all([
        post(address, JSON.stringify({ filler: 'x'.repeat(1_100_000) })),
        post(address, '<html>', { 'content-type': 'text/html' }),
        post(address, '{"code": 1,'),
      ]);
      expect([large.status, html.status, broken.status]).toEqual([413, 200, 200]);
      await world.judge.steer(sale.id, { action: 'approve' });
      await sale.becomes('approved');
    },
  );

  it.concurrent('the same callback ten times at once: answered 200 each time, one outcome', async () => {
    const sale = await running({ ...frozen, callback: { lost: true } });
    await world.judge.steer(sale.id, { action: 'approve' });
    const letter = claim((await sale.truth()).idPosTxs);
    const address = buildCallbackAddress(world, sale.id);
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(address, letter)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    await sale.becomes('approved');
  });

  it.concurrent('late callback that agrees with a closed transaction: 200, and nothing is kept', async () => {
    const sale = await running({});
    await sale.becomes('approved');
    await sale.run().result();
    expect(await world.judge.callBack(sale.id)).toEqual([200]);
    await expect(finding(sale).describe()).rejects.toThrow(/not found/i);
  });

  it.concurrent(
    'late callback that contradicts a closed transaction: kept first, then verified; the outcome stays',
    async () => {
      const sale = await running({});
      await sale.becomes('approved');
      await sale.run().result();
      expect(await world.judge.callBack(sale.id, { lie: { outcome: 'declined' } })).toEqual([200]);
      const found = (await finding(sale).result()) as LateResultFinding;
      expect(found).toMatchObject({ moneyMoved: 'yes', verdict: { kind: 'approved' } });
      expect((await sale.get()).body.status).toBe('approved');
    },
  );

  it.concurrent(
    'callback after not sent, about a number that is not ours: verified, and the transaction is not sent again',
    async () => {
      const stranger = await running({});
      await stranger.becomes('approved');
      const refused = await (await world.terminal({ script: { refusal: 'keypos' } })).sale();
      expect(refused.answer.status).toBe(502);
      const { idPosTxs } = await stranger.truth();
      expect((await post(buildCallbackAddress(world, refused.id), claim(idPosTxs))).status).toBe(200);
      // It was not sent before either: only the query says that the callback has been verified.
      await eventually('the number to be asked about', async () => {
        const { evidence = [] } = (await refused.get()).body;
        return evidence.find(({ source }) => source === 'status_query');
      });
      expect(await refused.becomes('not_sent')).toMatchObject({ outcome: { moneyMoved: 'no' } });
      await expect(finding(refused).describe()).rejects.toThrow(/not found/i);
    },
  );

  it.concurrent(
    'in process until a person is asked, then the callback comes: approved after all',
    async () => {
      const status = [{ reply: 'in_process', times: 'always' }] as const;
      const silent = [{ reply: 'in_process', times: 'always' }] as const;
      const sale = await running({ callback: { lost: true }, status, deviceStatus: silent });
      await sale.becomes('needs_attention');
      await world.judge.steer(sale.id, { status: [] });
      expect(await world.judge.callBack(sale.id)).toEqual([200]);
      expect(await sale.becomes('approved')).toMatchObject({
        outcome: { moneyMoved: 'yes', evidence: 'status_query' },
      });
    },
  );

  it('callbacks that must be signed: refused without or with a wrong signature, taken with the right one', async () => {
    const key = randomBytes(32);
    const env = {
      CALLBACK_SIGNATURE_HEADER: 'x-getnet-signature',
      CALLBACK_SIGNATURE_KEY: key.toString('base64'),
    };
    await world.api.restart({ env });
    const sale = await running();
    const letter = claim((await sale.truth()).idPosTxs);
    const address = buildCallbackAddress(world, sale.id);
    const signature = createHmac('sha256', key).update(letter).digest('hex');
    const answers = await Promise.all([
      post(address, letter),
      post(address, letter, { 'x-getnet-signature': '0'.repeat(64) }),
      post(address, `${letter} `, { 'x-getnet-signature': signature }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect((await post(address, letter, { 'x-getnet-signature': signature })).status).toBe(200);
    await world.judge.steer(sale.id, { action: 'approve' });
    await sale.becomes('approved');
  });
});

/** A customer who freezes stays in front of the terminal for as long as a story takes. */
const slow = { SIMULATOR_WINDOW: '2s', SIMULATOR_EXTRA_WINDOW: '7500ms' } as const;
