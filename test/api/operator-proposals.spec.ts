import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attentionListSchema } from '../../src/api/operator/operator.schema.js';
import type { RenderedCase } from '../../src/api/operator/render-case.js';
import { toWallClock } from '../../src/domain/local-time.js';
import type { ReportedSale } from '../../src/domain/verdict.js';
import { startLedgerWorld } from '../ledger/support/ledger-world.js';
import type { LedgerWorld } from '../ledger/support/ledger-world.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import { lost, shortTimeouts } from './support/operator-world.js';
import { buildSaleBody } from './support/running-api.js';
import { keys } from './support/shop.js';

let world: LedgerWorld;
let unknown: readonly { readonly id: string; readonly terminalId: string }[];
beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startLedgerWorld(shortTimeouts);
  world.project();
  unknown = await Promise.all([1, 2, 3].map(loseSale));
});
afterAll(() => world.close());

const clp = (value: number) => ({ value, currency: 'CLP' as const });

/** A line of the terminal's report about a sale that it takes now. */
const buildLine = (over: Partial<ReportedSale> = {}): ReportedSale => {
  const realDate = new Date(toWallClock('CL', Date.now())).toISOString().slice(0, 19).replace('T', ' ');
  const card = { brand: 'MC', type: 'CR', last4: '1234' };
  const numbers = { operationId: 42, authorizationCode: '012345' };
  return { ...numbers, amount: clp(5_990), card, accountingDate: realDate, realDate, ...over };
};

/** Its acknowledgement was lost, and Getnet knows nothing of it. */
async function loseSale() {
  const terminalId = world.till.takeNewTerminal();
  world.getnet.at(terminalId, { answer: lost, verdict: { kind: 'not_found' } });
  const { body } = await world.api.start(buildSaleBody(terminalId));
  return { id: body.id, terminalId };
}

async function takeSale(place: number) {
  const sale = unknown[place];
  if (sale === undefined) throw new Error('too few sales');
  await world.becomes(sale.id, 'needs_attention');
  world.getnet.at(sale.terminalId, undefined);
  return sale;
}

async function takeReport(terminalId: string, ...sales: readonly ReportedSale[]) {
  const report = { sales, cut: false, raw: {} };
  world.till.approves({ authorizationCode: null, operationId: null, card: null, report });
  const start = () => world.till.start({ type: 'details', terminalId });
  const { body } = await until(async () => {
    const reply = await start();
    return reply.status === 200 && reply;
  });
  await world.shows(body.id, ({ status }) => status === 'completed');
  return body;
}

const readCase = (id: string): Promise<RenderedCase> =>
  until(async () => {
    const { body } = await world.api.get('/v1/operator/attention?limit=100', { as: keys.chileSupport });
    const { items } = attentionListSchema.parse(body) as { items: readonly RenderedCase[] };
    return items.find(({ transaction }) => transaction?.id === id);
  });

describe('a sale of unknown outcome, and the terminal’s own report', () => {
  it('the report lists it: proposed, and nothing else changes until a person says so', async () => {
    const { id, terminalId } = await takeSale(0);
    const busy = await world.till.start({ type: 'details', terminalId });
    expect(busy).toMatchObject({ status: 409, body: { code: 'terminal-busy', holder: id } });
    expect(await readCase(id)).toMatchObject({
      proposals: [],
      proposalsNote: expect.stringContaining('details'),
      nextStep: expect.stringContaining('last_voucher'),
    });
    const other = await takeReport(terminalId, buildLine({ amount: clp(5_991) }));
    expect(await readCase(id)).toMatchObject({
      proposals: [],
      proposalsNote: expect.stringContaining(`${other.id} has no line that fits`),
    });
    const line = buildLine();
    const report = await takeReport(terminalId, line);
    const found = await readCase(id);
    expect(found.proposals).toEqual([
      {
        verdict: 'approved',
        report: { transactionId: report.id, type: 'details', at: report.finalAt },
        line: {
          amount: clp(5_990),
          at: line.realDate,
          operationId: 42,
          authorizationCode: '012345',
          ticket: null,
          card: { brand: 'MC', last4: '1234' },
        },
        matchedBy: ['amount', 'time'],
        alsoFits: [],
      },
    ]);
    expect(found.proposalsNote).toBeNull();
    const { body } = await world.api.get(`/v1/transactions/${id}`);
    expect(body).toMatchObject({ status: 'needs_attention', outcome: { moneyMoved: 'unknown' } });
    expect(body).toEqual(found.transaction);
    const settled = await world.api.post(`/v1/operator/transactions/${id}/resolution`, {
      as: keys.chileSupport,
      body: { verdict: 'approved', reason: 'the terminal lists it', evidence: `report ${report.id}` },
    });
    expect(settled).toMatchObject({ status: 200, body: { status: 'approved' } });
  });

  it('the line is another sale’s that was taken there since: nothing is proposed, and the note says so', async () => {
    const { id, terminalId } = await takeSale(1);
    const before = await takeReport(terminalId);
    const { operationId, authorizationCode } = await world.till.sale(terminalId);
    const after = await takeReport(terminalId, buildLine({ operationId, authorizationCode }));
    expect(before.id).not.toBe(after.id);
    const found = await readCase(id);
    expect(found).toMatchObject({
      proposals: [],
      proposalsNote: expect.stringContaining(`${after.id} has a line that fits, but the line may also`),
    });
  });

  it('the ledger is away: the list is answered without proposals, and says why', async () => {
    const { id } = await takeSale(2);
    await world.postgres.stop();
    expect(await readCase(id)).toMatchObject({
      proposals: [],
      proposalsNote: expect.stringContaining('ledger does not answer'),
    });
    await world.postgres.start();
  });
});
