import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enact, expectAsTold } from './support/plot.js';
import type { Plot, Told } from './support/plot.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

const byQuery = { outcome: { moneyMoved: 'yes', evidence: 'status_query' } };
const once = { received: 1, executed: 1 };
const never = { executed: 0 };

/** What the customer does. */
const customers: readonly Plot[] = [
  { tells: 'paid: approved', ends: 'approved', shows: byQuery, ledger: once },
  {
    tells: 'refused by the bank: declined, with its code',
    sale: { amount: 5_901 },
    ends: 'declined',
    shows: { outcome: { moneyMoved: 'no', evidence: 'status_query', responseCode: 9001 } },
  },
  { tells: 'cancelled by the customer: declined', sale: { amount: 5_902 }, ends: 'declined' },
  {
    tells: 'the customer walks away: declined as 1006 when the terminal gives up',
    sale: { amount: 5_903 },
    ends: 'declined',
    shows: { outcome: { responseCode: 1006 } },
  },
  { tells: 'paid late, in the extra wait: approved', sale: { amount: 5_904 }, ends: 'approved' },
  {
    tells:
      'undecided over the whole lifecycle, callback says TIMEOUT (5 MINUTES): declined by the query’s 1006',
    script: { customer: { action: 'freeze' } },
    ends: 'declined',
    shows: { outcome: { responseCode: 1006 } },
  },
];

/** What becomes of the acknowledgement. */
const acknowledgements: readonly Plot[] = [
  {
    tells: 'acknowledgement lost before the request was read: nobody can tell, a person is asked',
    script: { answer: { lost: 'before_reading' } },
    ends: 'needs_attention',
    ledger: never,
  },
  {
    tells: 'acknowledgement lost while the request was read: nobody can tell, a person is asked',
    script: { answer: { lost: 'while_reading' } },
    ends: 'needs_attention',
    ledger: never,
  },
  {
    tells:
      'acknowledgement lost after the request was read, callback arrives: the status query finds the approval',
    script: { answer: { lost: 'after_reading' } },
    ends: 'approved',
    shows: byQuery,
    ledger: once,
  },
  {
    tells: 'acknowledgement lost at the last moment, declined: the status query finds the decline',
    script: { answer: { lost: 'instead_of_answer' }, customer: { action: 'decline' } },
    ends: 'declined',
    ledger: once,
  },
  {
    tells: 'acknowledgement and callback lost: the number was never learned, a person is asked',
    script: { answer: { lost: 'after_reading' }, callback: { lost: true } },
    ends: 'needs_attention',
    ledger: once,
  },
  {
    tells: 'acknowledgement never comes, callback arrives: approved',
    script: { answer: { hang: 'executed' }, customer: { after: '800ms' } },
    ends: 'approved',
    ledger: once,
  },
  {
    tells: 'acknowledgement never comes, nothing was done: a person is asked',
    script: { answer: { hang: 'not_executed' } },
    ends: 'needs_attention',
    ledger: never,
  },
  {
    tells: 'acknowledgement slow: approved',
    script: { answer: { delay: '700ms' } },
    ends: 'approved',
    ledger: once,
  },
  {
    tells: 'acknowledgement slower than we wait: approved after its callback',
    script: { answer: { delay: '2500ms' } },
    ends: 'approved',
    ledger: once,
  },
  {
    tells: 'callback before the acknowledgement: approved',
    script: { answer: { callbackFirst: true } },
    ends: 'approved',
    ledger: once,
  },
  {
    tells: 'acknowledgement without a number: the callback’s number is verified, approved',
    script: { answer: { id: 'none' } },
    ends: 'approved',
    ledger: once,
  },
  { tells: 'number as a text: approved', script: { answer: { id: 'string' } }, ends: 'approved' },
  {
    tells: 'number under a lower-case key: approved',
    script: { answer: { id: 'lower_case' } },
    ends: 'approved',
  },
  { tells: 'number at the top level: approved', script: { answer: { id: 'top_level' } }, ends: 'approved' },
];

/** The command was carried out, and its answer is nonsense: unknown, driven on. */
const nonsense: readonly Plot[] = [
  ...['html', 'http_500', 'http_502', 'http_503', 'http_504', 'empty', 'not_an_object', 'oversized'],
  ...['truncated', 'cut', 'unrecognised', 'timeout_90s', 'timeout_5m'],
].map((reply) => ({
  tells: `command answered ${reply} and carried out: approved after its callback`,
  script: { answer: { replaced: { reply, executed: true } } },
  ends: 'approved',
  ledger: once,
}));

/** The same without the command having been carried out: it cannot be told, and is never sent again. */
const nonsenseForNothing: readonly Plot[] = [
  'http_500',
  'unrecognised',
  'timeout_90s',
  'not_found',
  'reset',
].map((refusal) => ({
  tells: `command answered ${refusal} and not carried out: nobody can tell, a person is asked`,
  script: { refusal },
  ends: 'needs_attention',
  ledger: { received: 1, executed: 0 },
}));

/** The terminal or Getnet refuses: provably nothing was sent. */
const refusals: readonly (Plot & { readonly answers: readonly [status: number, code: string] })[] = [
  { tells: 'ids of the terminal wrong', script: { refusal: 'keypos' }, answers: [502, 'provider-rejected'] },
  { tells: 'terminal busy for 15 s', script: { refusal: 'busy_15s' }, answers: [409, 'terminal-busy'] },
  { tells: 'terminal busy for 5 min', script: { refusal: 'busy_5m' }, answers: [409, 'terminal-busy'] },
  { tells: 'somebody else at the till', terminal: { busyFor: '20s' }, answers: [409, 'terminal-busy'] },
  { tells: 'terminal offline', terminal: { offline: true }, answers: [503, 'terminal-offline'] },
  { tells: 'firewall says 403', script: { refusal: 'http_403' }, answers: [502, 'provider-rejected'] },
  {
    tells: 'too many requests, 429',
    script: { refusal: 'http_429' },
    answers: [503, 'provider-unreachable'],
  },
  {
    tells: 'unauthorised, and again after every fresh login',
    alone: true,
    script: [
      'unauthorized',
      'http_401',
      'unauthorized',
      'http_401',
      'unauthorized',
      'http_401',
      'unauthorized',
    ].map((refusal) => ({ refusal })),
    answers: [502, 'provider-rejected'],
  },
].map(
  (plot) => ({ ...plot, ends: 'not_sent', shows: { outcome: { moneyMoved: 'no' } }, ledger: never }) as never,
);

/** The token is refused: one fresh login, then the one command. */
const tokens: readonly Plot[] = ['unauthorized', 'http_401', 'token_expired'].map((refusal) => ({
  tells: `token refused by ${refusal}: one fresh login, then one command`,
  alone: true,
  script: { refusal },
  ends: 'approved',
  ledger: { received: 2, executed: 1, charges: 1 },
}));

/** What becomes of the callback. */
const callbacks: readonly Plot[] = [
  {
    tells: 'callback lost: the status query finds the approval',
    script: { callback: { lost: true } },
    ends: 'approved',
    shows: byQuery,
  },
  {
    tells: 'callback lost: the status query finds the decline',
    script: { callback: { lost: true }, customer: { action: 'decline' } },
    ends: 'declined',
  },
  { tells: 'callback doubled: approved once', script: { callback: { times: 3 } }, ends: 'approved' },
  { tells: 'callback late: approved by the ladder', script: { callback: { delay: '3s' } }, ends: 'approved' },
  {
    tells: 'callback lies about a decline: approved as the query says',
    script: { callback: { lie: { outcome: 'declined' } } },
    ends: 'approved',
  },
  {
    tells: 'callback lies about an approval: declined as the query says',
    script: { customer: { action: 'decline' }, callback: { lie: { outcome: 'approved' } } },
    ends: 'declined',
  },
  {
    tells: 'callback lies while the payment still runs: nothing is believed before the query says so',
    script: {
      customer: { action: 'decline', after: '700ms' },
      answer: { delay: '10ms' },
      callback: { lie: { outcome: 'approved', amount: 1 }, times: 2 },
    },
    ends: 'declined',
  },
  {
    tells: 'callback is no JSON: approved by the ladder',
    script: { callback: { body: '<html>' } },
    ends: 'approved',
  },
  {
    tells: 'callback names another number: approved about our own',
    script: { callback: { lie: { idPosTxs: 12_345 } } },
    ends: 'approved',
  },
];

const longStatus = [
  ...['in_process', 'not_found', 'html', 'http_401', 'http_403', 'http_500', 'http_503', 'unauthorized'],
  ...['truncated', 'cut', 'oversized', 'empty', 'reset', 'timeout_5m', 'busy_15s', 'hang'],
];
/** What the status query says before the truth. */
const queries: readonly Plot[] = [
  ...longStatus.map((reply): Plot => ({
    tells: `status query says ${reply} a few times: asked again, approved`,
    script: { status: [{ reply, times: reply === 'hang' ? 1 : 3 }] },
    ends: 'approved',
    ledger: once,
  })),
  ...['wrong_id', 'wrong_custom_id', 'other_function_code', 'no_response_code'].flatMap(
    (reply): readonly Plot[] => [
      {
        tells: `status query with ${reply} for ever: no proof, a person is asked`,
        // The terminal itself is asked as well, where the cloud says nothing at all.
        script: {
          status: [{ reply, times: 'always' }],
          deviceStatus: [{ reply: 'in_process', times: 'always' }],
        },
        ends: 'needs_attention',
        ledger: once,
      },
      {
        tells: `status query with ${reply} once, then the truth: approved`,
        script: { status: [{ reply }] },
        ends: 'approved',
      },
    ],
  ),
  {
    tells: 'decline told as approved with HTTP 500: declined',
    script: { customer: { action: 'decline' }, status: [{ reply: 'approved_http_500', times: 3 }] },
    ends: 'declined',
  },
  {
    tells: 'every answer names us and another amount: approved, with a warning',
    script: { customer: { says: { amount: 1 } } },
    ends: 'approved',
    shows: { outcome: { moneyMoved: 'yes', warning: expect.stringContaining('CLP 1 ') } },
    ledger: once,
  },
  {
    tells: 'in process for ever, says the cloud: the terminal itself knows',
    script: { status: [{ reply: 'in_process', times: 'always' }], callback: { lost: true } },
    ends: 'approved',
    shows: { outcome: { moneyMoved: 'yes', evidence: 'device_query' } },
  },
  {
    tells: 'in process for ever, where the terminal cannot be asked: a person is',
    country: 'AR',
    script: { status: [{ reply: 'in_process', times: 'always' }], callback: { lost: true } },
    ends: 'needs_attention',
  },
  {
    tells: 'not found for ever, where the terminal cannot be asked: a person is',
    country: 'AR',
    script: { status: [{ reply: 'not_found', times: 'always' }], callback: { lost: true } },
    ends: 'needs_attention',
  },
  {
    tells: 'approved without authorisation code at first: asked again, approved with it',
    script: { status: [{ reply: 'empty_authorization_code', times: 2 }] },
    ends: 'approved',
    shows: { authorizationCode: expect.stringMatching(/^\S+$/), outcome: { moneyMoved: 'yes' } },
  },
  {
    tells: 'approved without authorisation code to the end: approved after the lifecycle, with a warning',
    script: { customer: { says: { authorizationCode: null } } },
    ends: 'approved',
    shows: { authorizationCode: null, outcome: { moneyMoved: 'yes', warning: expect.any(String) } },
  },
];

const ar = { country: 'AR' } as const;
/** Argentina, where a card's result names neither number nor customId (shape B) unless told. */
const argentina: readonly Plot[] = [
  { ...ar, tells: 'AR paid: approved', ends: 'approved', shows: byQuery, ledger: { ...once, amount: 5_990 } },
  { ...ar, tells: 'AR refused: declined', sale: { amount: 5_901 }, ends: 'declined' },
  { ...ar, tells: 'AR walks away: declined', sale: { amount: 5_903 }, ends: 'declined' },
  {
    ...ar,
    tells: 'AR QR paid: approved, without any card',
    sale: { body: { options: { saleType: 1 } } },
    ends: 'approved',
  },
  {
    ...ar,
    tells: 'AR callback lost: approved by query',
    script: { callback: { lost: true } },
    ends: 'approved',
  },
  {
    ...ar,
    tells: 'AR acknowledgement lost, answers name nobody: cannot be taken for ours, a person is asked',
    script: { answer: { lost: 'after_reading' } },
    ends: 'needs_attention',
    ledger: once,
  },
  {
    ...ar,
    tells: 'AR acknowledgement lost, answers name our command: approved',
    terminal: { shape: 'B_with_ids' },
    script: { answer: { lost: 'after_reading' } },
    ends: 'approved',
    ledger: once,
  },
  { ...ar, tells: 'AR in shape A: approved', terminal: { shape: 'A' }, ends: 'approved' },
  { ...ar, tells: 'AR in Spanish: approved', terminal: { language: 'es-accented' }, ends: 'approved' },
];

const told = [
  ...[customers, acknowledgements, nonsense, nonsenseForNothing, tokens],
  ...[callbacks, queries, argentina],
].flat();

describe('a sale in async mode', () => {
  let world: World;
  let endOf: (plot: Plot) => Promise<Told>;

  beforeAll(async () => {
    world = await startWorld({ counters: 120, env: { GETNET_TIMEOUT: '2s', ATTENTION_AFTER: '10s' } });
    endOf = enact(world, [...told, ...refusals]);
  });
  afterAll(() => world.close());

  it.each(told)('$tells', async (plot) => expectAsTold(plot, await endOf(plot)));

  it('terminals of both modes side by side: each is sent in the mode the merchants file pins', async () => {
    const tills = await Promise.all([world.terminal({ mode: 'sync' }), world.terminal({ mode: 'async' })]);
    const sales = await Promise.all(tills.map((till) => till.sale({ wait: 20 })));
    expect(sales.map(({ answer }) => answer.body.outcome?.evidence)).toEqual([
      'sync_response',
      'status_query',
    ]);
    const modes = await Promise.all(tills.map(async (till) => (await till.ledger()).requests[0]?.mode));
    expect(modes).toEqual(['sync', 'async']);
  });

  it.each(refusals)('$tells: never sent, answered $answers', async (plot) => {
    const end = await endOf(plot);
    await expectAsTold(plot, end);
    const [status, code] = plot.answers;
    expect(end.sale.answer).toMatchObject({ status, body: { code, moneyMoved: 'no', retry: 'same_key' } });
  });
});
