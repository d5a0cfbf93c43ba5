-- Grants: what the vault keeps for an integration. Undo: drop the tables; every person would have to connect again.
create table grants (
    id                 uuid primary key,
    account_id         uuid not null references accounts (account_id) on delete cascade,
    provider           text not null,
    registration       text not null,
    upstream_subject   text not null,
    access_token       bytea,
    refresh_token      bytea,
    version            bigint not null,
    scopes             text[] not null,
    obtained_at        timestamptz not null,
    access_expires_at  timestamptz,
    refresh_expires_at timestamptz,
    state              text not null check (state in ('live', 'rejected', 'misconfigured', 'ended')),
    cause              text,
    fence              bigint not null default 0,
    lease_until        timestamptz,
    refresh_due_at     timestamptz,
    retry_at           timestamptz,
    failures           int not null default 0,
    refreshes          bigint not null default 0
);
create index grants_due on grants (provider, refresh_due_at) where refresh_due_at is not null;
create index grants_account on grants (account_id);
create index grants_upstream on grants (provider, registration, upstream_subject);
call isolate('grants');
create policy system_claims on grants to ${system} using (true) with check (true);
grant select, insert, update, delete on grants to ${app};
grant select (id, account_id, provider, registration, upstream_subject, version, scopes, obtained_at, access_expires_at, state, cause, lease_until,
    refresh_due_at, retry_at, failures, refreshes) on grants to ${system};
grant update (refresh_due_at) on grants to ${system};

-- An open intent is a refresh whose answer is not stored yet. Leases and deadlines are database time.
create table refresh_intents (
    grant_id      uuid primary key references grants (id) on delete cascade,
    account_id    uuid not null,
    fence         bigint not null,
    token_version bigint not null,
    opened_at     timestamptz not null,
    deadline      timestamptz not null,
    answer_lost   boolean not null default false,
    tries         int not null default 1
);
create index refresh_intents_deadline on refresh_intents (deadline);
create index refresh_intents_account on refresh_intents (account_id);
call isolate('refresh_intents');
create policy system_claims on refresh_intents to ${system} using (true) with check (true);
grant select, insert, update, delete on refresh_intents to ${app};
grant select on refresh_intents to ${system};

-- Tokens that wait to be revoked after a disconnect: at most 72 hours. Only the revoker's function reads the ciphertexts.
create table pending_revocations (
    id               uuid primary key,
    account_id       uuid not null references accounts (account_id) on delete cascade,
    integration_id   uuid,
    provider         text not null,
    registration     text not null,
    upstream_subject text not null,
    access_token     bytea,
    refresh_token    bytea,
    attempts         int not null default 0,
    created_at       timestamptz not null,
    next_attempt_at  timestamptz not null,
    give_up_at       timestamptz not null,
    lease_until      timestamptz
);
create index pending_revocations_due on pending_revocations (next_attempt_at);
create index pending_revocations_account on pending_revocations (account_id);
call isolate('pending_revocations');
create policy system_claims on pending_revocations to ${system} using (true) with check (true);
grant select (id, account_id, integration_id, provider, registration, upstream_subject, attempts, created_at, next_attempt_at, give_up_at)
    on pending_revocations to ${app};
grant insert, delete on pending_revocations to ${app};
grant update (attempts, next_attempt_at) on pending_revocations to ${app};
grant select (id, account_id, provider, attempts, next_attempt_at, give_up_at, lease_until) on pending_revocations to ${system};
grant update (lease_until) on pending_revocations to ${system};

create function revoker_open(revocation uuid) returns table (access_token bytea, refresh_token bytea)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select r.access_token, r.refresh_token from public.pending_revocations r
          where r.id = revocation and r.account_id = public.current_account() $$;
revoke all on function revoker_open(uuid) from public;
grant execute on function revoker_open(uuid) to ${app};

-- Whether another live grant of the installation hangs on the same consent at the provider. Counts across accounts, tells no row.
create function live_siblings(of_grant uuid, at_provider text, subject text, at_registration text) returns bigint
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select count(*) from public.grants g
          where g.provider = at_provider and g.upstream_subject = subject and (at_registration is null or g.registration = at_registration)
            and g.id <> of_grant and g.state <> 'ended' and public.current_account() is not null $$;
revoke all on function live_siblings(uuid, text, text, text) from public;
grant execute on function live_siblings(uuid, text, text, text) to ${app};
