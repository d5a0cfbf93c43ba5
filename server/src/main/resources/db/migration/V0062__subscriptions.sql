-- Subscriptions of Microsoft Graph are channels as well: what a provider's question whether an address is ours needs to know, and the connections that there are
-- already, to be looked after. Works with the release before: it does not call the function, and takes a Microsoft connection for one with nothing to watch; a channel
-- that it ends meanwhile is opened again within a day.
-- Undo: drop the function and delete from push_watches and push_channels where the integration's provider is microsoft. Lost: the subscriptions; those at Microsoft end
-- by themselves, and what they still send does nothing.

-- Whether a channel is being opened or is open; no row for one that is not there or over. It tells nothing of whose it is.
create function push_channel_state(p_id uuid, p_now timestamptz) returns table (state text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select case when c.remote_id is null then 'opening' else 'open' end from public.push_channels c
        where c.id = p_id and c.expires_at > p_now
    $$;
revoke all on function push_channel_state(uuid, timestamptz) from public;
grant execute on function push_channel_state(uuid, timestamptz) to ${auth};

insert into push_watches (id, integration_id, account_id, due_at)
    select gen_random_uuid(), id, account_id, now() from integrations where state <> 'disconnected' and provider = 'microsoft'
    on conflict do nothing;
