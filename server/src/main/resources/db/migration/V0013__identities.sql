-- Signing in through providers: one row for each (issuer, subject) that opens an account, and accounts without an address, for people whose
-- provider proved none. The previous release reads such an account as one with an empty address. Undo: drop the functions and the table, give each
-- account without an address one, and set the column to not null; everyone who signs in through a provider would have no way in.
alter table accounts alter column email drop not null;

create table identities (
    identity_id    uuid primary key,
    account_id     uuid not null references accounts on delete cascade,
    issuer         text not null check (length(issuer) between 1 and 512),
    subject        text not null check (length(subject) between 1 and 255),
    provider       text not null,
    label          text check (length(label) <= 320),
    email          text check (length(email) <= 320),
    email_verified boolean not null,
    created_at     timestamptz not null,
    used_at        timestamptz not null
);
create unique index identities_subject on identities (issuer, subject);
create index identities_account on identities (account_id, created_at);
call isolate('identities');
grant select, insert on identities to ${app};
grant update (label, email, email_verified, used_at) on identities to ${app};

-- The account that an identity opens, as it is now; one row or none. The address of an identity is a note and finds nothing.
create function identity_find(p_issuer text, p_subject text)
    returns table (identity_id uuid, account_id uuid, email text, display_name text, role text, status text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select i.identity_id, a.account_id, a.email, a.display_name, a.role, a.status
          from public.identities i join public.accounts a on a.account_id = i.account_id
          where i.issuer = p_issuer and i.subject = p_subject $$;

-- Whether an address has an account; asked only for one that the asking person has proved.
create function address_taken(p_email text) returns boolean
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select exists (select 1 from public.accounts a where a.email = p_email) $$;

revoke all on function address_taken(text) from public;
grant execute on function address_taken(text) to ${auth};
revoke all on function identity_find(text, text) from public;
grant execute on function identity_find(text, text) to ${auth};
