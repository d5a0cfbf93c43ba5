-- What every other migration builds on. Undo: drop the schema; nothing else stands yet.
-- Role names are placeholders, because an operator may have chosen others.

-- A number that every restore or move raises by one, because transaction ids begin again there.
create table era (
    only_row boolean primary key default true check (only_row),
    number   int not null
);
insert into era (number) values (1);
grant select on era to ${app}, ${system};
grant select on flyway_schema_history to ${system};

create function current_era() returns int
    language sql stable security definer set search_path = pg_catalog, pg_temp
    as 'select number from public.era';
revoke all on function current_era() from public;
grant execute on function current_era() to ${app}, ${system}, ${owner};

-- The account of this transaction; null, and so no row, when none is set.
create function current_account() returns uuid
    language sql stable set search_path = pg_catalog, pg_temp
    as $$ select nullif(current_setting('concierge.account_id', true), '')::uuid $$;

-- Isolates a table: row-level security enabled and forced; the owner sees all (FORCE hides rows from it too, and a data migration would
-- silently change nothing), the app role its account's rows. Policies of the system role and grants are each migration's own.
create procedure isolate(target regclass)
    language plpgsql set search_path = pg_catalog, pg_temp
    as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format('create policy owner_all on %s to %I using (true) with check (true)', target, '${owner}');
    execute format(
        'create policy app_own on %s to %I'
        || ' using (account_id = (select nullif(current_setting(''concierge.account_id'', true), '''')::uuid))'
        || ' with check (account_id = (select nullif(current_setting(''concierge.account_id'', true), '''')::uuid))',
        target, '${app}');
end $$;
revoke all on procedure isolate(regclass) from public;

-- The data keys, wrapped by ENCRYPTION_KEY. check_value is a known text encrypted by them: a wrong key is told at the start.
create table data_keysets (
    only_row    boolean primary key default true check (only_row),
    wrapped     bytea not null,
    check_value bytea not null,
    version     bigint not null,
    updated_at  timestamptz not null
);
grant select, insert on data_keysets to ${system};
