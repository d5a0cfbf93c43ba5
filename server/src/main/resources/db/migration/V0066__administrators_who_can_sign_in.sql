-- The administrator who is kept is one who can sign in. Undo: drop administrator_stays and can_sign_in, set keep_administrator (V0037) back. Lost: that an
-- administrator without a way in does not count. The release before calls keep_administrator as it did, and gets the better answer.

-- A password, a passkey, an identity at one of these providers, or links to an address that is known to be theirs.
create function can_sign_in(p_account uuid, p_providers text[], p_links boolean) returns boolean
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select exists (select 1 from public.passwords p where p.account_id = p_account)
              or exists (select 1 from public.passkeys k where k.account_id = p_account)
              or exists (select 1 from public.identities i where i.account_id = p_account and i.provider = any (p_providers))
              or exists (select 1 from public.accounts a where a.account_id = p_account and p_links and a.email is not null and a.email_verified) $$;
revoke all on function can_sign_in(uuid, text[], boolean) from public;

-- As keep_administrator, which it stands behind: before an administrator leaves, has the row point at another, who can sign in where there is one. False when there is
-- nobody else, and when the one who leaves can sign in and nobody else can. A row that points at somebody without a way in is moved whenever there is better.
create function administrator_stays(p_leaving uuid, p_providers text[], p_links boolean) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
declare
    other uuid;
    able boolean;
begin
    perform pg_advisory_xact_lock(hashtext('kept_administrator'));
    select a.account_id, public.can_sign_in(a.account_id, p_providers, p_links) into other, able from public.accounts a
        where a.active_admin and a.account_id is distinct from p_leaving order by 2 desc, a.created_at, a.account_id limit 1;
    if other is null or (p_leaving is not null and not able and public.can_sign_in(p_leaving, p_providers, p_links)) then
        return false;
    end if;
    insert into public.kept_administrator (kept_id) values (other)
        on conflict (only_row) do update set kept_id = excluded.kept_id
        where kept_administrator.kept_id = p_leaving
           or (able and not public.can_sign_in(kept_administrator.kept_id, p_providers, p_links));
    return true;
end $$;
revoke all on function administrator_stays(uuid, text[], boolean) from public;
grant execute on function administrator_stays(uuid, text[], boolean) to ${app}, ${system};

-- For whoever does not know what is offered: every identity counts.
create or replace function keep_administrator(p_leaving uuid) returns boolean
    language sql security definer set search_path = pg_catalog, public, pg_temp
    as $$ select public.administrator_stays(p_leaving, array(select distinct i.provider from public.identities i), true) $$;
do $$ begin perform keep_administrator(null); end $$;
