-- How this installation calls itself and looks. One row, public to whoever opens the sign-in page; no role has a right on the table, functions read and write it.
-- The previous release never reads it and looks as it always did.
-- Undo: drop the functions and the table, the two policies and their grants. Lost: name, logo, colours and support address.
create table instance_look (
    id          boolean primary key default true check (id),
    version     bigint not null default 0,
    name        text not null default 'Concierge' check (length(name) between 1 and 40),
    colour      text check (colour ~ '^#[0-9a-f]{6}$'),
    dark_colour text check (dark_colour ~ '^#[0-9a-f]{6}$'),
    support     text check (length(support) <= 254),
    logo        bytea check (length(logo) <= 262144),
    logo_hash   text check (logo_hash ~ '^[0-9a-f]{32}$'),
    check ((colour is null) = (dark_colour is null)),
    check ((logo is null) = (logo_hash is null))
);
insert into instance_look default values;

create function look_read() returns setof instance_look
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select * from public.instance_look $$;
revoke all on function look_read() from public;
grant execute on function look_read() to ${app}, ${auth}, ${system};

-- Replaces all of it, if it is still the version that was seen. Returns whether it was.
create function look_write(p_version bigint, p_name text, p_colour text, p_dark_colour text, p_support text, p_logo bytea, p_logo_hash text) returns boolean
    language sql security definer set search_path = pg_catalog, public, pg_temp
    as $$ with written as (
              update public.instance_look set version = version + 1, name = p_name, colour = p_colour, dark_colour = p_dark_colour, support = p_support,
                  logo = p_logo, logo_hash = p_logo_hash
              where version = p_version returning 1)
          select exists (select 1 from written) $$;
revoke all on function look_write(bigint, text, text, text, text, bytea, text) from public;
grant execute on function look_write(bigint, text, text, text, text, bytea, text) to ${system};

-- Administration filters people by their second factor: whether there is one, and nothing of it.
create policy system_factor on totp_authenticators for select to ${system} using (true);
grant select (account_id, confirmed_at) on totp_authenticators to ${system};
create policy system_factor on passkeys for select to ${system} using (true);
grant select (account_id) on passkeys to ${system};
