-- Streams of every provider: common fields and words to be found by, items that cannot be read, rest and pace that a person chose, runs known by their id before
-- they begin, and what of a provider's daily budget is used. Works with the release before: new columns have defaults, and it reads none of the new words. Undo: set
-- outcomes of 'partial' to 'done', put the check of runs back (V0008), drop what is made here. Lost: the common fields (the next full pass brings them), items kept
-- aside, rests and paces.
create extension if not exists btree_gin with schema search;

-- A stream is in step in part when it is in step and items of it are kept aside.
alter table streams
    add column asked_run uuid,
    add column malformed bigint not null default 0,
    add column paused_at timestamptz,
    add column every     interval check (every between interval '1 minute' and interval '1 day');
grant select (malformed, paused_at, every) on streams to ${system};

alter table runs
    drop constraint runs_outcome_check,
    add constraint runs_outcome_check check (outcome in
        ('done', 'partial', 'continued', 'rate_limited', 'failed', 'no_progress', 'not_allowed', 'stopped', 'interrupted')),
    add column malformed bigint not null default 0;

-- kind, title, people and link are what lists show; happened_at is what they are ordered by; words are what a search finds, without accents.
alter table records
    add column kind        text not null default 'event',
    add column title       text not null default '',
    add column people      text[] not null default '{}',
    add column link        text,
    add column happened_at timestamptz not null default now(),
    add column words       tsvector not null default '';
update records set happened_at = coalesce(starts_at, created_at), title = left(coalesce(content->>'summary', ''), 500);
set local search_path = public, search, pg_catalog;
create index records_newest on records (account_id, happened_at desc, id desc) where deleted_at is null;
create index records_of_kind on records (account_id, kind, happened_at desc, id desc) where deleted_at is null;
create index records_words on records using gin (account_id, words) where deleted_at is null;
create index records_old on records (stream, happened_at) where deleted_at is null;
set local search_path = public, pg_catalog;

-- Items that cannot be read, as the provider gave them, until they can or are gone: at most a thousand of a stream.
create table malformed_items (
    id             uuid primary key,
    account_id     uuid not null,
    integration_id uuid not null,
    stream_id      uuid not null,
    stream         text not null,
    part           text not null,
    upstream_id    text not null,
    why            text not null,
    content        jsonb,
    seen_pass      bigint not null,
    first_at       timestamptz not null,
    seen_at        timestamptz not null,
    foreign key (account_id, integration_id, stream_id) references streams (account_id, integration_id, id) on delete cascade
);
create unique index malformed_items_one on malformed_items (account_id, stream_id, part, upstream_id);
create index malformed_items_account on malformed_items (account_id, seen_at desc, id desc);
create index malformed_items_stream on malformed_items (account_id, integration_id, stream_id);
call isolate('malformed_items');
grant select, insert, update, delete on malformed_items to ${app};

-- Units used of what a provider allows our client, or one of its grants, in a day; a day begins where the provider says.
create table call_budgets (
    provider text not null,
    subject  text not null,
    day      date not null,
    used     bigint not null,
    primary key (provider, subject, day)
);
create index call_budgets_day on call_budgets (day);
grant select, insert, update, delete on call_budgets to ${system};

-- Records of a stream whose time is longer ago than they are kept (what has no place in time stays), made tombstones: a reader of the feed hears of it. By the owner, because system may see no content.
create function expire_records(p_stream text, p_before timestamptz, p_now timestamptz, p_most int) returns int
    language sql security definer set search_path = pg_catalog, public, pg_temp
    as $$
        with old as (
            select r.id from public.records r
             where r.stream = p_stream and r.happened_at < p_before and r.ends_at < p_before and r.deleted_at is null order by r.happened_at limit p_most for update skip locked
        ), buried as (
            update public.records r set content = null, content_hash = '', title = '', people = '{}', link = null, words = '', starts_at = null, ends_at = null,
                   deleted_at = p_now, changed_at = p_now, version = r.version + 1, era = (select public.current_era()), xact = pg_current_xact_id()
              from old where r.id = old.id returning r.stream_id
        ), counted as (
            update public.streams s set records = greatest(0, s.records - b.gone)
              from (select stream_id, count(*) as gone from buried group by stream_id) b where s.id = b.stream_id
        )
        select count(*)::int from buried $$;
revoke all on function expire_records(text, timestamptz, timestamptz, int) from public;
grant execute on function expire_records(text, timestamptz, timestamptz, int) to ${system};

-- How many records of the account hold the words, counted up to one more than p_most.
create function records_holding(p_words tsquery, p_most int) returns int
    language sql stable security definer set search_path = pg_catalog, public, search, pg_temp set enable_seqscan = off
    as $$ select count(*)::int from (
              select 1 from public.records
               where account_id = (select nullif(current_setting('concierge.account_id', true), '')::uuid)
                 and words @@ p_words and deleted_at is null limit p_most + 1) f $$;
revoke all on function records_holding(tsquery, int) from public;

-- Few hold the words: all of them are looked at.
create function records_rare(p_words tsquery, p_kind text, p_integration uuid, p_at timestamptz, p_id uuid, p_most int) returns setof uuid
    language sql stable security definer set search_path = pg_catalog, public, search, pg_temp set enable_seqscan = off
    as $$ with found as materialized (
              select id, happened_at, kind, integration_id from public.records
               where account_id = (select nullif(current_setting('concierge.account_id', true), '')::uuid) and words @@ p_words and deleted_at is null)
          select id from found
           where (p_kind is null or kind = p_kind) and (p_integration is null or integration_id = p_integration)
             and (p_at is null or (happened_at, id) < (p_at, p_id))
           order by happened_at desc, id desc limit p_most $$;
revoke all on function records_rare(tsquery, text, uuid, timestamptz, uuid, int) from public;

-- Many do: the newest records are looked at until enough of them hold the words.
create function records_frequent(p_words tsquery, p_kind text, p_integration uuid, p_at timestamptz, p_id uuid, p_most int) returns setof uuid
    language sql stable security definer set search_path = pg_catalog, public, search, pg_temp
    set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
    as $$ select id from public.records
           where account_id = (select nullif(current_setting('concierge.account_id', true), '')::uuid) and words @@ p_words and deleted_at is null
             and (p_kind is null or kind = p_kind) and (p_integration is null or integration_id = p_integration)
             and (happened_at, id) < (coalesce(p_at, 'infinity'), coalesce(p_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
           order by happened_at desc, id desc limit p_most $$;
revoke all on function records_frequent(tsquery, text, uuid, timestamptz, uuid, int) from public;

-- Ids of the account's records that hold all the words, newest first. Operators of full text are not leakproof, so under a policy no index would serve them.
create function search_records(p_words tsquery, p_kind text, p_integration uuid, p_at timestamptz, p_id uuid, p_most int) returns setof uuid
    language plpgsql stable security definer set search_path = pg_catalog, public, search, pg_temp
    as $$
begin
    if nullif(current_setting('concierge.account_id', true), '') is null then
        raise exception 'a search belongs to an account' using errcode = 'insufficient_privilege';
    end if;
    if public.records_holding(p_words, 2000) <= 2000 then
        return query select * from public.records_rare(p_words, p_kind, p_integration, p_at, p_id, p_most);
    else
        return query select * from public.records_frequent(p_words, p_kind, p_integration, p_at, p_id, p_most);
    end if;
end $$;
revoke all on function search_records(tsquery, text, uuid, timestamptz, uuid, int) from public;
grant execute on function search_records(tsquery, text, uuid, timestamptz, uuid, int) to ${app};

create index runs_open on runs (account_id) where ended_at is null;
