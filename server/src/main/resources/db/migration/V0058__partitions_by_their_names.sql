-- Old vends are dropped by whole partitions, whose names end in their day. Of a child that is named otherwise, and where the planner looked at other tables'
-- children first, the end of the name was read as a day all the same, and the clean-up failed. What is no partition of ours is passed over now.
-- Undo: the function of V0002 again.
create or replace function drop_vend_partitions(keep_from date) returns int
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp set lock_timeout = '3s'
    as $$
declare
    dropped int := 0;
    part record;
    unsealed boolean;
begin
    for part in select child.relname, child.day
                from (select c.relname,
                             case when c.relname ~ '^audit_vends_[0-9]{8}$' then to_date(right(c.relname, 8), 'YYYYMMDD') end as day
                      from pg_inherits i join pg_class c on c.oid = i.inhrelid
                      where i.inhparent = 'public.audit_vends'::regclass) child
                where child.day < keep_from
                order by 2
    loop
        execute format('select exists (select 1 from public.%I v where (v.era, v.xact, v.id) >
            (select s.era, s.last_xact, s.last_id from public.audit_seals s where s.chain = ''vends'' order by s.sequence desc limit 1)
            or not exists (select 1 from public.audit_seals where chain = ''vends''))', part.relname)
            into unsealed;
        if not unsealed then
            execute format('drop table public.%I', part.relname);
            update public.audit_seals set row_ids = '', row_hashes = ''
            where chain = 'vends' and row_ids <> '' and oldest_at < (part.day + 1)::timestamp at time zone 'UTC';
            dropped := dropped + 1;
        end if;
    end loop;
    return dropped;
end $$;
