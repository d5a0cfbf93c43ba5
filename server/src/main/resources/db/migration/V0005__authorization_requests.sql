-- One trip to a provider, taken once. A sign-in request has no account, so only definer functions of the owner touch this table.
-- Undo: drop the table; trips under way would have to begin again.
create table authorization_requests (
    state_hash     bytea primary key,
    id             uuid not null,
    kind           text not null check (kind in ('sign_in', 'connect', 'reconnect', 'scopes', 'step_up', 'link')),
    account_id     uuid,
    session_id     uuid,
    integration_id uuid,
    browser_hash   bytea not null,
    provider       text not null,
    registration   text not null,
    redirect_uri   text not null,
    verifier       bytea not null,
    nonce          bytea not null,
    return_path    text not null,
    scopes         text[] not null,
    created_at     timestamptz not null,
    expires_at     timestamptz not null
);
create index authorization_requests_expiry on authorization_requests (expires_at);
create index authorization_requests_account on authorization_requests (account_id);
create index authorization_requests_browser on authorization_requests (browser_hash);
alter table authorization_requests enable row level security;
alter table authorization_requests force row level security;
create policy owner_all on authorization_requests to ${owner} using (true) with check (true);

create function authorization_request_put(
    p_state_hash bytea, p_id uuid, p_kind text, p_account_id uuid, p_session_id uuid, p_integration_id uuid, p_browser_hash bytea,
    p_provider text, p_registration text, p_redirect_uri text, p_verifier bytea, p_nonce bytea, p_return_path text, p_scopes text[],
    p_created_at timestamptz, p_expires_at timestamptz) returns void
    language sql security definer set search_path = pg_catalog, public, pg_temp
    as $$ insert into public.authorization_requests
              (state_hash, id, kind, account_id, session_id, integration_id, browser_hash, provider, registration, redirect_uri, verifier, nonce,
               return_path, scopes, created_at, expires_at)
          values (p_state_hash, p_id, p_kind, p_account_id, p_session_id, p_integration_id, p_browser_hash, p_provider, p_registration,
               p_redirect_uri, p_verifier, p_nonce, p_return_path, p_scopes, p_created_at, p_expires_at) $$;

-- Takes the row that fits all four, or nothing: the wrong browser, provider or time burns nothing.
create function authorization_request_take(state bytea, browser bytea, at_provider text, at_time timestamptz)
    returns setof authorization_requests
    language sql security definer set search_path = pg_catalog, public, pg_temp
    as $$ delete from public.authorization_requests
          where state_hash = state and browser_hash = browser and provider = at_provider and expires_at > at_time
          returning * $$;

-- Trips of one browser that are still open, so that starting cannot fill the table.
create function authorization_request_open(browser bytea, at_time timestamptz) returns bigint
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select count(*) from public.authorization_requests where browser_hash = browser and expires_at > at_time $$;

create function authorization_request_purge(before timestamptz, at_most int) returns int
    language sql security definer set search_path = pg_catalog, public, pg_temp
    as $$ with gone as (delete from public.authorization_requests where state_hash in
              (select state_hash from public.authorization_requests where expires_at <= before limit at_most) returning 1)
          select count(*)::int from gone $$;

revoke all on function authorization_request_put(bytea, uuid, text, uuid, uuid, uuid, bytea, text, text, text, bytea, bytea, text, text[], timestamptz, timestamptz) from public;
revoke all on function authorization_request_take(bytea, bytea, text, timestamptz) from public;
revoke all on function authorization_request_open(bytea, timestamptz) from public;
revoke all on function authorization_request_purge(timestamptz, int) from public;
grant execute on function authorization_request_put(bytea, uuid, text, uuid, uuid, uuid, bytea, text, text, text, bytea, bytea, text, text[], timestamptz, timestamptz) to ${auth};
grant execute on function authorization_request_take(bytea, bytea, text, timestamptz) to ${auth};
grant execute on function authorization_request_open(bytea, timestamptz) to ${auth};
grant execute on function authorization_request_purge(timestamptz, int) to ${system};
