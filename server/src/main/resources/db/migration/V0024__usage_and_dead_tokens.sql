-- How often an integration's token was handed out and renewed, by caller and UTC day; and since when a grant's tokens have been of no use.
--
-- A count says nothing that the trail does not; it outlives the trail's vends. Each node counts vends in a slot of its own, because their batches must
-- not wait for each other's rows; refreshes, one at a time over all nodes as they are, have slot 0. No key points at integrations: it would make a
-- batch wait for whoever disconnects one. The one at accounts is looked at with the first vend of a day only.
--
-- The previous release works on: it counts nothing, and what it rejects is dated when the present one comes across it.
-- Undo: drop the function, the table and the columns. Lost: the counts, also those of days whose vends the trail does not hold any more; tokens that were destroyed
-- are gone, undone or not.
create table audit_usage (
    account_id     uuid not null references accounts (account_id) on delete cascade,
    integration_id uuid not null,
    day            date not null,
    caller         text not null,
    slot           smallint not null,
    vends          bigint not null default 0,
    refreshes      bigint not null default 0,
    primary key (account_id, integration_id, day, caller, slot)
) with (fillfactor = 70);
create index audit_usage_day on audit_usage (day);
call isolate('audit_usage');
alter policy app_own on audit_usage with check (
    account_id = (select nullif(current_setting('concierge.account_id', true), '')::uuid)
    and exists (select 1 from integrations i where i.id = integration_id));
create policy system_counts on audit_usage to ${system} using (true) with check (true);
grant select, insert on audit_usage to ${app};
grant update (refreshes) on audit_usage to ${app};
grant select, insert, delete on audit_usage to ${system};
grant update (vends) on audit_usage to ${system};

-- Writes a batch of vends and counts those that were not there yet; tells how many. Planned once a session: of a statement with arrays for arguments
-- PostgreSQL would make a plan for each batch, which costs more than the counting. It runs with its caller's rights.
create function write_vends(p_ids uuid[], p_accounts uuid[], p_times timestamptz[], p_actors text[], p_grants uuid[], p_integrations uuid[],
                            p_addresses bytea[], p_macs bytea[], p_slot int) returns int
    language plpgsql set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_generic_plan
    as $$
declare
    written int;
begin
    with added as (
        insert into public.audit_vends (id, era, account_id, occurred_at, actor, grant_id, integration_id, address_hash, mac)
        select v.id, e.number, v.account_id, v.occurred_at, v.actor, v.grant_id, v.integration_id, v.address_hash, v.mac
        from unnest(p_ids, p_accounts, p_times, p_actors, p_grants, p_integrations, p_addresses, p_macs)
                 as v (id, account_id, occurred_at, actor, grant_id, integration_id, address_hash, mac),
             public.era e
        on conflict do nothing
        returning account_id, integration_id, occurred_at, actor),
    used as (
        select a.account_id, a.integration_id, (a.occurred_at at time zone 'UTC')::date as day, a.actor, count(*) as vends
        from added a group by a.account_id, a.integration_id, day, a.actor),
    counted as (
        insert into public.audit_usage as c (account_id, integration_id, day, caller, slot, vends)
        select u.account_id, u.integration_id, u.day, u.actor, p_slot, u.vends from used u
        where exists (select 1 from public.accounts a where a.account_id = u.account_id)
        order by u.account_id, u.integration_id, u.day, u.actor
        on conflict (account_id, integration_id, day, caller, slot) do update set vends = c.vends + excluded.vends)
    select count(*) into written from added;
    return written;
end $$;
revoke all on function write_vends(uuid[], uuid[], timestamptz[], text[], uuid[], uuid[], bytea[], bytea[], int) from public;
grant execute on function write_vends(uuid[], uuid[], timestamptz[], text[], uuid[], uuid[], bytea[], bytea[], int) to ${system};

alter table grants add column rejected_at timestamptz;
alter table grants add column destroyed_at timestamptz;
create index grants_rejected on grants (rejected_at, id)
    where state = 'rejected' and destroyed_at is null and access_expires_at is not null;
grant select (rejected_at, destroyed_at), update (rejected_at) on grants to ${system};
