-- A reference, a number or a code may be that of many transactions: a list of them comes in its order from the index, too.
drop index transactions_by_reference;
drop index transactions_by_number;
drop index transactions_by_code;
create index transactions_by_reference on transactions (merchant, reference, created_at desc, id desc) where reference is not null;
create index transactions_by_number on transactions (merchant, id_pos_txs, created_at desc, id desc) where id_pos_txs is not null;
create index transactions_by_code on transactions (merchant, authorization_code, created_at desc, id desc) where authorization_code is not null;
