-- The lane of files (copies of people's data), and how many jobs ran, for the page of the lanes. Job rows hold names and row ids only.
-- The release before knows no lane of files: what this one puts there waits for this one. It goes on writing copies into the lane of maintenance, and
-- this release works those off, too. Undo: move what waits in jobs_file to jobs_maintenance, set the function back (V0027), drop both tables. Lost: the
-- figures of the last two days.
create table jobs_file (
    task_name            text not null,
    task_instance        text not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint not null,
    priority             smallint,
    state                text,
    again_at             timestamptz,
    primary key (task_name, task_instance)
);
create index jobs_file_due on jobs_file (execution_time);
create index jobs_file_heartbeat on jobs_file (last_heartbeat);
grant select, insert, update, delete on jobs_file to ${system};

create or replace function schedule_job(lane text, job text, instance text, data bytea, at timestamptz) returns void
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
begin
    if lane not in ('mail', 'file', 'sync', 'refresh', 'maintenance') then
        raise exception 'no lane %', lane;
    end if;
    execute format('
        insert into public.jobs_%1$s as waiting (task_name, task_instance, task_data, execution_time, picked, version)
        values ($1, $2, $3, $4, false, 1)
        on conflict (task_name, task_instance) do update set
            execution_time = case when waiting.picked then waiting.execution_time
                                  else least(waiting.execution_time, excluded.execution_time) end,
            again_at = case when waiting.picked then least(waiting.again_at, excluded.execution_time) end',
        lane) using job, instance, data, at;
end $$;

-- Runs of all nodes in five minutes each, by job and how they ended; kept for two days.
create table job_runs (
    since   timestamptz not null,
    lane    text not null,
    job     text not null,
    outcome text not null check (outcome in ('done', 'retried', 'given_up', 'lost')),
    runs    bigint not null,
    millis  bigint not null,
    longest bigint not null,
    primary key (since, lane, job, outcome)
);
grant select, insert, update, delete on job_runs to ${system};
