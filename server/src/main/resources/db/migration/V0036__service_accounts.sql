-- Accounts of programs: made by an administrator, with API keys and no way to sign in. The previous release shows them among the people; nobody can sign in
-- to one there either, for it has neither an address nor a password nor an identity.
-- Undo: delete the service accounts, drop the function, the index, the constraints and the column, take the grant back. Lost: the service accounts
-- and their keys.
alter table accounts
    add column kind text not null default 'person' check (kind in ('person', 'service')),
    add constraint accounts_service check (kind = 'person' or (email is null and role in ('guest', 'user')));
create index accounts_services on accounts (created_at desc) where kind = 'service';

-- To say how many keys of a service account live, and when one was last used.
grant select (expires_at, revoked_at) on api_keys to ${system};

-- Deletes a service account with its keys; nothing where the account is a person, or has anything connected: that is disconnected first, so that the
-- provider hears of it.
create function service_account_delete(p_account_id uuid) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
begin
    delete from public.accounts a
        where a.account_id = p_account_id and a.kind = 'service'
          and not exists (select 1 from public.grants g where g.account_id = a.account_id)
          and not exists (select 1 from public.integrations i where i.account_id = a.account_id);
    return found;
end $$;
revoke all on function service_account_delete(uuid) from public;
grant execute on function service_account_delete(uuid) to ${system};
