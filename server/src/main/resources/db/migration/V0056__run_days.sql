-- What ran, by stream and UTC day: weeks of it are read as a row a day, not as every run. The statement that ends a run counts it; the runs that are kept are counted
-- here. And an index for the few runs that did not go well, which people look for among the many that did.
-- The release before works on and counts nothing: what it runs meanwhile is missing in the charts of those days, and stands in the history.
-- Undo: drop the table and the index. Lost: the counts of days whose runs are gone.
create table run_days (
    account_id     uuid not null,
    integration_id uuid not null,
    stream_id      uuid not null,
    stream         text not null,
    day            date not null,
    complete       bigint not null,
    in_part        bigint not null,
    failed         bigint not null,
    stopped        bigint not null,
    added          bigint not null,
    changed        bigint not null,
    removed        bigint not null,
    primary key (account_id, stream_id, day),
    foreign key (account_id, integration_id, stream_id) references streams (account_id, integration_id, id) on delete cascade
) with (fillfactor = 70);
create index run_days_account on run_days (account_id, day);
create index run_days_stream on run_days (account_id, integration_id, stream_id);
create index run_days_day on run_days (day);
call isolate('run_days');
create policy system_reads on run_days for select to ${system} using (true);
create policy system_clears on run_days for delete to ${system} using (true);
grant select, insert, update on run_days to ${app};
grant select, delete on run_days to ${system};

insert into run_days (account_id, integration_id, stream_id, stream, day, complete, in_part, failed, stopped, added, changed, removed)
select account_id, integration_id, stream_id, stream, (started_at at time zone 'UTC')::date,
       count(*) filter (where outcome = 'done'),
       count(*) filter (where outcome in ('partial', 'continued', 'rate_limited')),
       count(*) filter (where outcome in ('failed', 'no_progress', 'not_allowed', 'interrupted')),
       count(*) filter (where outcome = 'stopped'),
       sum(added), sum(changed), sum(removed)
  from runs where ended_at is not null
 group by account_id, integration_id, stream_id, stream, (started_at at time zone 'UTC')::date;

create index runs_not_well on runs (account_id, started_at desc, id desc)
    where outcome in ('partial', 'continued', 'rate_limited', 'failed', 'no_progress', 'not_allowed', 'interrupted', 'stopped');
