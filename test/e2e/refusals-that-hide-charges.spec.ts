import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ScriptedReply, Script } from '../../src/simulator/scripts/script.js';
import { eventually } from './support/eventually.js';
import { runConcurrently } from './support/run-concurrently.js';
import type { Story } from './support/run-concurrently.js';
import { expectLedgerToAgree } from './support/expect-ledger.js';
import type { Answer } from './support/http.js';
import type { Order } from './support/sale.js';
import type { Mode } from './support/shops.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** A refusal that Getnet gives to a command that it carries out, or has carried out. */
interface HiddenChargeStory extends Story {
  readonly what: 'sale' | 'return';
  readonly mode: Mode;
  readonly reply: ScriptedReply;
  readonly play: (story: HiddenChargeStory) => Promise<void>;
}

/** A command that is not sent yet, its terminal, and the sale that a return gives back. */
interface Scenario extends HiddenChargeStory {
  readonly till: Till;
  readonly order: Order;
  readonly sale: Order | undefined;
}

const amounts = { sale: 5_990, return: 4_000 };
const frozen = { customer: { action: 'freeze' } } as const satisfies Script;
/** HTTP 401 has the command sent again with a fresh token: then the terminal is still in use. */
const slow = { customer: { after: '3s' } } as const satisfies Script;
/** A cloud that lags behind its callback. */
const lagging: Script['status'] = [{ reply: 'in_process', after: 'callback', for: '1s' }];

const refusals: Readonly<Record<string, ScriptedReply>> = {
  'busy for 15 s': { reply: 'busy_15s' },
  'busy for 5 minutes': { reply: 'busy_5m' },
  'C2C service not responding': { reply: 'offline' },
  'KEYPOS not found': { reply: 'keypos' },
  'incorrect merchant id': { reply: 'merchant_id' },
  'HTTP 401': { reply: 'http_401' },
  'HTTP 403': { reply: 'http_403' },
  'HTTP 429': { reply: 'http_429' },
};
/** They speak of time, sending or answering: no refusals, however much they look like one. */
const texts = [
  'LA OPERACION NO RESPONDIO EN 5 MINUTOS',
  'TIEMPO MAXIMO DE OPERACION (5 MINUTOS)',
  'OPERATION EXCEEDED 5 MINUTES',
  'OPERACION ENVIADA AL POS, SIN RESPUESTA EN 15 SEGUNDOS',
  'KEYPOS OPERACION ENVIADA, SIN RESPUESTA',
];

let world: World;

function runs(reply: ScriptedReply, more: NonNullable<Script['answer']> = {}): Script {
  return { answer: { ...more, replaced: { ...reply, executed: true } } };
}

async function prepareScenario(story: HiddenChargeStory, script: Script): Promise<Scenario> {
  const till = await world.terminal({ mode: story.mode });
  const sale = story.what === 'sale' ? undefined : await till.sale();
  await sale?.becomes('approved');
  await till.script(script);
  const back = sale && {
    type: 'return',
    originalTransactionId: sale.id,
    amount: { value: amounts.return, currency: 'CLP' },
  };
  return { ...story, till, sale, order: till.order(back && { operation: back }) };
}

/** The key says what is proven, and sends nothing. */
async function expectProvenBy({ order, what }: Scenario): Promise<void> {
  const before = await order.truth();
  const proven = {
    id: order.id,
    status: 'approved',
    outcome: { moneyMoved: 'yes', evidence: 'status_query' },
  };
  for (const ask of [() => order.send({ wait: 5 }), () => order.get()]) {
    const answer = await eventually('the proof to be told', () => readApproval(ask));
    expect(answer).toMatchObject({ status: 200, body: proven });
  }
  expect((await order.truth()).received).toBe(before.received);
  expect(await readMovedAmounts(order)).toEqual([amounts[what]]);
  await expectLedgerToAgree(order);
}

/** A worker that is slow to answer leaves it unknown for a moment; nobody is ever told that no money moved. */
async function readApproval(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  const answer = await ask();
  const { moneyMoved = answer.body.outcome?.moneyMoved } = answer.body;
  expect(['yes', 'unknown']).toContain(moneyMoved);
  return answer.body.status === 'approved' ? answer : undefined;
}

/** The key is not used up for another try, and the terminal is not called busy. */
async function expectNotRetried({ order }: Scenario): Promise<void> {
  const { status, body } = await order.send();
  expect({ status, body }).toMatchObject({ status: 202, body: { id: order.id, attempt: 1 } });
  expect((await order.get()).body).toMatchObject({ outcome: { moneyMoved: 'unknown' } });
  expect(await order.truth()).toMatchObject({ received: 1, executed: 1 });
}

/** Never more back than the sale. */
async function expectNoMoreBack({ till, sale }: Scenario): Promise<void> {
  if (sale === undefined) return;
  const amount = { value: amounts.return, currency: 'CLP' };
  const more = till.order({ operation: { type: 'return', originalTransactionId: sale.id, amount } });
  expect(await more.send()).toMatchObject({ status: 422, body: { code: 'amount-exceeds-original' } });
  expect(await sale.truth()).toMatchObject({ charges: 1, net: amounts.sale - amounts.return });
}

/** @returns what each command of the transaction really moved. */
async function readMovedAmounts({ counter, id }: Order): Promise<readonly (number | undefined)[]> {
  const operations = await world.judge.operations({ serialNumber: counter.serialNumber });
  return operations.filter(({ customId }) => customId?.startsWith(id)).map(({ moved }) => moved);
}

/** It is told that nothing was sent; on a machine that is busy, by the second answer. */
async function expectRefused(order: Order): Promise<void> {
  const { status, body } = await order.send();
  const refusal = { moneyMoved: 'no', retry: 'same_key', transactionId: order.id };
  if (status !== 202 && body.moneyMoved !== 'unknown') expect(body).toMatchObject(refusal);
  expect(await order.becomes('not_sent')).toMatchObject({ attempt: 1, outcome: { moneyMoved: 'no' } });
}

/** Row 1: two refusals, and then the callback of the first command. */
async function proveAfterBothRefusals(scenario: Scenario): Promise<void> {
  const { order } = scenario;
  const refused = { moneyMoved: 'no', retry: 'same_key', transactionId: order.id };
  await expectRefused(order);
  await eventually('the second attempt to be refused as busy', async () => {
    const { status, body } = await order.send();
    if (status >= 400 && status !== 503) expect(body).toMatchObject(refused);
    return body.code === 'terminal-busy' ? true : undefined;
  });
  await world.judge.steer(order.customId(), { action: 'approve' });
  // Until then the key stands where it stood: not sent.
  await eventually('the callback', async () => (await order.ledger()).callbacks[0]?.status);
  expect(await order.becomes('approved')).toMatchObject({
    outcome: { warning: expect.stringContaining('reported-not-sent-before') },
  });
  await expectProvenBy(scenario);
  await expectNoMoreBack(scenario);
}

/** Row 1, the key used again while nobody has verified the callback yet. */
async function repeatBeforeVerified(scenario: Scenario): Promise<void> {
  const { order } = scenario;
  await expectRefused(order);
  await world.judge.release(order.customId(), ['callback']);
  await eventually('the callback', async () => (await order.ledger()).callbacks[0]?.status);
  await expectProvenBy(scenario);
  await expectNoMoreBack(scenario);
  expect((await order.ledger(2)).requests).toEqual([]);
}

/** Row 2: what Getnet says to the POST comes after its callback. */
async function callBackFirst(scenario: Scenario): Promise<void> {
  const { order } = scenario;
  await readApproval(() => order.send());
  expect(await order.becomes('approved')).toMatchObject({ attempt: 1 });
  await expectProvenBy(scenario);
  await expectNoMoreBack(scenario);
  expect((await order.truth()).received).toBe(1);
}

async function expectUnknown(scenario: Scenario): Promise<void> {
  const { order } = scenario;
  const { status } = await order.send();
  expect(status).toBe(202);
  await eventually('the answer of Getnet', async () =>
    (await order.get()).body.evidence?.find(({ source }) => source === 'dispatch'),
  );
  await expectNotRetried(scenario);
  await order.becomes('needs_attention');
  await expectNotRetried(scenario);
  expect(await readMovedAmounts(order)).toEqual([amounts[scenario.what]]);
}

interface StorySteps {
  readonly mode?: Mode;
  readonly script: (reply: ScriptedReply) => Script;
  readonly check: (scenario: Scenario) => Promise<void>;
}

/** What a refusal means does not depend on the operation (test/getnet/refusals.spec.ts); what is done then does. */
const alsoAsReturn: ReadonlySet<string> = new Set(['KEYPOS not found', 'HTTP 401', ...texts.slice(0, 2)]);

/** A story for a sale of each refusal, and one for a return of some. */
function buildStories(
  title: string,
  replies: Readonly<Record<string, ScriptedReply>>,
  how: StorySteps,
): readonly HiddenChargeStory[] {
  const { mode = 'async', script, check } = how;
  return Object.entries(replies).flatMap(([name, reply]) =>
    (['sale', 'return'] as const)
      .filter((what) => what === 'sale' || alsoAsReturn.has(name))
      .map((what) => {
        const story = { what, mode, reply, title: `${what}, ${mode}, ${name}: ${title}` };
        return {
          ...story,
          play: async (awaitStory: HiddenChargeStory) =>
            check(await prepareScenario(awaitStory, script(reply))),
        };
      }),
  );
}

const byText = Object.fromEntries(texts.map((text) => [text, { text }]));
const stories: readonly HiddenChargeStory[] = [
  ...buildStories('refused and runs, refused busy, called back: the charge is the key’s answer', refusals, {
    script: (reply) => ({ ...frozen, ...runs(reply) }),
    check: proveAfterBothRefusals,
  }),
  ...buildStories('refused and runs, called back, the key at once again: verified, not sent', refusals, {
    script: (reply) => ({ ...slow, ...runs(reply), callback: { held: true }, status: lagging ?? [] }),
    check: repeatBeforeVerified,
  }),
  ...buildStories('called back and then refused: unknown, approved by query', refusals, {
    script: (reply) => ({ ...runs(reply, { callbackFirst: true }), status: lagging ?? [] }),
    check: callBackFirst,
  }),
  ...buildStories('no refusal, called back: approved by query', byText, {
    script: (reply) => ({ ...frozen, ...runs(reply) }),
    check: async (scenario) => {
      expect((await scenario.order.send()).status).toBe(202);
      await expectNotRetried(scenario);
      await world.judge.steer(scenario.order.customId(), { action: 'approve' });
      await scenario.order.becomes('approved');
      await expectProvenBy(scenario);
      await expectNoMoreBack(scenario);
    },
  }),
  ...buildStories('no refusal, callback lost: unknown, the key does not try again', byText, {
    script: (reply) => ({ ...runs(reply), callback: { lost: true } }),
    check: expectUnknown,
  }),
  ...buildStories('no refusal: unknown, the key does not try again', byText, {
    mode: 'sync',
    script: runs,
    check: expectUnknown,
  }),
  ...buildStories('refused 6 s after the POST: unknown, the key does not try again', refusals, {
    mode: 'sync',
    script: (reply) => runs(reply, { delay: '6s' }),
    check: expectUnknown,
  }),
];

describe('a refusal that hides a charge', () => {
  let awaitStory: (story: HiddenChargeStory) => Promise<void>;
  beforeAll(async () => {
    world = await startWorld({
      counters: 120,
      // Many stories at once on a busy machine: an undo asks its sale for permission first, and then still has time to be sent.
      env: { DISPATCH_WITHIN: '14s', LIFECYCLE_LIMIT: '9s', ATTENTION_AFTER: '15s' },
      simulator: { SIMULATOR_WINDOW: '60s', SIMULATOR_EXTRA_WINDOW: '60s' },
    });
    awaitStory = runConcurrently(stories, (story) => story.play(story));
  });
  afterAll(() => world.close());

  it.each(stories)('$title', (story) => awaitStory(story));
});
