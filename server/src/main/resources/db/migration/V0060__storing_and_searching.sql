-- 1. What a full pass finds unchanged is not written any more. Until now each such record was marked in its row: a new version of the row, with an entry in each of its
-- indexes, for every record of a stream without a feed, four times an hour. The marks stand in a row for each page of the pass instead, and go when it ends.
-- A checkpoint is kept as an array of one while such rows are needed: the release before cannot read it and begins the pass anew, with marks of its own.
-- 2. A search looks at the newest records first, and asks the index for the rarest of its words only. Until now it collected every record of every account that holds a
-- beginning of a word, for each word, twice.
-- 3. Records of one integration, newest first, have an index.
-- Works with the release before, in both directions. Undo: set checkpoints that are arrays to null, drop pass_pages, unseen_records and the index, and put the four functions of
-- V0050 back. Lost: nothing; passes that are under way begin anew.
create table pass_pages (
    id             uuid primary key,
    account_id     uuid not null,
    integration_id uuid not null,
    stream_id      uuid not null,
    records        uuid[] not null,
    foreign key (account_id, integration_id, stream_id) references streams (account_id, integration_id, id) on delete cascade
);
alter table pass_pages alter column records set storage external;
create index pass_pages_stream on pass_pages (account_id, integration_id, stream_id);
call isolate('pass_pages');
grant select, insert, delete on pass_pages to ${app};

-- Records of a part that the pass has not seen. The planner knows nothing of how many ids the arrays hold: a nested loop would compare each with each.
create function unseen_records(p_stream uuid, p_part text, p_pass bigint) returns setof uuid
    language sql stable set search_path = pg_catalog, public, pg_temp set enable_nestloop = off
    as $$ select r.id from public.records r
            left join (select unnest(p.records) as id from public.pass_pages p where p.stream_id = p_stream) s on s.id = r.id
           where r.stream_id = p_stream and r.part = p_part and r.seen_pass <> p_pass and r.deleted_at is null and s.id is null $$;
revoke all on function unseen_records(uuid, text, bigint) from public;
grant execute on function unseen_records(uuid, text, bigint) to ${app};

-- Allow index: nobody but the sync writes records, and it goes on when the index is built, some two seconds for a million of them
create index records_of_integration on records (account_id, integration_id, happened_at desc, id desc) where deleted_at is null;

-- Among the newest p_looked records of the account, of one kind or integration where that is asked, before a place: ids of those that hold the words, at most p_most, and whether there
-- are no others to look at. It looks at no more than it needs.
create function records_newest_holding(p_words tsquery, p_kind text, p_integration uuid, p_at timestamptz, p_id uuid, p_looked int, p_most int, out ids uuid[], out ended boolean)
    language plpgsql stable security definer set search_path = pg_catalog, public, search, pg_temp
    set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
    as $$
begin
    ids := array(
        select n.id from (
            select r.id, r.happened_at, r.words from public.records r
             where r.account_id = (select nullif(current_setting('concierge.account_id', true), '')::uuid) and r.deleted_at is null
               and (p_kind is null or r.kind = p_kind) and (p_integration is null or r.integration_id = p_integration)
               and (r.happened_at, r.id) < (coalesce(p_at, 'infinity'), coalesce(p_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
             order by r.happened_at desc, r.id desc limit p_looked) n
         where n.words @@ p_words
         order by n.happened_at desc, n.id desc limit p_most);
    ended := cardinality(ids) < p_most and p_looked > (
        select count(*) from (
            select 1 from public.records r
             where r.account_id = (select nullif(current_setting('concierge.account_id', true), '')::uuid) and r.deleted_at is null
               and (p_kind is null or r.kind = p_kind) and (p_integration is null or r.integration_id = p_integration)
               and (r.happened_at, r.id) < (coalesce(p_at, 'infinity'), coalesce(p_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
             order by r.happened_at desc, r.id desc limit p_looked) n);
end $$;
revoke all on function records_newest_holding(tsquery, text, uuid, timestamptz, uuid, int, int) from public;

-- How many of those records hold each of the words.
create function records_sampled(p_words tsquery[], p_kind text, p_integration uuid, p_at timestamptz, p_id uuid, p_looked int) returns int[]
    language plpgsql stable security definer set search_path = pg_catalog, public, search, pg_temp
    set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
    as $$
begin
    return (
        with newest as materialized (
            select words from public.records
             where account_id = (select nullif(current_setting('concierge.account_id', true), '')::uuid) and deleted_at is null
               and (p_kind is null or kind = p_kind) and (p_integration is null or integration_id = p_integration)
               and (happened_at, id) < (coalesce(p_at, 'infinity'), coalesce(p_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
             order by happened_at desc, id desc limit p_looked)
        select array(select (select count(*)::int from newest n where n.words @@ p_words[place]) from generate_subscripts(p_words, 1) place));
end $$;
revoke all on function records_sampled(tsquery[], text, uuid, timestamptz, uuid, int) from public;

-- Ids of records that the index finds by p_rare and that hold all the words. The words are compared by the function behind @@, so that the index is not asked for them.
create function records_indexed(p_rare tsquery, p_words tsquery, p_kind text, p_integration uuid, p_at timestamptz, p_id uuid, p_most int) returns setof uuid
    language plpgsql stable security definer set search_path = pg_catalog, public, search, pg_temp
    set plan_cache_mode = force_custom_plan set enable_seqscan = off set work_mem = '32MB'
    as $$
begin
    return query
        with holding as materialized (
            select id, happened_at from public.records
             where account_id = (select nullif(current_setting('concierge.account_id', true), '')::uuid) and words @@ p_rare and deleted_at is null
               and ts_match_vq(words, p_words) and (p_kind is null or kind = p_kind) and (p_integration is null or integration_id = p_integration))
        select h.id from holding h where p_at is null or (h.happened_at, h.id) < (p_at, p_id)
         order by h.happened_at desc, h.id desc limit p_most;
end $$;
revoke all on function records_indexed(tsquery, tsquery, text, uuid, timestamptz, uuid, int) from public;

-- Ids of the account's records that hold all the words, newest first. Operators of full text are not leakproof, so under a policy no index would serve them. Words that are
-- met soon are met among the newest records; how soon is estimated from a thousand of them. Of words that are not, the index gives the records of the rarest.
create or replace function search_records(p_words tsquery, p_kind text, p_integration uuid, p_at timestamptz, p_id uuid, p_most int) returns setof uuid
    language plpgsql stable security definer set search_path = pg_catalog, public, search, pg_temp
    as $$
declare
    sample constant int := 1000;
    reach constant int := 40000;
    parts constant tsquery[] := string_to_array(p_words::text, ' & ')::tsquery[];
    newest record;
    held int[];
    share float := 1;
    rarest int;
    rare tsquery;
begin
    if nullif(current_setting('concierge.account_id', true), '') is null then
        raise exception 'a search belongs to an account' using errcode = 'insufficient_privilege';
    end if;
    select * into newest from public.records_newest_holding(p_words, p_kind, p_integration, p_at, p_id, sample, p_most);
    if newest.ended or cardinality(newest.ids) = p_most then
        return query select unnest(newest.ids);
        return;
    end if;
    held := public.records_sampled(parts, p_kind, p_integration, p_at, p_id, sample);
    for place in 1 .. cardinality(held) loop
        share := share * greatest(held[place], 0.5) / sample;
    end loop;
    if p_most / share < reach / 4
       or (select sum(s.records) from public.streams s
            where s.account_id = (select nullif(current_setting('concierge.account_id', true), '')::uuid)) < reach / 10 then
        select * into newest from public.records_newest_holding(p_words, p_kind, p_integration, p_at, p_id, reach, p_most);
        if newest.ended or cardinality(newest.ids) = p_most then
            return query select unnest(newest.ids);
            return;
        end if;
    end if;
    rarest := (select min(n) from unnest(held) n);
    for place in 1 .. cardinality(parts) loop
        -- Beside a word that few hold the others only cost; where none is rare, all that are not frequent narrow it down.
        if held[place] <= greatest(rarest, case when rarest <= sample / 64 then sample / 64 else sample / 10 end) then
            rare := case when rare is null then parts[place] else rare && parts[place] end;
        end if;
    end loop;
    return query select * from public.records_indexed(rare, p_words, p_kind, p_integration, p_at, p_id, p_most);
end $$;
-- Allow drop: nobody called these three but the function that is replaced here; no role of ours may execute them
drop function records_holding(tsquery, int);
drop function records_rare(tsquery, text, uuid, timestamptz, uuid, int);
drop function records_frequent(tsquery, text, uuid, timestamptz, uuid, int);
