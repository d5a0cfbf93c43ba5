-- Channels on which a provider tells us that something of an integration changed, and when each integration's channels are looked after. Works with the
-- release before, which neither reads nor writes them: integrations that it connects are not watched, and are in step by their schedule.
-- Undo: drop the functions, the two indexes of integrations and the tables. Lost: the channels; those at the providers end by themselves, and what they still send is refused.
create table push_watches (
    id             uuid primary key,
    account_id     uuid not null references accounts (account_id) on delete cascade,
    integration_id uuid not null,
    due_at         timestamptz not null,
    unique (account_id, integration_id),
    foreign key (account_id, integration_id) references integrations (account_id, id) on delete cascade
);
create index push_watches_due on push_watches (due_at);
call isolate('push_watches');
create policy system_claims on push_watches to ${system} using (true) with check (true);
grant select, insert, update, delete on push_watches to ${app};
grant select (id, integration_id, account_id, due_at) on push_watches to ${system};
grant update (due_at) on push_watches to ${system};

-- The id is what the provider names the channel by. Of its secret only the hash stands here: whoever reads this table can send no push.
create table push_channels (
    id             uuid primary key,
    account_id     uuid not null references accounts (account_id) on delete cascade,
    integration_id uuid not null,
    provider       text not null,
    stream         text not null check (length(stream) <= 100),
    api            text not null check (length(api) <= 100),
    target         text not null check (length(target) <= 2000),
    secret_hash    bytea not null check (length(secret_hash) = 32),
    remote_id      text check (length(remote_id) <= 400),
    last_number    bigint not null default 0,
    last_at        timestamptz,
    created_at     timestamptz not null,
    expires_at     timestamptz not null,
    foreign key (account_id, integration_id) references integrations (account_id, id) on delete cascade
);
create index push_channels_account on push_channels (account_id, integration_id);
call isolate('push_channels');
grant select, insert, delete on push_channels to ${app};
grant update (remote_id, expires_at, last_number, last_at) on push_channels to ${app};

-- Whose channel it is, for whoever has its secret.
create function push_channel(p_id uuid, p_secret_hash bytea, p_now timestamptz) returns table (account_id uuid)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select c.account_id from public.push_channels c
        where c.id = p_id and c.secret_hash = p_secret_hash and c.expires_at > p_now
    $$;
revoke all on function push_channel(uuid, bytea, timestamptz) from public;
grant execute on function push_channel(uuid, bytea, timestamptz) to ${auth};

-- Signed pushes that were taken, by the hash of their body: one that is sent again does nothing. Kept for a week.
create table push_seen (
    door    text not null check (length(door) <= 40),
    hash    bytea not null check (length(hash) = 32),
    seen_at timestamptz not null,
    primary key (door, hash)
);
create index push_seen_at on push_seen (seen_at);
grant select (door, seen_at), delete on push_seen to ${system};

-- Whether it is new; it is not from now on.
create function push_once(p_door text, p_hash bytea, p_now timestamptz) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
begin
    insert into public.push_seen (door, hash, seen_at) values (p_door, p_hash, p_now) on conflict do nothing;
    return found;
end $$;
revoke all on function push_once(text, bytea, timestamptz) from public;
grant execute on function push_once(text, bytea, timestamptz) to ${auth};

-- Whose connections of an account at a provider there are: of the account itself, or of a thing in it (account.thing). Asked only when the provider
-- has proved that it tells of that account.
create index integrations_upstream on integrations (provider, upstream_subject) where state <> 'disconnected';
create index integrations_upstream_thing on integrations (provider, split_part(upstream_subject, '.', 2))
    where state <> 'disconnected' and split_part(upstream_subject, '.', 2) <> '';
create function push_integrations(p_provider text, p_subject text) returns table (account_id uuid, integration_id uuid)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select i.account_id, i.id from public.integrations i
        where p_subject <> '' and i.provider = p_provider and i.state <> 'disconnected'
          and (i.upstream_subject = p_subject or (split_part(i.upstream_subject, '.', 2) <> '' and split_part(i.upstream_subject, '.', 2) = p_subject))
        limit 1000
    $$;
revoke all on function push_integrations(text, text) from public;
grant execute on function push_integrations(text, text) to ${auth};

insert into push_watches (id, integration_id, account_id, due_at)
    select gen_random_uuid(), id, account_id, now() from integrations where state <> 'disconnected' and provider = 'google';
