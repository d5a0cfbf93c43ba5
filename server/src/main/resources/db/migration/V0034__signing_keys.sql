-- The keys under which access tokens are signed. One is current, one is next and published long before its time, and some are retired: published until the
-- last token under them is over. A private key is sealed to its row, and gone once the key is retired. The table holds no account's rows: the
-- system role makes keys and turns them, the auth role reads the sealed ones by a function.
-- Undo: drop the function and the table, and set encrypted_columns() back (V0027). Lost: every access token ends; refresh tokens live on.
create table signing_keys (
    id          uuid primary key,
    state       text not null check (state in ('next', 'current', 'retired')),
    public_key  text not null,
    private_key bytea,
    made_at     timestamptz not null,
    current_at  timestamptz,
    gone_at     timestamptz,
    check ((private_key is null) = (state = 'retired')),
    check ((gone_at is not null) = (state = 'retired'))
);
create unique index signing_keys_one on signing_keys (state) where state <> 'retired';
grant select (id, state, public_key, made_at, current_at, gone_at), insert, delete on signing_keys to ${system};
grant update (state, private_key, current_at, gone_at) on signing_keys to ${system};

create function signing_keys_sealed()
    returns table (id uuid, state text, public_key text, private_key bytea)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select k.id, k.state, k.public_key, k.private_key from public.signing_keys k order by k.made_at, k.id $$;
revoke all on function signing_keys_sealed() from public;
grant execute on function signing_keys_sealed() to ${auth};

create or replace function encrypted_columns() returns table (name text, in_table text, in_column text, account text, version text)
    language sql immutable set search_path = pg_catalog, pg_temp
    as $$ values
        ('grants.access_token', 'grants', 'access_token', 't.account_id', 't.version'),
        ('grants.refresh_token', 'grants', 'refresh_token', 't.account_id', 't.version'),
        ('pending_revocations.access_token', 'pending_revocations', 'access_token', 't.account_id', '0::bigint'),
        ('pending_revocations.refresh_token', 'pending_revocations', 'refresh_token', 't.account_id', '0::bigint'),
        ('pending_grants.tokens', 'pending_grants', 'tokens', 't.account_id', '0::bigint'),
        ('registrations.client_secret', 'registrations', 'client_secret', 'null::uuid', 't.secret_version'),
        ('authorization_requests.verifier', 'authorization_requests', 'verifier', 't.account_id', '0::bigint'),
        ('authorization_requests.nonce', 'authorization_requests', 'nonce', 't.account_id', '0::bigint'),
        ('callback_forms.parameters', 'callback_forms', 'parameters', 'null::uuid', '0::bigint'),
        ('idempotency_keys.answer', 'idempotency_keys', 'answer', 't.account_id', '0::bigint'),
        ('mails.body', 'mails', 'body', 't.account_id', '0::bigint'),
        ('signing_keys.private_key', 'signing_keys', 'private_key', 'null::uuid', '0::bigint') $$;
