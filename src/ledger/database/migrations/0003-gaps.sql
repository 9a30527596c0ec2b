-- Transactions that could not be projected: while there is one, nobody claims that the ledger is complete.
create table projection_gaps (
  transaction_id text collate "C" primary key,
  since timestamptz not null default clock_timestamp()
);
