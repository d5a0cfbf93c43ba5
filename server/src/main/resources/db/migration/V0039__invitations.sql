-- Invitations by mail. A row is its inviter's, and ends with them. Undo: drop the table and the functions. Lost: invitations that are under way.
create table invitations (
    id         uuid primary key,
    account_id uuid not null references accounts on delete cascade,
    email      text not null check (length(email) <= 254),
    role       text not null check (role in ('guest', 'user', 'manager', 'admin')),
    token_hash bytea not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create unique index invitations_token on invitations (token_hash);
-- A newer one takes the place of the older, whoever sent it.
create unique index invitations_email on invitations (email);
create index invitations_account on invitations (account_id);
create index invitations_over on invitations (expires_at);
call isolate('invitations');
create policy system_all on invitations to ${system} using (true) with check (true);
grant select, insert on invitations to ${app};
grant select (id, account_id, email, role, created_at, expires_at), delete on invitations to ${system};

-- A living invitation, with its inviter as they are now: whether they may still invite to that role is judged by the permission table.
create function invitation_peek(p_token_hash bytea, p_now timestamptz)
    returns table (id uuid, email text, role text, inviter uuid, inviter_role text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select i.id, i.email, i.role, a.account_id, a.role from public.invitations i join public.accounts a on a.account_id = i.account_id
          where i.token_hash = p_token_hash and i.expires_at > p_now and a.status = 'active' $$;

-- Takes it, once.
create function invitation_take(p_token_hash bytea, p_now timestamptz) returns boolean
    language sql security definer set search_path = pg_catalog, public, pg_temp
    as $$ with gone as (delete from public.invitations where token_hash = p_token_hash and expires_at > p_now returning 1)
          select exists (select 1 from gone) $$;

-- The invitation of an address, asked only for one that the asking person has proved.
create function invitation_of(p_email text, p_now timestamptz)
    returns table (id uuid, email text, role text, inviter uuid, inviter_role text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select i.id, i.email, i.role, a.account_id, a.role from public.invitations i join public.accounts a on a.account_id = i.account_id
          where i.email = p_email and i.expires_at > p_now and a.status = 'active' $$;

revoke all on function invitation_peek(bytea, timestamptz) from public;
revoke all on function invitation_take(bytea, timestamptz) from public;
revoke all on function invitation_of(text, timestamptz) from public;
grant execute on function invitation_peek(bytea, timestamptz) to ${auth};
grant execute on function invitation_take(bytea, timestamptz) to ${auth};
grant execute on function invitation_of(text, timestamptz) to ${auth};
