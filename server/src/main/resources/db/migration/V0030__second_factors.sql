-- Second factors: what a session proved and when, sessions that wait for a second factor, authenticator apps, recovery codes.
-- Works with the release before: it writes password_at alone (read here as a password proved then) and finds no session that waits. It asks nobody
-- for a second factor. Undo: drop the tables, columns and session_open, set the three functions back (V0010) and encrypted_columns (V0027).
-- Lost: every second factor; whoever had one signs in without it.
alter table sessions
    add column proofs jsonb not null default '{}',
    add column half   boolean not null default false;
grant update (proofs, half, expires_at, failed_before, failed_last) on sessions to ${app};

-- One unconfirmed authenticator per account, bound to the session that began it; confirmed ones belong to no session.
create table totp_authenticators (
    id           uuid primary key,
    account_id   uuid not null references accounts on delete cascade,
    session_id   uuid,
    name         text not null check (length(name) <= 60),
    seed         bytea not null,
    created_at   timestamptz not null,
    confirmed_at timestamptz,
    last_step    bigint,
    used_at      timestamptz,
    foreign key (account_id, session_id) references sessions (account_id, session_id) on delete cascade
);
create unique index totp_authenticators_pending on totp_authenticators (account_id) where confirmed_at is null;
create index totp_authenticators_account on totp_authenticators (account_id, created_at);
create index totp_authenticators_session on totp_authenticators (session_id) where session_id is not null;
call isolate('totp_authenticators');
grant select, insert, delete on totp_authenticators to ${app};
grant update (name, session_id, confirmed_at, last_step, used_at) on totp_authenticators to ${app};

create table recovery_codes (
    id         uuid primary key,
    account_id uuid not null references accounts on delete cascade,
    hash       bytea not null,
    created_at timestamptz not null,
    used_at    timestamptz
);
create unique index recovery_codes_hash on recovery_codes (account_id, hash);
call isolate('recovery_codes');
grant select, insert, delete on recovery_codes to ${app};
grant update (used_at) on recovery_codes to ${app};

-- The session of a token with all it proved, its account as it is now, and the second factors that the account has.
create function session_open(p_token_hash bytea)
    returns table (session_id uuid, account_id uuid, email text, display_name text, role text, status text,
                   created_at timestamptz, password_at timestamptz, seen_at timestamptz, expires_at timestamptz, proofs jsonb, half boolean,
                   enrolled text[])
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select s.session_id, s.account_id, a.email, a.display_name, a.role, a.status,
                 s.created_at, s.password_at, s.seen_at, s.expires_at, s.proofs, s.half,
                 array(select 'totp' where exists (select 1 from public.totp_authenticators t
                                                   where t.account_id = s.account_id and t.confirmed_at is not null)
                       union all
                       select 'recovery_code' where exists (select 1 from public.recovery_codes r
                                                            where r.account_id = s.account_id and r.used_at is null))
          from public.sessions s join public.accounts a on a.account_id = s.account_id
          where s.token_hash = p_token_hash and s.ended_at is null $$;
revoke all on function session_open(bytea) from public;
grant execute on function session_open(bytea) to ${auth};

-- The release before takes a session that waits for a second factor for none.
create or replace function session_find(p_token_hash bytea)
    returns table (session_id uuid, account_id uuid, email text, display_name text, role text, status text,
                   created_at timestamptz, password_at timestamptz, seen_at timestamptz, expires_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select s.session_id, s.account_id, a.email, a.display_name, a.role, a.status,
                 s.created_at, s.password_at, s.seen_at, s.expires_at
          from public.sessions s join public.accounts a on a.account_id = s.account_id
          where s.token_hash = p_token_hash and s.ended_at is null and not s.half $$;

create or replace function session_alive(p_session_id uuid, p_account_id uuid, p_now timestamptz, p_idle_since timestamptz) returns boolean
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select exists (select 1 from public.sessions s join public.accounts a on a.account_id = s.account_id
                         where s.session_id = p_session_id and s.account_id = p_account_id and s.ended_at is null and not s.half
                           and s.expires_at > p_now and s.seen_at > p_idle_since and a.status = 'active') $$;

-- A browser that only got halfway in is no browser of the account's.
create or replace function sign_in_find(p_email text, p_browser bytea, p_since timestamptz)
    returns table (account_id uuid, email text, display_name text, role text, status text, hash text, known_browser boolean)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select a.account_id, a.email, a.display_name, a.role, a.status, p.hash,
                 exists (select 1 from public.sessions s
                         where s.account_id = a.account_id and s.browser_hash = p_browser and s.seen_at > p_since and not s.half)
          from public.accounts a join public.passwords p on p.account_id = a.account_id
          where a.email = p_email $$;

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
        ('totp_authenticators.seed', 'totp_authenticators', 'seed', 't.account_id', '0::bigint') $$;
