-- How many follow, see and like what an account has at its providers, by stream and UTC day: as the last run of that day that read everything found it. The
-- providers tell only how it is now, so what is drawn by day is kept here. And an index for events that last longer than a month, of which there are few: the
-- agenda looks for them by itself, so that it need not read through what began long ago.
-- The release before works on and counts nothing. Undo: drop the table and the index. Lost: the figures of past days, which nobody can tell again.
create table figure_days (
    account_id     uuid not null,
    integration_id uuid not null,
    stream_id      uuid not null,
    day            date not null,
    figure         text not null,
    value          bigint not null,
    primary key (account_id, stream_id, day, figure),
    foreign key (account_id, integration_id, stream_id) references streams (account_id, integration_id, id) on delete cascade
) with (fillfactor = 70);
create index figure_days_account on figure_days (account_id, day);
create index figure_days_stream on figure_days (account_id, integration_id, stream_id);
create index figure_days_day on figure_days (day);
call isolate('figure_days');
create policy system_reads on figure_days for select to ${system} using (true);
create policy system_clears on figure_days for delete to ${system} using (true);
grant select, insert, update, delete on figure_days to ${app};
grant select (account_id, stream_id, day, figure), delete on figure_days to ${system};

-- Allow index: nobody but the sync writes records, and it goes on when the index is built; the index holds the few events that last longer than days
create index records_long_events on records (account_id, ends_at)
    where kind = 'event' and deleted_at is null and ends_at - starts_at > interval '31 days';
