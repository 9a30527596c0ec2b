import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { Exports } from '../../src/api/exports/exports.service.js';
import type { Caller } from '../../src/config/merchants/merchants.js';
import type { Status } from '../../src/domain/status.js';
import { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import { startTestPostgres } from './support/test-postgres.js';
import type { TestPostgres } from './support/test-postgres.js';

let postgres: TestPostgres;
let database: LedgerDatabase;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = new LedgerDatabase({ url: await postgres.createLedger(), name: 'test' });
  await database.query(
    `insert into projection_marks values ('complete', '2026-01-17'), ('since', '2026-01-16T08:30:00Z')`,
  );
});
afterAll(async () => {
  await database.close();
  await postgres.close();
});

/** When an attempt had the terminal, as HH:MM:SS of the same day. */
interface Lease {
  readonly at: string;
  readonly attempt?: number;
  readonly isForQuery?: boolean;
}

interface Kind {
  readonly type: 'sale' | 'close';
  readonly status: Status;
}

const buildMoment = (at: string) => `2026-01-16T${at}Z`;

/** A device, and what the ledger knows of it. */
function createDevice() {
  const device = randomUUID();
  const buildId = (name: string) => `tx_${name}-${device}`;
  const hold = async (name: string, type: string, { at, attempt = 1, isForQuery = false }: Lease) => {
    await database.query(
      `insert into leases (run_id, country, device, merchant, terminal_id, transaction_id, attempt, type, is_for_query,
         since, until, ended_at, ended_by)
       values ($1, 'CL', $2, 'shop', 't', $3, $4, $5, $6, $7, $7, $7, 'given_back')`,
      [randomUUID(), device, buildId(name), attempt, type, isForQuery, buildMoment(at)],
    );
  };
  const write = async (name: string, { type, status }: Kind, leases: readonly Lease[]) => {
    const attempt = Math.max(...leases.map(({ attempt: n = 1 }) => n));
    await database.query(
      `insert into transactions (id, merchant, terminal_id, branch, country, device, type, status, money_moved, is_undone,
         returned_minor, net_minor, attempt, created_at, final_at, shown, seq, observed_at)
       values ($1, 'shop', 't', 'b', 'CL', $2, $3, $4, 'no', false, 0, 0, $5, $6, $6, '{}', 0, $6)`,
      [buildId(name), device, type, status, attempt, buildMoment(leases[0]?.at ?? '')],
    );
    for (const lease of leases) await hold(name, type, lease);
  };
  return {
    sold: (name: string, at: string) => write(name, { type: 'sale', status: 'approved' }, [{ at }]),
    closes: (name: string, status: Status, leases: readonly Lease[]) =>
      write(name, { type: 'close', status }, leases),
    /** Of an attempt after that the ledger knows, but not yet when it had the terminal. */
    approvesAgain: async (name: string) => {
      await database.query('update transactions set attempt = attempt + 1 where id = $1', [buildId(name)]);
    },
    hold,
    settled: async (name: string, status: Status) => {
      await database.query('update transactions set status = $2 where id = $1', [buildId(name), status]);
    },
    shift: async (closing: string) => {
      const caller = { merchant: 'shop', country: 'CL' } as Caller;
      const file = await new Exports(database).open(caller, { format: 'jsonl', shift: buildId(closing) });
      const lines = (await text(file.content)).trimEnd().split('\n');
      const { total } = JSON.parse(lines.pop() ?? '') as { readonly total: { readonly complete: boolean } };
      const ids = lines.map((line) => (JSON.parse(line) as { readonly id: string }).id);
      return { ids: ids.map((id) => id.slice('tx_'.length, -device.length - 1)), complete: total.complete };
    },
  };
}

describe('the export of a shift', () => {
  it('a closing was refused on a busy terminal, another one closed it, then the first was repeated: every sale is in one shift', async () => {
    const { sold, closes, shift } = createDevice();
    await closes('c0', 'completed', [{ at: '09:00:00' }]);
    await sold('day', '12:00:00');
    await closes('c1', 'completed', [{ at: '20:00:00' }, { at: '20:01:00', attempt: 2 }]);
    await closes('c2', 'completed', [{ at: '20:00:30' }]);
    expect(await shift('c2')).toEqual({ ids: ['day', 'c2'], complete: true });
    expect(await shift('c1')).toEqual({ ids: ['c1'], complete: true });
  });

  it('a closing was proven by asking the terminal, after a sale: the sale belongs to the shift after', async () => {
    const { sold, closes, shift } = createDevice();
    await closes('c0', 'completed', [{ at: '09:00:00' }]);
    await closes('c1', 'completed', [{ at: '10:00:00' }, { at: '10:08:00', isForQuery: true }]);
    await sold('sale', '10:07:00');
    await closes('c2', 'completed', [{ at: '20:00:00' }]);
    expect(await shift('c1')).toEqual({ ids: ['c1'], complete: true });
    expect(await shift('c2')).toEqual({ ids: ['sale', 'c2'], complete: true });
  });

  it('a sale was refused before a closing and approved after it: it is not in the shift before, not even while its lease is not known', async () => {
    const { sold, closes, approvesAgain, hold, shift } = createDevice();
    await closes('c0', 'completed', [{ at: '09:00:00' }]);
    await sold('sale', '11:00:00');
    await closes('c1', 'completed', [{ at: '12:00:00' }]);
    await approvesAgain('sale');
    expect(await shift('c1')).toEqual({ ids: ['c1'], complete: true });
    await hold('sale', 'sale', { at: '12:01:00', attempt: 2 });
    expect(await shift('c1')).toEqual({ ids: ['c1'], complete: true });
    await closes('c2', 'completed', [{ at: '20:00:00' }]);
    expect(await shift('c2')).toEqual({ ids: ['sale', 'c2'], complete: true });
  });

  it.each(['verifying', 'needs_attention'] as const)(
    'a closing in between is %s: no file is complete, and once it is settled the shift is cut there',
    async (status) => {
      const { sold, closes, settled, shift } = createDevice();
      await closes('c0', 'completed', [{ at: '09:00:00' }]);
      await sold('before', '10:00:00');
      await closes('c1', status, [{ at: '11:00:00' }]);
      await sold('after', '12:00:00');
      await closes('c2', 'completed', [{ at: '20:00:00' }]);
      expect(await shift('c2')).toEqual({ ids: ['before', 'c1', 'after', 'c2'], complete: false });
      await settled('c1', 'completed');
      expect(await shift('c1')).toEqual({ ids: ['before', 'c1'], complete: true });
      expect(await shift('c2')).toEqual({ ids: ['after', 'c2'], complete: true });
    },
  );

  it('a closing in between was declined, and one before and one after are unknown: the file is complete', async () => {
    const { closes, shift } = createDevice();
    await closes('earlier', 'verifying', [{ at: '08:00:00' }]);
    await closes('c0', 'completed', [{ at: '09:00:00' }]);
    await closes('declined', 'declined', [{ at: '11:00:00' }]);
    await closes('c1', 'completed', [{ at: '12:00:00' }]);
    await closes('later', 'verifying', [{ at: '13:00:00' }, { at: '13:08:00', isForQuery: true }]);
    expect(await shift('c1')).toEqual({ ids: ['declined', 'c1'], complete: true });
  });

  it('no closing before it is known, or one from before the ledger began: nobody knows where it begins, and no file is complete', async () => {
    const { sold, closes, shift } = createDevice();
    await closes('forgotten', 'completed', [{ at: '08:00:00' }]);
    await sold('sale', '10:00:00');
    await closes('c1', 'completed', [{ at: '12:00:00' }]);
    await closes('c2', 'completed', [{ at: '20:00:00' }]);
    expect(await shift('forgotten')).toEqual({ ids: ['forgotten'], complete: false });
    expect(await shift('c1')).toEqual({ ids: ['sale', 'c1'], complete: false });
    expect(await shift('c2')).toEqual({ ids: ['c2'], complete: true });
  });
});
