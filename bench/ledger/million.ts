import type pg from 'pg';

/** One row of the ledger, as the projector wrote it, becomes many: ids, times, terminals, numbers and amounts differ. */
export async function multiplyRow(client: pg.Client, id: string, rows: number): Promise<void> {
  const columns = await listColumns(client);
  const values = columns.map((name) => expressions[name] ?? `base.${name}`);
  await client.query(
    `insert into transactions (${columns.join(', ')})
     select ${values.join(', ')} from generate_series(1, $2) as n,
       (select * from transactions where id = $1) as base`,
    [id, rows],
  );
  await client.query('analyze transactions');
}

const newId = `'tx_' || lpad(n::text, 19, '0')`;

/** A row in a thousand needs attention, one in a hundred was declined, one in fifty undone. */
const expressions: Readonly<Record<string, string>> = {
  id: newId,
  terminal_id: `'till-' || (n % 300)`,
  status: `case when n % 1000 = 0 then 'needs_attention' when n % 100 = 1 then 'declined' else 'approved' end`,
  is_undone: 'n % 50 = 0',
  reference: `'ORD-' || n`,
  id_pos_txs: '(28000000000 + n)::text',
  authorization_code: `lpad((n % 1000000)::text, 6, '0')`,
  amount_minor: '100 + (n::bigint * 7919) % 1000000',
  created_at: `base.created_at - n * interval '30 seconds'`,
  final_at: `base.final_at - n * interval '30 seconds'`,
  run_id: `md5(n::text)`,
  shown: `replace(base.shown::text, base.id, ${newId})::json`,
};

async function listColumns(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'ledger' and table_name = 'transactions' order by ordinal_position`,
  );
  return rows.map(({ name }) => name);
}
