-- One-time links by e-mail, and whether an account's address was proved. Undo: drop the tables, the function and the constraint, revoke the grants. Lost: links that
-- are under way; which addresses were proved stays readable to the release before, which does not ask.

-- Whoever came by a provider that proved the address has proved it here.
update accounts a set email_verified = true
    where a.email_verified is null and a.email is not null
      and exists (select 1 from identities i where i.account_id = a.account_id and i.email = a.email and i.email_verified);
grant update (email, email_verified) on accounts to ${app};

-- The first proof of an address parts the account from ways in that were made before it; nothing else deletes an identity.
grant delete on identities to ${app};

-- A link that is bound to a session points at one of its own account's.
alter table sessions add constraint sessions_account_session unique (account_id, session_id);

create table email_links (
    id           uuid primary key,
    account_id   uuid not null references accounts on delete cascade,
    purpose      text not null check (purpose in ('verify', 'change', 'undo', 'reset', 'sign_in')),
    token_hash   bytea not null,
    email        text not null check (length(email) <= 254),
    browser_hash bytea,
    session_id   uuid,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    foreign key (account_id, session_id) references sessions (account_id, session_id) on delete cascade
);
create unique index email_links_token on email_links (token_hash);
-- A newer link of a kind takes the place of the older one. Not an undo: whoever changes an address twice must not end the first one's.
create unique index email_links_one on email_links (account_id, purpose) where purpose <> 'undo';
create index email_links_account on email_links (account_id);
create index email_links_over on email_links (expires_at);
call isolate('email_links');
create policy system_all on email_links to ${system} using (true) with check (true);
grant select, insert, update, delete on email_links to ${app};
grant select (id, account_id, expires_at), delete on email_links to ${system};

-- What somebody who is not signed in asked a mail for: an address as typed, whether it has an account or not. A row lives until its job has looked.
create table mail_requests (
    id           uuid primary key,
    purpose      text not null check (purpose in ('reset', 'sign_in', 'taken')),
    email        text not null check (length(email) <= 254),
    browser_hash bytea,
    requested_at timestamptz not null
);
create index mail_requests_age on mail_requests (requested_at);
grant select, insert, delete on mail_requests to ${system};

-- The living link of a token, with its account as it is now: the link must still be for the account's address, but for a change and its undo.
create function email_link_peek(p_token_hash bytea, p_purpose text, p_now timestamptz)
    returns table (account_id uuid, link_email text, email text, display_name text, role text, status text,
                   browser_hash bytea, session_id uuid, expires_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select a.account_id, l.email, a.email, a.display_name, a.role, a.status, l.browser_hash, l.session_id, l.expires_at
          from public.email_links l join public.accounts a on a.account_id = l.account_id
          where l.token_hash = p_token_hash and l.purpose = p_purpose and l.expires_at > p_now and a.status = 'active'
            and (l.purpose in ('change', 'undo') or a.email = l.email) $$;
revoke all on function email_link_peek(bytea, text, timestamptz) from public;
grant execute on function email_link_peek(bytea, text, timestamptz) to ${auth};
