-- What people asked a copy of: one export per account, made by a job, sealed in pieces, deleted a day later. The release before neither reads nor writes it.
-- Undo: drop the tables and set encrypted_columns() back (V0034). Lost: exports of the last day; they can be asked for again.
create table account_exports (
    id         uuid primary key,
    account_id uuid not null references accounts on delete cascade,
    state      text not null default 'waiting' check (state in ('waiting', 'ready')),
    attempt    int not null default 0,
    bytes      bigint not null default 0,
    asked_at   timestamptz not null,
    ready_at   timestamptz,
    expires_at timestamptz not null,
    unique (account_id, id),
    check ((state = 'ready') = (ready_at is not null))
);
create unique index account_exports_one on account_exports (account_id);
create index account_exports_over on account_exports (expires_at);
call isolate('account_exports');
create policy system_all on account_exports to ${system} using (true) with check (true);
grant select, insert, delete on account_exports to ${app};
grant update (state, attempt, bytes, ready_at, expires_at) on account_exports to ${app};
grant select (id, account_id, expires_at), delete on account_exports to ${system};

-- The pieces of one attempt, in order; those of an attempt that was given up are deleted by the next.
create table account_export_chunks (
    id         uuid primary key,
    account_id uuid not null,
    export_id  uuid not null,
    attempt    int not null,
    position   int not null,
    body       bytea not null,
    foreign key (account_id, export_id) references account_exports (account_id, id) on delete cascade
);
create unique index account_export_chunks_one on account_export_chunks (account_id, export_id, attempt, position);
call isolate('account_export_chunks');
grant select, insert, delete on account_export_chunks to ${app};

create or replace function encrypted_columns() returns table (name text, in_table text, in_column text, account text, version text)
    language sql immutable set search_path = pg_catalog, pg_temp
    as $$ values
        ('grants.access_token', 'grants', 'access_token', 't.account_id', 't.version'),
        ('grants.refresh_token', 'grants', 'refresh_token', 't.account_id', 't.version'),
        ('pending_revocations.access_token', 'pending_revocations', 'access_token', 't.account_id', '0::bigint'),
        ('pending_revocations.refresh_token', 'pending_revocations', 'refresh_token', 't.account_id', '0::bigint'),
        ('pending_grants.tokens', 'pending_grants', 'tokens', 't.account_id', '0::bigint'),
        ('registrations.client_secret', 'registrations', 'client_secret', 'null::uuid', 't.secret_version'),
        ('authorization_requests.verifier', 'authorization_requests', 'verifier', 't.account_id', '0::bigint'),
        ('authorization_requests.nonce', 'authorization_requests', 'nonce', 't.account_id', '0::bigint'),
        ('callback_forms.parameters', 'callback_forms', 'parameters', 'null::uuid', '0::bigint'),
        ('idempotency_keys.answer', 'idempotency_keys', 'answer', 't.account_id', '0::bigint'),
        ('mails.body', 'mails', 'body', 't.account_id', '0::bigint'),
        ('totp_authenticators.seed', 'totp_authenticators', 'seed', 't.account_id', '0::bigint'),
        ('signing_keys.private_key', 'signing_keys', 'private_key', 'null::uuid', '0::bigint'),
        ('account_export_chunks.body', 'account_export_chunks', 'body', 't.account_id', 't.position::bigint') $$;
