-- One link for each settled version of a row, a chain for each merchant: a change of the past shows.
create table audit_entries (
  merchant text not null,
  n bigint not null,
  -- ISO 8601 as it was hashed.
  at text not null,
  transaction_id text collate "C" not null,
  digest text not null,
  previous text not null,
  hash text not null,
  primary key (merchant, n)
);

create index audit_entries_of_transaction on audit_entries (transaction_id, n desc);
