-- Counters of limits that hold over all nodes, by hashed key. Unlogged: after a crash of the database they begin full, which costs nobody anything.
-- Undo: drop the table; every limit begins full again.
create unlogged table rate_buckets (
    id         text primary key,
    state      bytea,
    expires_at bigint
);
create index rate_buckets_expiry on rate_buckets (expires_at);
grant select, insert, update, delete on rate_buckets to ${system};
