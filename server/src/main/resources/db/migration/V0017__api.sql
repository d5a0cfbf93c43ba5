-- A program's own words about an integration, and the answers to POSTs that came with an Idempotency-Key. An older release ignores both.
-- Undo: drop the column and the table. Lost: the metadata, and for a day a repeated POST is a new one.
alter table integrations add column metadata jsonb not null default '{}';

-- So that a row of another table may point at a key of its own account only.
alter table api_keys add constraint api_keys_of_account unique (account_id, key_id);

-- One row for each key of a caller: claimed before the act, with its answer afterwards. The answer is sealed, for it may hold a one-time link. The
-- lease is database time: a claim whose node died is free again after it.
create table idempotency_keys (
    id           uuid primary key,
    account_id   uuid not null references accounts (account_id) on delete cascade,
    caller_id    uuid not null,
    key_hash     bytea not null,
    request_hash bytea not null,
    lease_until  timestamptz not null,
    expires_at   timestamptz not null,
    status       int,
    content_type text,
    answer       bytea,
    unique (account_id, caller_id, key_hash),
    foreign key (account_id, caller_id) references api_keys (account_id, key_id) on delete cascade
);
create index idempotency_keys_expiry on idempotency_keys (expires_at);
call isolate('idempotency_keys');
create policy system_claims on idempotency_keys to ${system} using (true) with check (true);
grant select, insert, delete on idempotency_keys to ${app};
grant update (id, request_hash, lease_until, expires_at, status, content_type, answer) on idempotency_keys to ${app};
grant select (id, account_id, expires_at), delete on idempotency_keys to ${system};
