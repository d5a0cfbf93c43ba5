-- How often strangers tried to sign in at addresses without an account, beyond what the trail names one by one: a flood of guesses is a number, not a flood of rows.
-- Undo: drop the table. Lost: the number. The release before writes every such try into the trail.
create table unknown_tries (
    only_row boolean primary key default true check (only_row),
    tries    bigint not null default 0
);
insert into unknown_tries default values;
grant select, update (tries) on unknown_tries to ${system};

-- The forms of password hashes that an import brought and that still stand in the table, by what they cost. A sign-in is worked in each of them, whoever it is for, so that the
-- time tells nobody whose hash is old (J-03). Undo: drop the functions, the index and the table. Lost: that. The release before imports without noting forms; the migration
-- notes them when it is run again after an undo.
create function password_form(p_hash text) returns text
    language sql immutable parallel safe set search_path = pg_catalog, public, pg_temp
    as $$ select case when p_hash like '$argon2id$v=19$m=19456,t=2,p=1$%' then null
                      when p_hash like '$2%' then 'bcrypt ' || substr(p_hash, 5, 2)
                      else substring(p_hash from '^[$]argon2[a-z]*[$]v=[0-9]+[$]m=[0-9]+,t=[0-9]+,p=[0-9]+[$]') end $$;
-- Allow index: it holds imported hashes alone, and reading the others for it takes some seconds for a million, in which only new passwords wait
create index passwords_form on passwords (public.password_form(hash)) where public.password_form(hash) is not null;
create table password_forms (form text primary key);
insert into password_forms select distinct public.password_form(hash) from passwords where public.password_form(hash) is not null;

create function password_forms_of_all() returns setof text
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select form from public.password_forms order by form $$;
revoke all on function password_forms_of_all() from public;
grant execute on function password_forms_of_all() to ${auth};

create function password_form_note() returns void
    language sql security definer set search_path = pg_catalog, public, pg_temp
    as $$ insert into public.password_forms select public.password_form(p.hash) from public.passwords p
          where p.account_id = public.current_account() and public.password_form(p.hash) is not null on conflict do nothing $$;
revoke all on function password_form_note() from public;
grant execute on function password_form_note() to ${app};

create function password_forms_purge() returns int
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
declare
    gone int;
begin
    delete from public.password_forms f
        where not exists (select 1 from public.passwords p where public.password_form(p.hash) = f.form and public.password_form(p.hash) is not null);
    get diagnostics gone = row_count;
    return gone;
end $$;
revoke all on function password_forms_purge() from public;
grant execute on function password_forms_purge() to ${system};
