-- Passkeys (WebAuthn Level 3), and the challenges of ceremonies under way.
-- Works with the release before: it asks nobody for a passkey and does not find them. It would not know the word passkey among what a session proved, so
-- whoever signed in with one signs in again there. Undo: drop the tables and functions, set session_open (V0030) and token_family_find (V0035) back, end the
-- sessions whose proofs name a passkey. Lost: every passkey; whoever had nothing else signs in by a link to the address.
create table passkeys (
    id              uuid primary key,
    account_id      uuid not null references accounts on delete cascade,
    credential_id   bytea not null check (length(credential_id) between 1 and 1023),
    public_key      bytea not null,
    sign_count      bigint not null check (sign_count >= 0),
    backup_eligible boolean not null,
    backed_up       boolean not null,
    transports      text[] not null,
    name            text not null check (length(name) <= 60),
    created_at      timestamptz not null,
    used_at         timestamptz not null
);
-- Over all accounts: a credential opens one of them (WebAuthn section 7.1 step 26).
create unique index passkeys_credential on passkeys (credential_id);
create index passkeys_account on passkeys (account_id, created_at);
call isolate('passkeys');
grant select, insert, delete on passkeys to ${app};
grant update (name, sign_count, backed_up, used_at) on passkeys to ${app};

-- By exact credential, for somebody who says no name.
create function passkey_find(p_credential_id bytea)
    returns table (id uuid, account_id uuid, email text, display_name text, role text, status text,
                   public_key bytea, sign_count bigint, backup_eligible boolean, backed_up boolean)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select p.id, p.account_id, a.email, a.display_name, a.role, a.status,
                 p.public_key, p.sign_count, p.backup_eligible, p.backed_up
          from public.passkeys p join public.accounts a on a.account_id = p.account_id
          where p.credential_id = p_credential_id $$;
revoke all on function passkey_find(bytea) from public;
grant execute on function passkey_find(bytea) to ${auth};

-- One ceremony each, for five minutes; of no account until it is over. No role has a right on the table itself.
create table passkey_challenges (
    challenge_hash bytea primary key,
    purpose        text not null check (purpose in ('enrol', 'sign_in', 'prove')),
    browser_hash   bytea not null,
    session_id     uuid,
    created_at     timestamptz not null,
    expires_at     timestamptz not null
);
create index passkey_challenges_browser on passkey_challenges (browser_hash, created_at);
create index passkey_challenges_over on passkey_challenges (expires_at);

-- A browser has the newest eight: each tab with a sign-in form begins one.
create function passkey_challenge_put(p_challenge_hash bytea, p_purpose text, p_browser_hash bytea, p_session_id uuid,
                                      p_now timestamptz, p_expires_at timestamptz) returns void
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp
    as $$ delete from public.passkey_challenges c
          where c.browser_hash = p_browser_hash
            and c.challenge_hash not in (select k.challenge_hash from public.passkey_challenges k
                                         where k.browser_hash = p_browser_hash and k.expires_at > p_now
                                         order by k.created_at desc limit 7);
          insert into public.passkey_challenges values (p_challenge_hash, p_purpose, p_browser_hash, p_session_id, p_now, p_expires_at) $$;
revoke all on function passkey_challenge_put(bytea, text, bytea, uuid, timestamptz, timestamptz) from public;
grant execute on function passkey_challenge_put(bytea, text, bytea, uuid, timestamptz, timestamptz) to ${auth};

-- Whatever does not fit takes nothing and burns nothing.
create function passkey_challenge_take(p_challenge_hash bytea, p_purpose text, p_browser_hash bytea, p_session_id uuid, p_now timestamptz)
    returns boolean
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp
    as $$ with taken as (
              delete from public.passkey_challenges
              where challenge_hash = p_challenge_hash and purpose = p_purpose and browser_hash = p_browser_hash
                and session_id is not distinct from p_session_id and expires_at > p_now
              returning 1)
          select exists (select 1 from taken) $$;
revoke all on function passkey_challenge_take(bytea, text, bytea, uuid, timestamptz) from public;
grant execute on function passkey_challenge_take(bytea, text, bytea, uuid, timestamptz) to ${auth};

create function passkey_challenge_purge(p_before timestamptz, p_most int) returns int
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp
    as $$ with gone as (
              delete from public.passkey_challenges where challenge_hash in
                  (select challenge_hash from public.passkey_challenges where expires_at < p_before limit p_most)
              returning 1)
          select count(*)::int from gone $$;
revoke all on function passkey_challenge_purge(timestamptz, int) from public;
grant execute on function passkey_challenge_purge(timestamptz, int) to ${system};

-- Both as before (V0030, V0035), and a passkey among what the account has.
create or replace function session_open(p_token_hash bytea)
    returns table (session_id uuid, account_id uuid, email text, display_name text, role text, status text,
                   created_at timestamptz, password_at timestamptz, seen_at timestamptz, expires_at timestamptz, proofs jsonb, half boolean,
                   enrolled text[])
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select s.session_id, s.account_id, a.email, a.display_name, a.role, a.status,
                 s.created_at, s.password_at, s.seen_at, s.expires_at, s.proofs, s.half,
                 array(select 'totp' where exists (select 1 from public.totp_authenticators t
                                                   where t.account_id = s.account_id and t.confirmed_at is not null)
                       union all
                       select 'passkey' where exists (select 1 from public.passkeys p where p.account_id = s.account_id)
                       union all
                       select 'recovery_code' where exists (select 1 from public.recovery_codes r
                                                            where r.account_id = s.account_id and r.used_at is null))
          from public.sessions s join public.accounts a on a.account_id = s.account_id
          where s.token_hash = p_token_hash and s.ended_at is null $$;

create or replace function token_family_find(p_family_id uuid)
    returns table (family_id uuid, account_id uuid, email text, display_name text, role text, status text, epoch int,
                   enrolled text[], proved text[], expires_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select f.family_id, f.account_id, a.email, a.display_name, a.role, a.status, a.epoch,
                 array(select 'totp' where exists (select 1 from public.totp_authenticators t
                                                   where t.account_id = f.account_id and t.confirmed_at is not null)
                       union all
                       select 'passkey' where exists (select 1 from public.passkeys p where p.account_id = f.account_id)
                       union all
                       select 'recovery_code' where exists (select 1 from public.recovery_codes r
                                                            where r.account_id = f.account_id and r.used_at is null)),
                 f.proved, f.expires_at
          from public.token_families f join public.accounts a on a.account_id = f.account_id
          where f.family_id = p_family_id and f.ended_at is null $$;
