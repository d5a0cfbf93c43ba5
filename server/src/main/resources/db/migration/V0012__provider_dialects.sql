-- Eight providers: whose consent a grant hangs on, live tokens for revocation, callbacks by POST.
-- Undo: drop the columns, the table and the functions. Lost: grants at YouTube would not know any more that Google's revocation ends them too,
-- revocations that need a live token would be left to people, trips at providers that answer by POST would have to begin again.
alter table grants add column consent_subject text;
alter table pending_grants add column consent_subject text;
alter table pending_revocations add column consent_subject text;
alter table pending_revocations add column access_expires_at timestamptz;
create index grants_consent on grants (coalesce(consent_subject, upstream_subject), provider) where state <> 'ended';
grant select (consent_subject, access_expires_at) on pending_revocations to ${app};
grant update (access_token, refresh_token, access_expires_at) on pending_revocations to ${app};

-- Live grants of the installation that hang on the same consent at one of several providers. Counts across accounts, tells no row.
create function live_siblings_among(providers text[], subject text, at_registration text) returns bigint
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select count(*) from public.grants g
          where g.provider = any (providers) and coalesce(g.consent_subject, g.upstream_subject) = subject
            and (at_registration is null or g.registration = at_registration)
            and g.state <> 'ended' and public.current_account() is not null $$;
revoke all on function live_siblings_among(text[], text, text) from public;
grant execute on function live_siblings_among(text[], text, text) to ${app};

-- The parameters of a callback by POST, sealed, for the minute until the browser comes back with its cookies. Written only for a trip that is
-- open, and once for each, so that nobody fills the table. It belongs to no account; only definer functions of the owner touch it.
create table callback_forms (
    state_hash  bytea primary key,
    handle_hash bytea not null unique,
    id          uuid not null,
    provider    text not null,
    parameters  bytea not null,
    expires_at  timestamptz not null
);
create index callback_forms_expiry on callback_forms (expires_at);
alter table callback_forms enable row level security;
alter table callback_forms force row level security;
create policy owner_all on callback_forms to ${owner} using (true) with check (true);

create function callback_form_put(p_state bytea, p_handle bytea, p_id uuid, p_provider text, p_parameters bytea, p_now timestamptz,
    p_expires timestamptz) returns boolean
    language sql security definer set search_path = pg_catalog, public, pg_temp
    as $$ with put as (
              insert into public.callback_forms (state_hash, handle_hash, id, provider, parameters, expires_at)
              select p_state, p_handle, p_id, p_provider, p_parameters, p_expires
              where exists (select 1 from public.authorization_requests r
                            where r.state_hash = p_state and r.provider = p_provider and r.expires_at > p_now)
              on conflict (state_hash) do update set handle_hash = excluded.handle_hash, id = excluded.id, provider = excluded.provider,
                  parameters = excluded.parameters, expires_at = excluded.expires_at
              returning 1)
          select exists (select 1 from put) $$;

create function callback_form_take(p_handle bytea, p_provider text, p_now timestamptz) returns table (id uuid, parameters bytea)
    language sql security definer set search_path = pg_catalog, public, pg_temp
    as $$ delete from public.callback_forms f where f.handle_hash = p_handle and f.provider = p_provider and f.expires_at > p_now
          returning f.id, f.parameters $$;

create function callback_form_purge(p_before timestamptz) returns int
    language sql security definer set search_path = pg_catalog, public, pg_temp
    as $$ with gone as (delete from public.callback_forms where expires_at <= p_before returning 1) select count(*)::int from gone $$;

revoke all on function callback_form_put(bytea, bytea, uuid, text, bytea, timestamptz, timestamptz) from public;
revoke all on function callback_form_take(bytea, text, timestamptz) from public;
revoke all on function callback_form_purge(timestamptz) from public;
grant execute on function callback_form_put(bytea, bytea, uuid, text, bytea, timestamptz, timestamptz) to ${auth};
grant execute on function callback_form_take(bytea, text, timestamptz) to ${auth};
grant execute on function callback_form_purge(timestamptz) to ${system};
