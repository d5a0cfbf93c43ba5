-- What people do with their own account: how times are written for them, browsers that are known, leaving for good.
-- Works with the release before: it neither reads nor writes the new columns and tables, and takes an account that leaves, or is gone, for a disabled one. Undo:
-- drop the tables, the functions and the two columns, set accounts that leave to active and delete those that are gone, put the two checks back (V0004, V0036), and
-- set email_link_peek (V0028) and erase_audit_subjects (V0002) back. Lost: time zones, which browsers are known, receipts of accounts that are gone, and departures under way.
alter table accounts
    add column time_zone text not null default 'UTC' check (length(time_zone) <= 64),
    add column date_form text not null default 'day_first' check (date_form in ('day_first', 'month_first', 'iso'));
grant update (time_zone, date_form) on accounts to ${app};

-- leaving: its person asked to delete it and may still keep it. gone: nobody can come in any more, and what is left of it is being ended; neither a person nor
-- a service is shown of it.
alter table accounts
    drop constraint accounts_status_check,
    add constraint accounts_status_check check (status in ('active', 'disabled', 'leaving', 'gone')),
    drop constraint accounts_kind_check,
    add constraint accounts_kind_check check (kind in ('person', 'service', 'gone'));

-- Browsers that signed in to an account, by the hash of their cookie. The link of the mail that told of a new one stands here, too.
create table known_browsers (
    id           uuid primary key,
    account_id   uuid not null references accounts on delete cascade,
    browser_hash bytea not null,
    session_id   uuid,
    stop_hash    bytea,
    stop_until   timestamptz,
    first_at     timestamptz not null,
    seen_at      timestamptz not null,
    check ((stop_hash is null) = (stop_until is null)),
    foreign key (account_id, session_id) references sessions (account_id, session_id) on delete set null (session_id)
);
create unique index known_browsers_one on known_browsers (account_id, browser_hash);
create unique index known_browsers_stop on known_browsers (stop_hash) where stop_hash is not null;
create index known_browsers_session on known_browsers (account_id, session_id) where session_id is not null;
create index known_browsers_seen on known_browsers (seen_at);
call isolate('known_browsers');
create policy system_all on known_browsers to ${system} using (true) with check (true);
grant select, insert, delete on known_browsers to ${app};
grant update (seen_at, stop_hash, stop_until) on known_browsers to ${app};
grant select (id, account_id, seen_at), delete on known_browsers to ${system};

insert into known_browsers (id, account_id, browser_hash, first_at, seen_at)
    select gen_random_uuid(), account_id, browser_hash, min(created_at), max(seen_at) from sessions where not half group by account_id, browser_hash;

-- The link of a mail that told of a new browser, while it works, with its account as it is now.
create function browser_stop_peek(p_stop_hash bytea, p_now timestamptz)
    returns table (account_id uuid, email text, display_name text, role text, status text, session_id uuid, first_at timestamptz, address text, agent text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select a.account_id, a.email, a.display_name, a.role, a.status, b.session_id, b.first_at, s.address, s.agent
          from public.known_browsers b join public.accounts a on a.account_id = b.account_id
               left join public.sessions s on s.session_id = b.session_id
          where b.stop_hash = p_stop_hash and b.stop_until > p_now and a.status in ('active', 'leaving') $$;
revoke all on function browser_stop_peek(bytea, timestamptz) from public;
grant execute on function browser_stop_peek(bytea, timestamptz) to ${auth};

-- Accounts whose persons asked to delete them. The id is also that of the last mail and of the receipt.
create table account_departures (
    id           uuid primary key,
    account_id   uuid not null references accounts on delete cascade,
    asked_at     timestamptz not null,
    due_at       timestamptz not null,
    keep_hash    bytea,
    begun_at     timestamptz,
    receipt_hash bytea,
    counted      text
);
create unique index account_departures_one on account_departures (account_id);
create unique index account_departures_keep on account_departures (keep_hash) where keep_hash is not null;
create unique index account_departures_receipt on account_departures (receipt_hash) where receipt_hash is not null;
call isolate('account_departures');
grant select, insert, delete on account_departures to ${app};
grant update (begun_at, receipt_hash, counted) on account_departures to ${app};

-- What was done when accounts were deleted: numbers and names of providers, for whoever has the link of the last mail. No account is named.
create table departure_receipts (
    id           uuid primary key,
    receipt_hash bytea not null,
    asked_at     timestamptz not null,
    begun_at     timestamptz not null,
    done_at      timestamptz not null,
    summary      text not null,
    expires_at   timestamptz not null
);
create unique index departure_receipts_hash on departure_receipts (receipt_hash);
create index departure_receipts_over on departure_receipts (expires_at);
grant select (id, expires_at), delete on departure_receipts to ${system};

-- A person's own account begins to leave; false when it does already, or may not come in.
create function account_leave() returns boolean
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
begin
    update public.accounts set status = 'leaving', epoch = epoch + 1
        where account_id = public.current_account() and kind = 'person' and status = 'active';
    return found;
end $$;

create function account_keep() returns boolean
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
begin
    update public.accounts set status = 'active', epoch = epoch + 1
        where account_id = public.current_account() and status = 'leaving';
    return found;
end $$;

-- After the grace: the address is free, and nothing opens the account any more. What is connected stays until it is disconnected.
create function account_empty(p_now timestamptz) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
declare
    own uuid := public.current_account();
begin
    update public.accounts a set status = 'gone', kind = 'gone', role = 'guest', email = null, email_verified = false,
            display_name = 'Somebody who is gone', local_id = null, last_sign_in_at = null, epoch = epoch + 1
        where a.account_id = own and a.status = 'leaving'
          and exists (select 1 from public.account_departures d where d.account_id = own and d.due_at <= p_now);
    if not found then
        return false;
    end if;
    delete from public.passwords where account_id = own;
    delete from public.identities where account_id = own;
    delete from public.passkeys where account_id = own;
    delete from public.totp_authenticators where account_id = own;
    delete from public.recovery_codes where account_id = own;
    delete from public.token_families where account_id = own;
    delete from public.api_keys where account_id = own;
    delete from public.email_links where account_id = own;
    delete from public.invitations where account_id = own;
    delete from public.account_notices where account_id = own;
    delete from public.known_browsers where account_id = own;
    delete from public.sessions where account_id = own;
    return true;
end $$;

-- The end: the receipt is kept, the account is deleted with every row that is its own. The trail stays.
create function account_erase(p_summary text, p_now timestamptz, p_until timestamptz) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
declare
    own uuid := public.current_account();
begin
    insert into public.departure_receipts (id, receipt_hash, asked_at, begun_at, done_at, summary, expires_at)
        select d.id, d.receipt_hash, d.asked_at, d.begun_at, p_now, p_summary, p_until
        from public.account_departures d join public.accounts a on a.account_id = d.account_id
        where d.account_id = own and a.status = 'gone' and d.begun_at is not null and d.receipt_hash is not null;
    if not found then
        return false;
    end if;
    delete from public.accounts where account_id = own and status = 'gone';
    return true;
end $$;

revoke all on function account_leave() from public;
revoke all on function account_keep() from public;
revoke all on function account_empty(timestamptz) from public;
revoke all on function account_erase(text, timestamptz, timestamptz) from public;
grant execute on function account_leave() to ${app};
grant execute on function account_keep() to ${app};
grant execute on function account_empty(timestamptz) to ${app};
grant execute on function account_erase(text, timestamptz, timestamptz) to ${app};

-- The link by which an account that leaves is kept.
create function departure_peek(p_keep_hash bytea, p_now timestamptz)
    returns table (account_id uuid, email text, display_name text, role text, status text, due_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select a.account_id, a.email, a.display_name, a.role, a.status, d.due_at
          from public.account_departures d join public.accounts a on a.account_id = d.account_id
          where d.keep_hash = p_keep_hash and d.due_at > p_now and a.status = 'leaving' $$;
revoke all on function departure_peek(bytea, timestamptz) from public;
grant execute on function departure_peek(bytea, timestamptz) to ${auth};

-- What the link of the last mail shows, while it is done and afterwards.
create function departure_receipt(p_receipt_hash bytea, p_now timestamptz)
    returns table (asked_at timestamptz, begun_at timestamptz, done_at timestamptz, summary text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select d.asked_at, d.begun_at, null::timestamptz, d.counted from public.account_departures d
          where d.receipt_hash = p_receipt_hash and d.begun_at is not null
          union all
          select r.asked_at, r.begun_at, r.done_at, r.summary from public.departure_receipts r
          where r.receipt_hash = p_receipt_hash and r.expires_at > p_now $$;
revoke all on function departure_receipt(bytea, timestamptz) from public;
grant execute on function departure_receipt(bytea, timestamptz) to ${auth};

-- As before (V0028); somebody who leaves may come back by a link, too.
create or replace function email_link_peek(p_token_hash bytea, p_purpose text, p_now timestamptz)
    returns table (account_id uuid, link_email text, email text, display_name text, role text, status text,
                   browser_hash bytea, session_id uuid, expires_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select a.account_id, l.email, a.email, a.display_name, a.role, a.status, l.browser_hash, l.session_id, l.expires_at
          from public.email_links l join public.accounts a on a.account_id = l.account_id
          where l.token_hash = p_token_hash and l.purpose = p_purpose and l.expires_at > p_now and a.status in ('active', 'leaving')
            and (l.purpose in ('change', 'undo') or a.email = l.email) $$;

-- As before (V0002), and where the account's person acted on another's.
create or replace function erase_audit_subjects(of_account uuid) returns int
    language sql security definer set search_path = pg_catalog, public, pg_temp
    as $$ with gone as (
              delete from public.audit_subjects
              where account_id = of_account
                 or event_id in (select e.id from public.audit_events e where e.actor = 'person:' || of_account::text)
              returning 1)
          select count(*)::int from gone $$;
