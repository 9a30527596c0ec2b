import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { buildCallbackBody } from '../api/support/callbacks.js';
import { callBackLate } from '../api/support/late.js';
import { lost, shortTimeouts } from '../api/support/operator-world.js';
import { buildSaleBody } from '../api/support/running-api.js';
import { keys } from '../api/support/shop.js';
import { approved } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { startLedgerWorld } from './support/ledger-world.js';
import type { LedgerWorld } from './support/ledger-world.js';

let world: LedgerWorld;
beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startLedgerWorld(shortTimeouts);
  world.project();
});
afterAll(() => world.close());
beforeEach(() => void world.till.approves());

const asShown = async (id: string) => (await world.till.read(id)).body;

describe('what the ledger keeps of a transaction', () => {
  it('a charge is proven after a decline: the list shows the late result, as GET does, and an export names the row', async () => {
    const terminal = world.till.takeNewTerminal();
    world.till.declines();
    const { body } = await world.till.start(buildSaleBody(terminal));
    await world.shows(body.id, ({ late, status }) => status === 'declined' && late === null);
    world.getnet.says(approved());
    await callBackLate(world, body.id, buildCallbackBody(0));
    const listed = await world.shows(body.id, ({ late }) => late?.moneyMoved === 'yes');
    expect(listed).toEqual(await asShown(body.id));
    const address = `${world.api.url}/v1/exports/transactions?format=jsonl&terminalId=${terminal}`;
    const reply = await fetch(address, { headers: { authorization: `Bearer ${keys.chile}` } });
    const [row, total] = (await reply.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(row).toMatchObject({ id: body.id, moneyMoved: 'no', lateMoneyMoved: 'yes' });
    expect(total).toMatchObject({ total: { count: 1, sums: { CLP: 0 }, unknown: 0, late: 1 } });
  });

  it('a person settles an unknown outcome: the list shows who, why and on what evidence, as GET does', async () => {
    world.getnet.answers(lost);
    world.getnet.says({ kind: 'not_found' });
    const { body } = await world.api.start(buildSaleBody(world.till.takeNewTerminal()));
    const waiting = await world.shows(body.id, ({ status }) => status === 'needs_attention');
    expect(waiting.outcome.moneyMoved).toBe('unknown');
    const said = { verdict: 'declined', reason: 'no receipt', evidence: 'the roll', actor: 'Ana' };
    const path = `/v1/operator/transactions/${body.id}/resolution`;
    expect((await world.api.post(path, { as: keys.chileSupport, body: said })).status).toBe(200);
    const listed = await world.shows(body.id, ({ status }) => status === 'declined');
    expect(listed).toMatchObject({ outcome: { moneyMoved: 'no', evidence: 'operator' } });
    expect(listed).toEqual(await asShown(body.id));
  });

  it('a card: brand, kind and the last four digits, and nothing more', async () => {
    const { id } = await world.till.sale(world.till.takeNewTerminal());
    await world.ended(id);
    const [row] = await world.query<{ card: object }>(
      `select card_brand, card_last4, shown #> '{snapshot,outcome,result,card}' as card
       from transactions where id = '${id}'`,
    );
    const { card } = await asShown(id);
    expect(row).toMatchObject({ card_brand: card?.brand, card_last4: card?.last4 });
    expect(Object.keys(row?.card ?? {}).toSorted()).toEqual(['brand', 'last4', 'type']);
    const columns = await world.query<{ name: string }>(
      `select column_name as name from information_schema.columns
       where table_schema = 'ledger' and column_name ~ 'card|pan' order by name`,
    );
    expect(columns.map(({ name }) => name)).toEqual(['card_brand', 'card_last4']);
  });
});
