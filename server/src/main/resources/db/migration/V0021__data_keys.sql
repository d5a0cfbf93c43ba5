-- Rotation of the data keys: which keys there are and since when, who holds which, and how far the re-encryption under a new one has come.
-- None of it is key material; the keys themselves stand wrapped in data_keysets alone.
-- Undo: drop the functions and tables, after every rotation is destroyed or its old keys have been made needless; the keyset itself stays
-- readable to the previous release, which takes every key of it. Lost: the ages of the keys and the history of rotations.
create table data_keys (
    key_id       bigint primary key,
    made_at      timestamptz not null,
    retired_at   timestamptz,
    destroyed_at timestamptz
);
grant select, insert on data_keys to ${system};
grant update (retired_at, destroyed_at) on data_keys to ${system};

-- The check value is sealed under the primary key: one byte 01, four bytes key id.
insert into data_keys (key_id, made_at)
    select ('x' || encode(substr(check_value, 2, 4), 'hex'))::bit(32)::bigint, updated_at from data_keysets;

-- Which version of the keyset each running node holds. A row that was not written for a minute is a node that is no more; database time.
create table key_nodes (
    node_id      uuid primary key,
    ring_version bigint not null,
    seen_at      timestamptz not null
);
grant select, insert, update, delete on key_nodes to ${system};

-- One rotation: from the moment the new key is primary until the old ones are destroyed. The cursor is (at_column, after_id).
create table key_rotations (
    id              uuid primary key,
    new_key         bigint not null,
    old_keys        bigint[] not null,
    state           text not null check (state in ('running', 'paused', 'done', 'destroyed')),
    pass            int not null default 1,
    at_column       text,
    after_id        uuid,
    next_pass_at    timestamptz not null,
    rows_total      bigint not null,
    rows_done       bigint not null default 0,
    rows_unreadable bigint not null default 0,
    started_at      timestamptz not null,
    changed_at      timestamptz not null,
    finished_at     timestamptz,
    destroyed_at    timestamptz
);
create unique index key_rotations_one_open on key_rotations ((true)) where state <> 'destroyed';
grant select, insert, update on key_rotations to ${system};

-- Replaces the wrapped keyset, if it is still the one that was read.
create function data_keyset_replace(p_expected bigint, p_wrapped bytea, p_check bytea, p_now timestamptz) returns boolean
    language sql security definer set search_path = pg_catalog, public, pg_temp
    as $$ with replaced as (
              update public.data_keysets set wrapped = p_wrapped, check_value = p_check, version = version + 1, updated_at = p_now
              where version = p_expected returning 1)
          select exists (select 1 from replaced) $$;
revoke all on function data_keyset_replace(bigint, bytea, bytea, timestamptz) from public;
grant execute on function data_keyset_replace(bigint, bytea, bytea, timestamptz) to ${system};

-- What a ciphertext under this key begins with: one byte 01, four bytes key id.
create function data_key_prefix(p_key bigint) returns bytea
    language sql immutable set search_path = pg_catalog, pg_temp
    as $$ select '\x01'::bytea || substr(int8send(p_key), 5, 4) $$;

-- Every column that holds ciphertext, and from which columns of its row the binding takes the account and the version. A migration that adds
-- such a column replaces this function; a test compares it with the catalog of tables and with what the server binds.
create function encrypted_columns() returns table (name text, in_table text, in_column text, account text, version text)
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
        ('idempotency_keys.answer', 'idempotency_keys', 'answer', 't.account_id', '0::bigint') $$;

-- The next rows of a column in the order of their ids. Ciphertext is given out only while a rotation runs, and only under a key that it retires;
-- of the other rows the id alone, so that the reader can go on after them.
create function reencryption_page(p_column text, p_after uuid, p_most int)
    returns table (row_id uuid, account_id uuid, version bigint, ciphertext bytea)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
declare
    place record;
    retired bytea[];
begin
    select array_agg(public.data_key_prefix(k)) into retired
        from public.key_rotations r, unnest(r.old_keys) k where r.state = 'running';
    if retired is null then
        return;
    end if;
    select * into strict place from public.encrypted_columns() c where c.name = p_column;
    return query execute format(
        'select t.id, %1$s, %2$s, case when substr(t.%3$I, 1, 5) = any ($1) then t.%3$I end from public.%4$I t'
        || ' where t.id > $2 order by t.id limit least($3, 5000)',
        place.account, place.version, place.in_column, place.in_table) using retired, p_after, p_most;
end $$;
revoke all on function reencryption_page(text, uuid, int) from public;
grant execute on function reencryption_page(text, uuid, int) to ${system};

-- Takes ciphertexts back under the new key, each only in place of exactly the old one: whoever wrote a newer one meanwhile has won. A row that
-- somebody holds at this moment is left for the next pass, so nobody waits for anybody.
create function reencryption_store(p_column text, p_ids uuid[], p_before bytea[], p_after bytea[]) returns int
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
declare
    place record;
    retired bytea[];
    fresh bytea;
    stored int;
begin
    select array_agg(public.data_key_prefix(k)), public.data_key_prefix(min(r.new_key)) into retired, fresh
        from public.key_rotations r, unnest(r.old_keys) k where r.state = 'running';
    if retired is null then
        return 0;
    end if;
    select * into strict place from public.encrypted_columns() c where c.name = p_column;
    execute format(
        'with wanted as (select * from unnest($1, $2, $3) as w (id, before, after)),'
        || ' free as (select t.id from public.%1$I t join wanted w on w.id = t.id'
        || ' where t.%2$I = w.before and substr(w.before, 1, 5) = any ($4) and substr(w.after, 1, 5) = $5'
        || ' order by t.id for no key update of t skip locked)'
        || ' update public.%1$I t set %2$I = w.after from wanted w join free f on f.id = w.id where t.id = w.id and t.%2$I = w.before',
        place.in_table, place.in_column) using p_ids, p_before, p_after, retired, fresh;
    get diagnostics stored = row_count;
    return stored;
end $$;
revoke all on function reencryption_store(text, uuid[], bytea[], bytea[]) from public;
grant execute on function reencryption_store(text, uuid[], bytea[], bytea[]) to ${system};

-- How many ciphertexts there are under each key, by column. Tells no row.
create function ciphertext_counts() returns table (name text, key_id bigint, ciphertexts bigint)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
declare
    place record;
begin
    for place in select * from public.encrypted_columns() loop
        return query execute format(
            'select %1$L::text, (''x'' || encode(substr(prefix, 2, 4), ''hex''))::bit(32)::bigint, count(*)'
            || ' from (select substr(t.%2$I, 1, 5) as prefix from public.%3$I t where t.%2$I is not null) p'
            || ' where length(prefix) = 5 group by prefix',
            place.name, place.in_column, place.in_table);
    end loop;
end $$;
revoke all on function ciphertext_counts() from public;
grant execute on function ciphertext_counts() to ${system};

-- A few ciphertexts of each column, for the drill that proves a key ring from escrow. Called by the command that verifies one.
create function ciphertext_sample(p_column text, p_most int) returns table (row_id uuid, account_id uuid, version bigint, ciphertext bytea)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
declare
    place record;
begin
    select * into strict place from public.encrypted_columns() c where c.name = p_column;
    return query execute format(
        'select t.id, %1$s, %2$s, t.%3$I from public.%4$I t where t.%3$I is not null order by t.id desc limit least($1, 20)',
        place.account, place.version, place.in_column, place.in_table) using p_most;
end $$;
revoke all on function ciphertext_sample(text, int) from public;
grant execute on function ciphertext_sample(text, int) to ${system};
