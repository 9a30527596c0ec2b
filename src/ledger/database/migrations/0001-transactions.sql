-- One row for each transaction, as GET shows it. What the columns say is in `shown`, too: they are there to be searched.
create table transactions (
  id text collate "C" primary key,
  merchant text not null,
  terminal_id text not null,
  branch text not null,
  country text not null,
  device text not null,
  type text not null,
  status text not null,
  money_moved text not null,
  is_undone boolean not null,
  reference text,
  id_pos_txs text,
  authorization_code text,
  operation_id bigint,
  amount_minor bigint,
  currency text,
  returned_minor bigint not null,
  net_minor bigint not null,
  undoes text,
  card_brand text,
  card_last4 text,
  attempt integer not null,
  created_at timestamptz not null,
  final_at timestamptz,
  shown json not null,
  -- Which of two versions is the newer one; not part of what is shown.
  run_id text,
  seq bigint not null,
  indexed_status text,
  observed_at timestamptz not null
);

create index transactions_newest on transactions (merchant, created_at desc, id desc);
create index transactions_of_terminal on transactions (merchant, terminal_id, created_at desc, id desc);
create index transactions_by_reference on transactions (merchant, reference) where reference is not null;
create index transactions_by_number on transactions (merchant, id_pos_txs) where id_pos_txs is not null;
create index transactions_by_code on transactions (merchant, authorization_code) where authorization_code is not null;
create index transactions_undoing on transactions (undoes) where undoes is not null;

-- One row for each run that ended and was projected: what is counted against Temporal's index.
create table closed_runs (
  run_id text primary key,
  workflow_id text not null,
  type text not null,
  transaction_id text collate "C",
  closed_at timestamptz not null
);

create index closed_runs_by_time on closed_runs (closed_at);

-- How far the projector has come: times, never page tokens, which a server upgrade makes worthless.
create table projection_marks (
  name text primary key,
  at timestamptz not null
);
