-- One row for each attempt of a transaction, written with its row of `transactions`.
create table attempts (
  transaction_id text collate "C" not null,
  n integer not null,
  custom_id text not null,
  status text not null,
  reason text,
  id_pos_txs text,
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (transaction_id, n)
);

create index attempts_by_number on attempts (id_pos_txs) where id_pos_txs is not null;

-- One row for each lease of a terminal that has ended: who had it, from when to when, and how it ended.
create table leases (
  run_id text primary key,
  country text not null,
  device text not null,
  merchant text not null,
  terminal_id text not null,
  transaction_id text collate "C" not null,
  attempt integer not null,
  type text not null,
  is_for_query boolean not null,
  since timestamptz not null,
  -- At the latest until then, as its holder was told.
  until timestamptz not null,
  ended_at timestamptz not null,
  -- given_back, by_operator, by_hand, at_its_bound, or not_known.
  ended_by text not null,
  -- What it was given back on.
  proof text,
  previous text
);

create index leases_of_device on leases (country, device, since desc);
create index leases_of_transaction on leases (transaction_id);
