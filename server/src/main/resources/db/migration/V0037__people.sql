-- Administration of people. Undo: drop the table, the functions, the indexes and the columns, revoke the grants. Lost: when people last signed in, and
-- that the last administrator cannot be taken away. The release before writes none of it and reads none of it.

-- An administrator who may come in. A column of its own, so that a foreign key can ask for it.
alter table accounts add column active_admin boolean not null generated always as (role = 'admin' and status = 'active') stored;
alter table accounts add constraint accounts_active_admin unique (account_id, active_admin);
create index accounts_administrators on accounts (created_at, account_id) where active_admin;

-- One active administrator, once there was one. The foreign key refuses whatever would end this one, by whom and in whatever way it is tried: the row has to
-- point at another first, and of two that leave at the same time the second waits and is refused.
create table kept_administrator (
    only_row     boolean primary key default true check (only_row),
    kept_id      uuid not null,
    active_admin boolean not null default true check (active_admin),
    foreign key (kept_id, active_admin) references accounts (account_id, active_admin)
);

-- Before an administrator leaves: has the row point at another. With null, after one came: has it point at somebody at all. False when there is nobody.
-- Whoever changes roles or states waits here for whoever does it already, on any node, so that none of them sees half of it.
create function keep_administrator(p_leaving uuid) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
declare
    other uuid;
begin
    perform pg_advisory_xact_lock(hashtext('kept_administrator'));
    select a.account_id into other from public.accounts a
        where a.active_admin and a.account_id is distinct from p_leaving order by a.created_at, a.account_id limit 1;
    if other is null then
        return false;
    end if;
    insert into public.kept_administrator (kept_id) values (other)
        on conflict (only_row) do update set kept_id = excluded.kept_id where kept_administrator.kept_id = p_leaving;
    return true;
end $$;
revoke all on function keep_administrator(uuid) from public;
grant execute on function keep_administrator(uuid) to ${app}, ${system};
do $$ begin perform keep_administrator(null); end $$;

-- One person, one local id. It fails and names the value when an import brought one twice: clear it for all but one of them, then migrate again.
create unique index accounts_local_id on accounts (local_id) where local_id is not null;

alter table accounts add column last_sign_in_at timestamptz;
update accounts a set last_sign_in_at = s.latest
    from (select account_id, max(created_at) as latest from sessions group by account_id) s where s.account_id = a.account_id;
grant update (last_sign_in_at) on accounts to ${app};

-- The list of people, newest first, and what narrows it. Account ids are in the order of time.
create index accounts_role on accounts (role, account_id);
create index accounts_disabled on accounts (account_id) where status = 'disabled';
create index accounts_last_sign_in on accounts (last_sign_in_at, account_id);
create index identities_provider on identities (provider, account_id);

-- What begins with a text, in its own order; "C" compares bytes, so a range of the index is a prefix.
create index accounts_by_email on accounts ((email collate "C"), account_id);
create index accounts_by_name on accounts ((lower(display_name) collate "C"), account_id);
create index accounts_by_last_name on accounts ((lower(regexp_replace(display_name, '^.*\s', '')) collate "C"), account_id);
create index accounts_by_local_id on accounts ((lower(local_id) collate "C"), account_id) where local_id is not null;

-- Administration sees in which ways people come in, but no subject or label; it ends sessions, keys and links, and writes the mail that tells of it.
create policy system_read on identities for select to ${system} using (true);
grant select (account_id, provider) on identities to ${system};
grant update (ended_at) on sessions to ${system};
grant select (revoked_at, expires_at), update (revoked_at) on api_keys to ${system};
grant select (purpose) on email_links to ${system};
grant insert on mails to ${system};
