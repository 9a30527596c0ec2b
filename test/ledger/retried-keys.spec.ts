import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { composeProjector } from '../../src/ledger/compose.js';
import { projectRunning } from '../../src/ledger/projector/running.js';
import { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import { rebuildLedger } from '../../src/ledger/rebuild.js';
import type { TransactionMemo } from '../../src/workflows/transaction.messages.js';
import { longTimeouts } from '../api/support/api-world.js';
import { verifyLedger } from '../../src/ledger/verify.js';
import { buildSaleBody } from '../api/support/running-api.js';
import { keys } from '../api/support/shop.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import { startLedgerWorld } from './support/ledger-world.js';
import type { LedgerWorld } from './support/ledger-world.js';

let world: LedgerWorld;
beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startLedgerWorld(longTimeouts);
});
afterAll(() => world.close());

/** A sale whose terminal was busy, and what tries it again. */
async function takeRefusedSale() {
  const [key, request] = [randomUUID(), buildSaleBody(world.till.takeNewTerminal())];
  const refuse = async () => {
    world.getnet.answers({ kind: 'refused', reason: 'terminal_busy' });
    return (await world.api.start(request, { key })).body;
  };
  const { transactionId: id = '' } = await refuse();
  const startAgain = async (prefer?: string) =>
    (await world.api.start(request, { key, ...(prefer && { prefer }) })).body;
  const tryAgain = () => {
    world.till.approves();
    return startAgain('wait=20');
  };
  return { id, terminal: request.terminalId, refuse, startAgain, tryAgain };
}

/** The last line of an export, without what is different each time. */
async function readTotal(query: string): Promise<string> {
  const reply = await fetch(`${world.api.url}/v1/exports/transactions${query}`, {
    headers: { authorization: `Bearer ${keys.chile}` },
  });
  return /#total,(count=\d+,CLP=\d+)/.exec(await reply.text())?.[1] ?? '';
}

/** Waits until the index names the latest attempt of a run, and that it was not sent. */
const isIndexed = (id: string, attempt: number) =>
  until(async () => {
    const query = `WorkflowId = 'transaction/${id}' AND TransactionStatus = 'not_sent'`;
    for await (const { memo } of world.temporal.client.workflow.list({ query }))
      if ((memo as unknown as TransactionMemo).parked?.attempt === attempt) return true;
    return false;
  });

const listIds = async (query: string) => (await world.list(query)).body.items.map(({ id }) => id);

describe('a sale was not sent, and its key is used again later', () => {
  it('it leaves the period of the refused attempt, and is in that of the new one, as GET shows it', async () => {
    const projector = world.project();
    const { id, terminal, tryAgain } = await takeRefusedSale();
    const { createdAt: refusedAt } = await world.shows(id, ({ status }) => status === 'not_sent');
    expect(await readTotal(`?terminalId=${terminal}&from=${refusedAt}`)).toBe('count=1,CLP=0');
    const { createdAt } = await tryAgain();
    expect(Date.parse(createdAt)).toBeGreaterThan(Date.parse(refusedAt));
    expect(await world.shows(id, ({ status }) => status === 'approved')).toMatchObject({ createdAt });
    const [before, after] = [
      `?terminalId=${terminal}&to=${createdAt}`,
      `?terminalId=${terminal}&from=${createdAt}`,
    ];
    expect([await readTotal(before), await readTotal(after)]).toEqual(['count=0,CLP=0', 'count=1,CLP=5990']);
    expect([await listIds(before), await listIds(after)]).toEqual([[], [id]]);
    await projector.stop();
    const { url, api, log } = world;
    expect(await rebuildLedger({ url, settings: api.settings, log })).toMatchObject({ corrected: 0 });
    expect(await listIds(after)).toEqual([id]);
  });

  it('it is refused once more, the index shows no change, and the notification was lost: the new attempt is read', async () => {
    const { url, api, log } = world;
    const { parts, close } = composeProjector({ url, settings: api.settings, log });
    const { id, refuse } = await takeRefusedSale();
    const isRead = (attempt: number) =>
      until(async () => {
        await projectRunning(parts, undefined);
        const text = `select from transactions where id = '${id}' and attempt = ${attempt} and indexed_status = 'not_sent'`;
        return (await world.query(text)).length === 1;
      });
    await isRead(1);
    await refuse();
    await isIndexed(id, 2);
    await isRead(2);
    await close();
  });

  it('it is under way again: npm run ledger:verify names it, and finds no fault', async () => {
    const projector = world.project();
    const { id, startAgain } = await takeRefusedSale();
    await world.shows(id, ({ status }) => status === 'not_sent');
    const database = new LedgerDatabase({ url: world.url, name: 'test' });
    expect((await verifyLedger(database)).faults).toEqual([]);
    world.till.keepsWaiting();
    await startAgain();
    await world.shows(id, ({ status }) => status === 'in_progress');
    expect(await verifyLedger(database)).toMatchObject({ faults: [], reopened: [id] });
    await database.query(`delete from transactions where id = '${id}'`);
    expect((await verifyLedger(database)).faults).toEqual([`${id} was chained, and its row is gone`]);
    await database.close();
    await projector.stop();
  });
});
