-- Signing in asks once more, when it begins a session, whether the account's ways in are those that were proved; and administration ends departures.
-- Works with the release before, which calls and uses none of it. Undo: drop the function, the policy and the rights. Nothing is lost.

-- How often the ways in of an account changed. Read in one statement with what is proved, and again under the lock of the row when something begins.
create function account_epoch(p_account_id uuid) returns integer
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select a.epoch from public.accounts a where a.account_id = p_account_id $$;
revoke all on function account_epoch(uuid) from public;
grant execute on function account_epoch(uuid) to ${auth};

-- Whoever is disabled while they leave, leaves no more, and the link that would keep the account is over.
create policy system_departures on account_departures to ${system} using (true) with check (true);
grant select (account_id, begun_at), delete on account_departures to ${system};
