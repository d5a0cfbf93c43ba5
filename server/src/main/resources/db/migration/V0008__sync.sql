-- Streams, their runs and the records that came of them. Undo: drop the tables; everything synced would be lost and read again from the
-- providers at the next start, without the history of runs and with new record ids.

-- One row per integration and stream. The fence counts claims: a page is stored only by who claimed last. Leases are database time.
create table streams (
    id             uuid primary key,
    account_id     uuid not null references accounts (account_id) on delete cascade,
    integration_id uuid not null references integrations (id) on delete cascade,
    grant_id       uuid not null,
    provider       text not null,
    name           text not null,
    state          text not null check (state in ('waiting', 'in_step', 'not_allowed', 'failed', 'no_progress')),
    cause          text,
    due_at         timestamptz,
    retry_at       timestamptz,
    asked_at       timestamptz,
    fence          bigint not null default 0,
    lease_until    timestamptz,
    checkpoint     jsonb,
    pass           bigint not null default 0,
    failures       int not null default 0,
    records        bigint not null default 0,
    last_run_at    timestamptz,
    in_step_at     timestamptz,
    created_at     timestamptz not null
);
create unique index streams_one_per_integration on streams (integration_id, name);
create index streams_due on streams (provider, due_at, id) where due_at is not null;
create index streams_account on streams (account_id);
call isolate('streams');
create policy system_claims on streams to ${system} using (true) with check (true);
grant select, insert, update, delete on streams to ${app};
grant select (id, account_id, integration_id, provider, name, state, cause, due_at, retry_at, fence, lease_until, failures, records, last_run_at,
    in_step_at, created_at) on streams to ${system};
grant update (fence, lease_until) on streams to ${system};

create table runs (
    id             uuid primary key,
    account_id     uuid not null,
    stream_id      uuid not null references streams (id) on delete cascade,
    integration_id uuid not null,
    provider       text not null,
    stream         text not null,
    manual         boolean not null,
    started_at     timestamptz not null,
    ended_at       timestamptz,
    outcome        text check (outcome in ('done', 'continued', 'rate_limited', 'failed', 'no_progress', 'not_allowed', 'stopped', 'interrupted')),
    cause          text,
    pages          int not null default 0,
    added          bigint not null default 0,
    changed        bigint not null default 0,
    removed        bigint not null default 0,
    check ((ended_at is null) = (outcome is null))
);
create index runs_account on runs (account_id, started_at desc, id desc);
create index runs_stream on runs (stream_id, started_at desc);
create index runs_started on runs (started_at);
call isolate('runs');
create policy system_reads on runs for select to ${system} using (true);
create policy system_clears on runs for delete to ${system} using (true);
grant select, insert, update, delete on runs to ${app};
grant select, delete on runs to ${system};

-- One row per item that the provider gave. A row without content is a tombstone: the item is gone at the provider. (era, xact, id) orders the
-- feed of changes; it is read only below the snapshot's xmin, so that nothing is skipped.
create table records (
    id             uuid primary key,
    account_id     uuid not null,
    integration_id uuid not null,
    stream_id      uuid not null references streams (id) on delete cascade,
    stream         text not null,
    part           text not null,
    upstream_id    text not null,
    content        jsonb,
    content_hash   bytea not null,
    starts_at      timestamptz,
    ends_at        timestamptz,
    all_day        boolean not null default false,
    version        bigint not null default 1,
    seen_pass      bigint not null,
    created_at     timestamptz not null,
    changed_at     timestamptz not null,
    deleted_at     timestamptz,
    era            int not null,
    xact           xid8 not null,
    check ((content is null) = (deleted_at is not null))
);
create unique index records_one_per_item on records (stream_id, part, upstream_id);
create index records_feed on records (account_id, era, xact, id);
create index records_upcoming on records (integration_id, ends_at) where deleted_at is null and ends_at is not null;
create index records_tombstones on records (deleted_at) where deleted_at is not null;
call isolate('records');
create policy system_reads on records for select to ${system} using (true);
create policy system_clears on records for delete to ${system} using (true);
grant select, insert, update, delete on records to ${app};
grant select (id, account_id, integration_id, stream_id, stream, changed_at, deleted_at) on records to ${system};
grant delete on records to ${system};
