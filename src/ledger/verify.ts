import { isFinal, statuses } from '../domain/status.js';
import type { Queryable } from './database/ledger-database.js';
import { IS_SETTLED, buildDigest, hashEntry } from './rows/audit-chain.js';
import type { AuditEntry } from './rows/audit-chain.js';

/** The head of a merchant's chain, to be kept elsewhere: a chain that was written anew does not lead to it. */
export interface Anchor {
  readonly merchant: string;
  readonly n: number;
  readonly hash: string;
}

/** What was found. */
export interface VerifyReport {
  readonly entries: number;
  readonly anchors: readonly Anchor[];
  /** Sentences; none: the ledger is as it was chained. */
  readonly faults: readonly string[];
  /** Transactions that were settled and are open again, a thousand at most: no fault, for they are chained again once they are settled. */
  readonly reopened: readonly string[];
}

const PAGE = 1_000;

type StoredEntry = AuditEntry & { readonly hash: string };

/**
 * Follows every chain from its beginning, then holds the rows against it.
 *
 * @param known anchors that were kept from earlier runs.
 * @throws LedgerUnavailable
 */
export async function verifyLedger(
  snapshot: Queryable,
  known: readonly Anchor[] = [],
): Promise<VerifyReport> {
  const { rows: merchants } = await snapshot.query<{ merchant: string }>(
    'select distinct merchant from audit_entries order by merchant',
  );
  const chains = [];
  for (const { merchant } of merchants) chains.push(await followChain(snapshot, merchant, known));
  const lost = known.filter(({ merchant }) => !merchants.some((one) => one.merchant === merchant));
  return {
    entries: chains.reduce((sum, { anchor }) => sum + (anchor?.n ?? 0), 0),
    anchors: chains.flatMap(({ anchor }) => anchor ?? []),
    faults: [
      ...chains.flatMap(({ faults }) => faults),
      ...lost.map(({ merchant, n }) => `${merchant}: the chain that had ${n} entries is gone`),
      ...(await compareRows(snapshot)),
    ],
    reopened: await listReopened(snapshot),
  };
}

async function followChain(snapshot: Queryable, merchant: string, known: readonly Anchor[]) {
  const faults: string[] = [];
  const wanted = new Map(known.filter((one) => one.merchant === merchant).map(({ n, hash }) => [n, hash]));
  let head: StoredEntry | undefined;
  for (;;) {
    const rows: readonly StoredEntry[] = await readEntries(snapshot, merchant, head?.n ?? 0);
    for (const entry of rows) {
      if (entry.n !== (head?.n ?? 0) + 1) faults.push(`${merchant}: entries are missing before ${entry.n}`);
      else if (entry.previous !== (head?.hash ?? '') || hashEntry(entry) !== entry.hash)
        faults.push(`${merchant}: entry ${entry.n} (${entry.transactionId}) is not what was chained`);
      const anchor = wanted.get(entry.n);
      if (anchor !== undefined && anchor !== entry.hash)
        faults.push(`${merchant}: entry ${entry.n} differs from the anchor that was kept of it`);
      wanted.delete(entry.n);
      head = entry;
    }
    if (rows.length < PAGE) break;
  }
  faults.push(
    ...[...wanted.keys()].map((n) => `${merchant}: entry ${n} is gone, of which an anchor was kept`),
  );
  return { faults, anchor: head && { merchant, n: head.n, hash: head.hash } };
}

async function readEntries(
  snapshot: Queryable,
  merchant: string,
  after: number,
): Promise<readonly StoredEntry[]> {
  const { rows } = await snapshot.query<StoredEntry & Record<string, unknown>>(
    `select merchant, n, at, transaction_id as "transactionId", digest, previous, hash from audit_entries
     where merchant = $1 and n > $2 order by n limit ${PAGE}`,
    [merchant, after],
  );
  return rows;
}

const FINAL = statuses.filter(isFinal);

/** Rows that were changed, deleted or put in without the chain. Of one that is open nothing is chained. */
async function compareRows(snapshot: Queryable): Promise<readonly string[]> {
  const { rows } = await snapshot.query<{ id: string; fault: string }>(
    `with latest as (
       select distinct on (transaction_id) transaction_id, digest from audit_entries order by transaction_id, n desc
     ), row as (
       select id, ${IS_SETTLED} as is_settled, status = any($1) as looks_final, ${buildDigest('transactions')} as digest from transactions
     )
     select coalesce(row.id, latest.transaction_id) as id,
       case when row.id is null then 'was chained, and its row is gone'
         when latest.digest is null then 'is settled, and was never chained'
         else 'was changed after it was chained' end as fault
     from row full join latest on latest.transaction_id = row.id
     where case when row.id is null then true
       when row.is_settled then row.digest is distinct from latest.digest
       else row.looks_final and latest.digest is not null end
     order by 1 limit 1000`,
    [FINAL],
  );
  return rows.map(({ id, fault }) => `${id} ${fault}`);
}

/** A key tried again, an outcome is in doubt, or a sale is being undone. */
async function listReopened(snapshot: Queryable): Promise<readonly string[]> {
  const { rows } = await snapshot.query<{ id: string }>(
    `select id from transactions where not ${IS_SETTLED} and status <> all($1)
       and exists (select from audit_entries where transaction_id = id) order by id limit 1000`,
    [FINAL],
  );
  return rows.map(({ id }) => id);
}
