-- Our clients at the providers, as administrators keep them here; those of the environment win over them and are not stored.
-- The table holds no account's rows. The client secret is sealed to its row; secret_version is the row's version at which it was set.
-- The system role, which administers, writes a secret but cannot read one; the auth role reads all by one function, the app role by the
-- same one when a look-up falls into its transaction. changed_by is the administrator's account, an id only.
-- Undo: drop the function and the table. Lost: every client that was set here; what was connected through it waits until the client
-- stands in the environment.
create table registrations (
    provider          text primary key,
    id                uuid not null unique,
    client_id         text not null,
    client_secret     bytea not null,
    secret_version    bigint not null,
    secret_expires_on date,
    connects          boolean not null,
    signs_in          boolean not null,
    version           bigint not null,
    changed_at        timestamptz not null,
    changed_by        uuid not null
);
grant insert, update, delete on registrations to ${system};
grant select (provider, id, client_id, secret_version, secret_expires_on, connects, signs_in, version, changed_at, changed_by)
    on registrations to ${system};

create function registrations_sealed() returns setof registrations
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select * from public.registrations $$;
revoke all on function registrations_sealed() from public;
grant execute on function registrations_sealed() to ${auth}, ${app};
