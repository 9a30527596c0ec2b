import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseTransactionId } from '../../src/domain/ids.js';
import { composeProjector } from '../../src/ledger/compose.js';
import { proveComplete } from '../../src/ledger/projector/completeness.js';
import { Tail } from '../../src/ledger/projector/tail.js';
import { buildSaleBody } from '../api/support/running-api.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import { startLedgerWorld } from './support/ledger-world.js';
import type { LedgerWorld } from './support/ledger-world.js';

describe('no worker answers', () => {
  let world: LedgerWorld;
  beforeAll(async () => {
    TransactionWorld.silenceLogs();
    world = await startLedgerWorld({}, { workers: false });
  });
  afterAll(() => world.close());

  it('a running transaction: listed as last written, like GET, and read again until a worker answers', async () => {
    const { body } = await world.api.start(buildSaleBody(world.till.takeNewTerminal()), { prefer: 'wait=0' });
    const id = parseTransactionId(body.transactionId ?? body.id);
    if (id === undefined) throw new Error('nothing was started');
    world.project();
    const listed = await world.shows(id, () => true);
    expect(listed).toEqual((await world.till.read(id)).body);
    expect(listed.outcome.moneyMoved).toBe('unknown');
    expect(await world.query('select run_id, seq from transactions')).toEqual([{ run_id: null, seq: '-1' }]);
  });

  it('a running transaction cannot be queried: `asOf` stays until a worker answers', async () => {
    const { url, api, log } = world;
    const { parts, close } = composeProjector({ url, settings: api.settings, log });
    const tail = new Tail(parts);
    while (!(await tail.step()));
    const { body } = await api.start(buildSaleBody(world.till.takeNewTerminal()), { prefer: 'wait=0' });
    await until(() =>
      parts.index
        .listRunning(undefined)
        .then((runs) => runs.some(({ transactionId }) => transactionId === body.id)),
    );
    expect(await proveComplete(parts, tail)).toBe(false);
    await world.temporal.startWorkers();
    await until(() => proveComplete(parts, tail));
    await close();
  });
});
