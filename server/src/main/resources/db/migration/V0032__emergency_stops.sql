-- Emergency stops: one row ends the use of every token in its scope, on all nodes, from its commit on; a job then hands the tokens to the revoker.
--
-- A grant belongs to the time after the stops that had been ordered when its consent was stored (after_stop). A later stop of its provider,
-- registration or account, or of everything, covers it; new consent brings it out of that again. The numbers rise with the commits, because whoever
-- orders a stop holds a lock until then; no clock decides.
--
-- The previous release works on: its new grants get their number by the column's default, but it does not look at stops, so during a roll-out a stop
-- holds on the nodes of this release at once and on the others as the job comes to each grant.
-- Undo: drop the functions, the table, the columns, the policy and the index. Lost: the history of stops, and the use of what a running one had not come to
-- yet is open again.
create table emergency_stops (
    id                   uuid primary key,
    number               bigint not null unique,
    scope                text not null check (scope in ('provider', 'registration', 'account', 'everything')),
    target               text check ((target is null) = (scope = 'everything')),
    reason               text not null check (length(reason) between 1 and 400),
    ordered_by           text not null,
    ordered_at           timestamptz not null,
    expected_connections bigint not null,
    expected_people      bigint not null,
    state                text not null default 'running' check (state in ('running', 'done')),
    seen_era             int,
    seen_xid             xid8,
    paused_at            timestamptz,
    finished_at          timestamptz
);
create index emergency_stops_scope on emergency_stops (scope, target, number);
grant select, insert on emergency_stops to ${system};
grant update (state, seen_era, seen_xid, paused_at, finished_at) on emergency_stops to ${system};

-- The number of the latest stop; 0 when there was none.
create function latest_stop() returns bigint
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select coalesce(max(number), 0) from public.emergency_stops $$;
revoke all on function latest_stop() from public;
grant execute on function latest_stop() to ${app}, ${owner};

-- The first stop that covers a grant of this transaction's account; null when none does.
create function grant_stop(at_provider text, by_registration text, after bigint) returns uuid
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select s.id from public.emergency_stops s
          where s.number > after
            and (s.scope = 'everything'
                 or s.scope = 'provider' and s.target = at_provider
                 or s.scope = 'registration' and s.target = by_registration
                 or s.scope = 'account' and s.target = public.current_account()::text)
          order by s.number limit 1 $$;
revoke all on function grant_stop(text, text, bigint) from public;
grant execute on function grant_stop(text, text, bigint) to ${app};

alter table grants add column after_stop bigint not null default latest_stop();
grant select (after_stop) on grants to ${system};

-- Choices that wait with tokens in a stop's scope run out with it.
grant select (provider, registration, created_at), update (expires_at) on pending_grants to ${system};

-- Tokens that a stop took, and the grant that they were of: it may have new ones by the time they are revoked, and must not keep the old ones alive.
alter table pending_revocations add column stop_id uuid references emergency_stops (id);
alter table pending_revocations add column grant_id uuid;
alter table pending_revocations add constraint pending_revocations_grant_fkey
    foreign key (account_id, grant_id) references grants (account_id, id) on delete set null (grant_id);
grant select (stop_id, grant_id) on pending_revocations to ${app};
grant select (stop_id) on pending_revocations to ${system};
create index pending_revocations_line on pending_revocations (provider, next_attempt_at);

-- As live_siblings_among, which the previous release calls, with one grant left aside. What holds no token any more or is stopped itself has nothing to lose.
create function live_siblings_besides(providers text[], subject text, at_registration text, besides uuid) returns bigint
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select (select count(*) from public.grants g
                  where g.provider = any (providers) and coalesce(g.consent_subject, g.upstream_subject) = subject
                    and (at_registration is null or g.registration = at_registration)
                    and g.state <> 'ended' and g.destroyed_at is null and (besides is null or g.id <> besides)
                    and not exists (select 1 from public.emergency_stops s
                                    where s.number > g.after_stop
                                      and (s.scope = 'everything'
                                           or s.scope = 'provider' and s.target = g.provider
                                           or s.scope = 'registration' and s.target = g.registration
                                           or s.scope = 'account' and s.target = g.account_id::text))
                    and public.current_account() is not null)
               + (select count(*) from public.pending_grants p
                  where p.provider = any (providers) and coalesce(p.consent_subject, p.upstream_subject) = subject
                    and (at_registration is null or p.registration = at_registration)
                    and public.current_account() is not null) $$;
revoke all on function live_siblings_besides(text[], text, text, uuid) from public;
grant execute on function live_siblings_besides(text[], text, text, uuid) to ${app};

-- What became of each connection that a stop ended. A receipt is settled by its own revocation: the connection may be ended again before that.
alter table receipts add column stop_id uuid references emergency_stops (id);
alter table receipts add column revocation_id uuid;
create index receipts_stop on receipts (stop_id) where stop_id is not null;
create policy system_tally on receipts for select to ${system} using (true);
grant select (stop_id, provider, outcome, why) on receipts to ${system};
