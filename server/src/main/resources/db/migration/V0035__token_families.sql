-- API sign-ins: one row for each, with what its latest refresh token hashes to. Earlier ones are not kept; each is recognised by what follows from it.
-- A row of a browser's session has no refresh token and ends with the session.
-- Undo: drop the function, the table and sessions.method, take the grant back, and give idempotency_keys its foreign key to api_keys again (V0017; rows of
-- other callers would have to go). Lost: API sign-ins; their clients sign in again. The previous release ignores all of it.
create table token_families (
    family_id   uuid primary key,
    account_id  uuid not null references accounts on delete cascade,
    session_id  uuid,
    proved      text[] not null,
    method      text not null check (length(method) <= 100),
    proved_at   timestamptz not null,
    client_hash bytea,
    token_hash  bytea,
    generation  int not null default 0,
    used_at     timestamptz not null,
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    ended_at    timestamptz,
    ended_by    text check (length(ended_by) <= 40),
    address     text not null,
    agent       text not null,
    foreign key (account_id, session_id) references sessions (account_id, session_id) on delete cascade,
    check (token_hash is not null or session_id is not null)
);
create index token_families_account on token_families (account_id, created_at desc);
create unique index token_families_session on token_families (account_id, session_id) where session_id is not null;
create index token_families_over on token_families (expires_at);
call isolate('token_families');
create policy system_all on token_families to ${system} using (true) with check (true);
grant select, insert on token_families to ${app};
grant update (proved, method, proved_at, token_hash, generation, used_at, expires_at, ended_at, ended_by) on token_families to ${app};
grant select (family_id, account_id, expires_at, ended_at, used_at), delete on token_families to ${system};

-- A new password ends what was signed in with the old one.
grant update (epoch) on accounts to ${app};

-- How the session began: password, or the provider's id. Null in rows of the previous release.
alter table sessions add column method text check (length(method) <= 100);

-- An access token is a caller, too. The account of a row is still the account's own by its policy.
alter table idempotency_keys drop constraint idempotency_keys_account_id_caller_id_fkey;

-- The living sign-in of an id that stands in an access token, with its account as it is now.
create function token_family_find(p_family_id uuid)
    returns table (family_id uuid, account_id uuid, email text, display_name text, role text, status text, epoch int,
                   proved text[], expires_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select f.family_id, f.account_id, a.email, a.display_name, a.role, a.status, a.epoch, f.proved, f.expires_at
          from public.token_families f join public.accounts a on a.account_id = f.account_id
          where f.family_id = p_family_id and f.ended_at is null $$;
revoke all on function token_family_find(uuid) from public;
grant execute on function token_family_find(uuid) to ${auth};
