-- Finding people whose name somebody half remembers. Undo: drop the function and the index, then the extension and its schema; the release before uses none of it.
-- pg_trgm is a trusted extension of PostgreSQL's contrib: the owner of the database may make it. It stands in a schema of its own, which no role of ours may use.
create schema search;
create extension if not exists pg_trgm with schema search;
set local search_path = public, search, pg_catalog;
-- Loads the library, without which nobody but a superuser may name its settings.
do $$ begin perform similarity('a', 'b'); end $$;

create index accounts_alike on accounts using gin
    ((lower(display_name || ' ' || coalesce(split_part(email, '@', 1), '') || ' ' || coalesce(local_id, ''))) gin_trgm_ops);

-- People whose name, address before the at sign, or local id holds something like the text; the likest first, of the first thousand that are like enough: to
-- compare tens of thousands of the same name takes seconds. Without the index it would compare everybody, so it never goes without.
create function people_alike(p_text text, p_most int) returns table (account_id uuid, likeness real)
    language sql stable security definer set search_path = pg_catalog, public, search, pg_temp
    set pg_trgm.word_similarity_threshold = 0.45 set enable_seqscan = off
    as $$ select f.account_id, word_similarity(lower(p_text), f.words)
          from (select a.account_id, lower(a.display_name || ' ' || coalesce(split_part(a.email, '@', 1), '') || ' ' || coalesce(a.local_id, '')) as words
                from public.accounts a
                where lower(p_text) <% lower(a.display_name || ' ' || coalesce(split_part(a.email, '@', 1), '') || ' ' || coalesce(a.local_id, ''))
                limit 1000) f
          order by 2 desc, 1 desc limit p_most $$;
revoke all on function people_alike(text, int) from public;
grant execute on function people_alike(text, int) to ${system};
