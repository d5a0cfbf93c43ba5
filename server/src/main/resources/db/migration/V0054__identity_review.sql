-- What a review of identity found. Works with the release before, which calls none of the new function and takes the others as they were.
-- Undo: drop invitation_claim, set the other functions back (V0013, V0030, V0043, V0045), take the rights back. Nothing is lost.

-- An invitation is taken only while its inviter is still what they were when it was looked at: one statement, so nobody is demoted between the two. By the hash of
-- its link, or by the address that a provider has proved; the other is null.
create function invitation_claim(p_token_hash bytea, p_email text, p_inviter_role text, p_now timestamptz) returns boolean
    language sql security definer set search_path = pg_catalog, public, pg_temp
    as $$ with gone as (
              delete from public.invitations i using public.accounts a
              where a.account_id = i.account_id and (i.token_hash = p_token_hash or i.email = p_email) and i.expires_at > p_now
                and a.status = 'active' and a.role = p_inviter_role
              returning 1)
          select exists (select 1 from gone) $$;
revoke all on function invitation_claim(bytea, text, text, timestamptz) from public;
grant execute on function invitation_claim(bytea, text, text, timestamptz) to ${auth};

-- Whoever asks to delete their account takes the invitations back that they sent.
grant delete on invitations to ${app};

-- A browser's token that was ended by itself makes room for the next one of the same session.
grant delete on token_families to ${app};

-- Nobody signs in to an account that is not a person's, whatever it has from before it became one.
create or replace function sign_in_find(p_email text, p_browser bytea, p_since timestamptz)
    returns table (account_id uuid, email text, display_name text, role text, status text, hash text, known_browser boolean)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select a.account_id, a.email, a.display_name, a.role, a.status, p.hash,
                 exists (select 1 from public.sessions s
                         where s.account_id = a.account_id and s.browser_hash = p_browser and s.seen_at > p_since and not s.half)
          from public.accounts a join public.passwords p on p.account_id = a.account_id
          where a.email = p_email and a.kind = 'person' $$;

create or replace function session_find(p_token_hash bytea)
    returns table (session_id uuid, account_id uuid, email text, display_name text, role text, status text,
                   created_at timestamptz, password_at timestamptz, seen_at timestamptz, expires_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select s.session_id, s.account_id, a.email, a.display_name, a.role, a.status,
                 s.created_at, s.password_at, s.seen_at, s.expires_at
          from public.sessions s join public.accounts a on a.account_id = s.account_id
          where s.token_hash = p_token_hash and s.ended_at is null and not s.half and a.kind = 'person' $$;

create or replace function session_alive(p_session_id uuid, p_account_id uuid, p_now timestamptz, p_idle_since timestamptz) returns boolean
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select exists (select 1 from public.sessions s join public.accounts a on a.account_id = s.account_id
                         where s.session_id = p_session_id and s.account_id = p_account_id and s.ended_at is null and not s.half
                           and s.expires_at > p_now and s.seen_at > p_idle_since and a.status = 'active' and a.kind = 'person') $$;

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
          where s.token_hash = p_token_hash and s.ended_at is null and a.kind = 'person' $$;

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
          where f.family_id = p_family_id and f.ended_at is null and a.kind = 'person' $$;

create or replace function identity_find(p_issuer text, p_subject text)
    returns table (identity_id uuid, account_id uuid, email text, display_name text, role text, status text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select i.identity_id, a.account_id, a.email, a.display_name, a.role, a.status
          from public.identities i join public.accounts a on a.account_id = i.account_id
          where i.issuer = p_issuer and i.subject = p_subject and a.kind = 'person' $$;

create or replace function passkey_find(p_credential_id bytea)
    returns table (id uuid, account_id uuid, email text, display_name text, role text, status text,
                   public_key bytea, sign_count bigint, backup_eligible boolean, backed_up boolean)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select p.id, p.account_id, a.email, a.display_name, a.role, a.status,
                 p.public_key, p.sign_count, p.backup_eligible, p.backed_up
          from public.passkeys p join public.accounts a on a.account_id = p.account_id
          where p.credential_id = p_credential_id and a.kind = 'person' $$;

create or replace function email_link_peek(p_token_hash bytea, p_purpose text, p_now timestamptz)
    returns table (account_id uuid, link_email text, email text, display_name text, role text, status text,
                   browser_hash bytea, session_id uuid, expires_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select a.account_id, l.email, a.email, a.display_name, a.role, a.status, l.browser_hash, l.session_id, l.expires_at
          from public.email_links l join public.accounts a on a.account_id = l.account_id
          where l.token_hash = p_token_hash and l.purpose = p_purpose and l.expires_at > p_now and a.status in ('active', 'leaving')
            and a.kind = 'person' and (l.purpose in ('change', 'undo') or a.email = l.email) $$;

create or replace function browser_stop_peek(p_stop_hash bytea, p_now timestamptz)
    returns table (account_id uuid, email text, display_name text, role text, status text, session_id uuid, first_at timestamptz, address text, agent text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select a.account_id, a.email, a.display_name, a.role, a.status, b.session_id, b.first_at, s.address, s.agent
          from public.known_browsers b join public.accounts a on a.account_id = b.account_id
               left join public.sessions s on s.session_id = b.session_id
          where b.stop_hash = p_stop_hash and b.stop_until > p_now and a.status in ('active', 'leaving') and a.kind = 'person' $$;
