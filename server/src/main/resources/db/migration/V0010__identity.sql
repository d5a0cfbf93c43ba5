-- How an account signs in and stays signed in. The auth role finds rows by exact keys through functions of the owner; the app role writes its own
-- account's; the system role counts failures and writes last use, by column. Undo: drop the tables and functions; everyone would have to
-- be given a new password, sign in again and make new keys.
create table passwords (
    account_id   uuid primary key references accounts on delete cascade,
    hash         text not null,
    changed_at   timestamptz not null,
    failed_count int not null default 0,
    failed_at    timestamptz
);
call isolate('passwords');
create policy system_all on passwords to ${system} using (true) with check (true);
grant select (account_id, changed_at, failed_count, failed_at) on passwords to ${app};
grant insert on passwords to ${app};
grant update (hash, changed_at, failed_count, failed_at) on passwords to ${app};
grant select (account_id, failed_count), update (failed_count, failed_at) on passwords to ${system};

create table sessions (
    session_id    uuid primary key,
    account_id    uuid not null references accounts on delete cascade,
    token_hash    bytea not null,
    browser_hash  bytea not null,
    created_at    timestamptz not null,
    password_at   timestamptz not null,
    seen_at       timestamptz not null,
    expires_at    timestamptz not null,
    ended_at      timestamptz,
    address       text not null,
    agent         text not null,
    failed_before int not null,
    failed_last   timestamptz
);
create unique index sessions_token on sessions (token_hash);
create index sessions_account on sessions (account_id, created_at desc);
create index sessions_seen on sessions (seen_at);
call isolate('sessions');
create policy system_all on sessions to ${system} using (true) with check (true);
grant select, insert on sessions to ${app};
grant update (token_hash, password_at, ended_at) on sessions to ${app};
grant select (session_id, account_id, seen_at, ended_at), update (seen_at), delete on sessions to ${system};

create table api_keys (
    key_id       uuid primary key,
    account_id   uuid not null references accounts on delete cascade,
    name         text not null,
    prefix       text not null,
    hash         bytea not null,
    scopes       text[] not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    last_used_at timestamptz,
    revoked_at   timestamptz
);
create unique index api_keys_hash on api_keys (hash);
create index api_keys_account on api_keys (account_id, created_at desc);
call isolate('api_keys');
create policy system_all on api_keys to ${system} using (true) with check (true);
grant select, insert on api_keys to ${app};
grant update (revoked_at) on api_keys to ${app};
grant select (key_id, account_id, last_used_at), update (last_used_at) on api_keys to ${system};

-- The account and password of an address, and whether this browser has signed in to it in the last thirty days; one row or none.
create function sign_in_find(p_email text, p_browser bytea, p_since timestamptz)
    returns table (account_id uuid, email text, display_name text, role text, status text, hash text, known_browser boolean)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select a.account_id, a.email, a.display_name, a.role, a.status, p.hash,
                 exists (select 1 from public.sessions s
                         where s.account_id = a.account_id and s.browser_hash = p_browser and s.seen_at > p_since)
          from public.accounts a join public.passwords p on p.account_id = a.account_id
          where a.email = p_email $$;

-- The living session of a token, with its account as it is now.
create function session_find(p_token_hash bytea)
    returns table (session_id uuid, account_id uuid, email text, display_name text, role text, status text,
                   created_at timestamptz, password_at timestamptz, seen_at timestamptz, expires_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select s.session_id, s.account_id, a.email, a.display_name, a.role, a.status,
                 s.created_at, s.password_at, s.seen_at, s.expires_at
          from public.sessions s join public.accounts a on a.account_id = s.account_id
          where s.token_hash = p_token_hash and s.ended_at is null $$;

-- Whether a session still lives, by its id: for authorization requests, which must die with it.
create function session_alive(p_session_id uuid, p_account_id uuid, p_now timestamptz, p_idle_since timestamptz) returns boolean
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select exists (select 1 from public.sessions s join public.accounts a on a.account_id = s.account_id
                         where s.session_id = p_session_id and s.account_id = p_account_id and s.ended_at is null
                           and s.expires_at > p_now and s.seen_at > p_idle_since and a.status = 'active') $$;

-- The key of a hash that is not revoked, with its account as it is now.
create function api_key_find(p_hash bytea)
    returns table (key_id uuid, account_id uuid, name text, prefix text, scopes text[], expires_at timestamptz,
                   email text, display_name text, role text, status text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select k.key_id, k.account_id, k.name, k.prefix, k.scopes, k.expires_at, a.email, a.display_name, a.role, a.status
          from public.api_keys k join public.accounts a on a.account_id = k.account_id
          where k.hash = p_hash and k.revoked_at is null $$;

revoke all on function sign_in_find(text, bytea, timestamptz) from public;
revoke all on function session_find(bytea) from public;
revoke all on function session_alive(uuid, uuid, timestamptz, timestamptz) from public;
revoke all on function api_key_find(bytea) from public;
grant execute on function sign_in_find(text, bytea, timestamptz) to ${auth};
grant execute on function session_find(bytea) to ${auth};
grant execute on function session_alive(uuid, uuid, timestamptz, timestamptz) to ${auth};
grant execute on function api_key_find(bytea) to ${auth};
