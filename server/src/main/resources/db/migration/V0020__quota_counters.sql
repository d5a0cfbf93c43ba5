-- How much of a limit's newest window all nodes have taken, by hashed limit and key. Unlogged: after a crash of the database windows begin whole.
-- An older release does not read it. Undo: drop the table; every window begins whole.
create unlogged table quota_counters (
    id           text primary key,
    window_index bigint not null,
    used         bigint not null,
    expires_at   timestamptz not null
) with (fillfactor = 70);
create index quota_counters_expiry on quota_counters (expires_at);
grant select, insert, update, delete on quota_counters to ${system};
