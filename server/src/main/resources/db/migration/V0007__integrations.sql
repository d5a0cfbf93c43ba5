-- Integrations, the scope ledger, choices that wait, receipts, connect tickets. Undo: drop the tables; every person would have to connect again.
create table integrations (
    id               uuid primary key,
    account_id       uuid not null references accounts (account_id) on delete cascade,
    grant_id         uuid,
    provider         text not null,
    state            text not null check (state in ('pending', 'active', 'paused', 'needs_reconnect', 'misconfigured', 'disconnected')),
    cause            text,
    label            text not null,
    upstream_subject text not null,
    upstream_label   text not null,
    connected_at     timestamptz not null,
    disconnected_at  timestamptz,
    version          bigint not null default 1
);
create unique index integrations_one_per_upstream on integrations (account_id, provider, upstream_subject) where state <> 'disconnected';
create index integrations_account on integrations (account_id, connected_at desc, id desc);
create unique index integrations_grant on integrations (grant_id) where grant_id is not null;
call isolate('integrations');
create policy system_read on integrations for select to ${system} using (true);
grant select, insert, update on integrations to ${app};
grant select (id, account_id, grant_id, provider, state, connected_at, disconnected_at) on integrations to ${system};

create table consents (
    id             uuid primary key,
    account_id     uuid not null,
    integration_id uuid not null references integrations (id) on delete cascade,
    asked          text[] not null,
    granted        text[] not null,
    given_at       timestamptz not null
);
create index consents_integration on consents (account_id, integration_id, given_at desc);
call isolate('consents');
grant select, insert on consents to ${app};

-- Tokens that wait for a person's choice: 15 minutes, taken once.
create table pending_grants (
    id               uuid primary key,
    account_id       uuid not null references accounts (account_id) on delete cascade,
    browser_hash     bytea not null,
    kind             text not null check (kind in ('other_account', 'shortfall')),
    provider         text not null,
    registration     text not null,
    integration_id   uuid,
    upstream_subject text not null,
    upstream_label   text not null,
    asked            text[] not null,
    granted          text[] not null,
    tokens           bytea not null,
    created_at       timestamptz not null,
    expires_at       timestamptz not null
);
create index pending_grants_account on pending_grants (account_id);
create index pending_grants_expiry on pending_grants (expires_at);
call isolate('pending_grants');
create policy system_claims on pending_grants to ${system} using (true) with check (true);
grant select, insert, delete on pending_grants to ${app};
grant select (id, account_id, expires_at) on pending_grants to ${system};

create table receipts (
    id             uuid primary key,
    account_id     uuid not null references accounts (account_id) on delete cascade,
    integration_id uuid not null references integrations (id) on delete cascade,
    provider       text not null,
    label          text not null,
    outcome        text not null check (outcome in ('revoked', 'waiting', 'kept_for_sibling', 'by_hand')),
    records        bigint not null,
    made_at        timestamptz not null,
    settled_at     timestamptz
);
create index receipts_integration on receipts (account_id, integration_id);
call isolate('receipts');
grant select, insert on receipts to ${app};
grant update (outcome, settled_at) on receipts to ${app};

-- A bearer caller's page of ours, opened by the person: looked at without being used up, taken by the POST.
create table connect_tickets (
    ticket_hash    bytea primary key,
    id             uuid not null,
    account_id     uuid not null references accounts (account_id) on delete cascade,
    kind           text not null check (kind in ('connect', 'reconnect', 'scopes')),
    provider       text not null,
    integration_id uuid,
    scopes         text[] not null,
    asked_by       text not null,
    created_at     timestamptz not null,
    expires_at     timestamptz not null
);
create index connect_tickets_account on connect_tickets (account_id);
create index connect_tickets_expiry on connect_tickets (expires_at);
call isolate('connect_tickets');
create policy system_claims on connect_tickets to ${system} using (true) with check (true);
grant select, insert, delete on connect_tickets to ${app};
grant select (id, account_id, expires_at), delete on connect_tickets to ${system};

-- Whose ticket it is, before the person has signed in.
create function connect_ticket_peek(ticket bytea, at_time timestamptz) returns table (account_id uuid, provider text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select t.account_id, t.provider from public.connect_tickets t where t.ticket_hash = ticket and t.expires_at > at_time $$;
revoke all on function connect_ticket_peek(bytea, timestamptz) from public;
grant execute on function connect_ticket_peek(bytea, timestamptz) to ${auth};
