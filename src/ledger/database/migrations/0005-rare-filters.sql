-- Lists of what is rare: without these a list of a merchant with a million rows reads all of them to find none.
create index transactions_by_status on transactions (merchant, status, created_at desc, id desc);
create index transactions_by_type on transactions (merchant, type, created_at desc, id desc);
create index transactions_by_amount on transactions (merchant, amount_minor) where amount_minor is not null;
create index transactions_undone on transactions (merchant, created_at desc, id desc) where is_undone;
