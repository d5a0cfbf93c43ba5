-- The trail. Application roles may insert and read their own account's rows; none may update or delete, or choose a row's place in the order.
-- Each row carries a MAC under SECRET_KEY, made by the writer over its fields, so that a row written past the server is told from a real one;
-- seals chain the rows in the order of their commits. Undo: drop the tables; every event written so far would be lost.
create table audit_events (
    id           uuid primary key,
    era          int not null default current_era(),
    xact         xid8 not null default pg_current_xact_id(),
    account_id   uuid,
    occurred_at  timestamptz not null,
    actor        text not null,
    action       text not null,
    outcome      text not null check (outcome in ('done', 'refused')),
    target       text,
    detail       jsonb not null,
    subject_hash bytea,
    mac          bytea not null check (length(mac) = 16)
);
create index audit_events_order on audit_events (era, xact, id);
create index audit_events_account on audit_events (account_id, occurred_at desc, id desc);
create index audit_events_target on audit_events (account_id, target, occurred_at desc, id desc) where target is not null;

-- What identifies a person stands beside the chain and can be erased; its salted hash is chained.
create table audit_subjects (
    event_id   uuid primary key,
    account_id uuid,
    salt       bytea not null,
    address    text,
    agent      text,
    email      text
);
create index audit_subjects_account on audit_subjects (account_id);

create table audit_vends (
    id           uuid not null,
    era          int not null default current_era(),
    xact         xid8 not null default pg_current_xact_id(),
    account_id   uuid not null,
    occurred_at  timestamptz not null,
    actor        text not null,
    grant_id     uuid not null,
    integration_id uuid not null,
    address_hash bytea,
    mac          bytea not null check (length(mac) = 16),
    primary key (occurred_at, id)
) partition by range (occurred_at);
create index audit_vends_order on audit_vends (era, xact, id);
create index audit_vends_integration on audit_vends (integration_id, occurred_at desc, id desc);

-- row_ids: 16 bytes a row; row_hashes: 16 bytes a row, over its era, xact, id and mac. Both are emptied when the rows' partition is dropped;
-- rows_hash stays, so that the chain still verifies.
create table audit_seals (
    chain      text not null check (chain in ('events', 'vends')),
    sequence   bigint not null,
    era        int not null,
    last_xact  xid8 not null,
    last_id    uuid not null,
    row_count  int not null check (row_count > 0),
    oldest_at  timestamptz not null,
    newest_at  timestamptz not null,
    sealed_at  timestamptz not null,
    row_ids    bytea not null,
    row_hashes bytea not null,
    rows_hash  bytea not null,
    mac        bytea not null,
    primary key (chain, sequence)
);

call isolate('audit_events');
call isolate('audit_subjects');
call isolate('audit_vends');
drop policy app_own on audit_events;
drop policy app_own on audit_subjects;
drop policy app_own on audit_vends;
create policy app_read on audit_events for select to ${app} using (account_id = (select nullif(current_setting('concierge.account_id', true), '')::uuid));
create policy app_read on audit_subjects for select to ${app} using (account_id = (select nullif(current_setting('concierge.account_id', true), '')::uuid));
create policy app_read on audit_vends for select to ${app} using (account_id = (select nullif(current_setting('concierge.account_id', true), '')::uuid));
create policy app_write on audit_events for insert to ${app} with check (true);
create policy app_write on audit_subjects for insert to ${app} with check (true);
create policy system_read on audit_events for select to ${system} using (true);
create policy system_write on audit_events for insert to ${system} with check (true);
create policy system_write on audit_subjects for insert to ${system} with check (true);
create policy system_read on audit_subjects for select to ${system} using (true);
create policy system_read on audit_vends for select to ${system} using (true);
create policy system_write on audit_vends for insert to ${system} with check (true);
grant select on audit_events, audit_subjects, audit_vends to ${app}, ${system};
grant insert (id, account_id, occurred_at, actor, action, outcome, target, detail, subject_hash, mac) on audit_events to ${app}, ${system};
grant insert on audit_subjects to ${app}, ${system};
grant insert (id, era, account_id, occurred_at, actor, grant_id, integration_id, address_hash, mac) on audit_vends to ${system};
grant select, insert on audit_seals to ${system};

-- Erases what identifies a person; the chained hashes stay.
create function erase_audit_subjects(of_account uuid) returns int
    language sql security definer set search_path = pg_catalog, public, pg_temp
    as $$ with gone as (delete from public.audit_subjects where account_id = of_account returning 1) select count(*)::int from gone $$;
revoke all on function erase_audit_subjects(uuid) from public;
grant execute on function erase_audit_subjects(uuid) to ${system};

-- Daily partitions from yesterday to seven days ahead, each closed to every role of its own. Made beside the table and then attached, which
-- does not stop writers (PARTITION OF would).
create function make_vend_partitions(today date) returns int
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp set lock_timeout = '3s'
    as $$
declare
    made int := 0;
    day date;
    name text;
begin
    perform pg_advisory_xact_lock(hashtext('make_vend_partitions'));
    for offset_days in -1 .. 7 loop
        day := today + offset_days;
        name := 'audit_vends_' || to_char(day, 'YYYYMMDD');
        if to_regclass('public.' || name) is null then
            execute format('create table public.%I (like public.audit_vends including defaults including constraints including indexes)', name);
            execute format('alter table public.%I enable row level security', name);
            execute format('alter table public.%I force row level security', name);
            execute format('create policy owner_all on public.%I to %I using (true) with check (true)', name, '${owner}');
            execute format('alter table public.audit_vends attach partition public.%I for values from (%L) to (%L)',
                name, day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC');
            made := made + 1;
        end if;
    end loop;
    return made;
end $$;
revoke all on function make_vend_partitions(date) from public;
grant execute on function make_vend_partitions(date) to ${system};
do $$ begin perform make_vend_partitions((now() at time zone 'UTC')::date); end $$;

-- Drops the partitions whose last day is before keep_from, when every row in them is sealed, and empties the row lists of their seals.
-- Returns how many went.
create function drop_vend_partitions(keep_from date) returns int
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp set lock_timeout = '3s'
    as $$
declare
    dropped int := 0;
    part record;
    unsealed boolean;
begin
    for part in select c.relname, to_date(right(c.relname, 8), 'YYYYMMDD') as day
                from pg_inherits i join pg_class c on c.oid = i.inhrelid
                where i.inhparent = 'public.audit_vends'::regclass
                  and to_date(right(c.relname, 8), 'YYYYMMDD') < keep_from
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
revoke all on function drop_vend_partitions(date) from public;
grant execute on function drop_vend_partitions(date) to ${system};
