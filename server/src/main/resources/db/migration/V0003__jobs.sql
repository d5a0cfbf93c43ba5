-- One job table a lane (db-scheduler 16, and again_at of ours: scheduled once more while it ran). The rows hold job names and row ids only.
-- The app role has no right on them, only EXECUTE on the function that writes one, inside the transaction of what makes the job due.
-- Undo: drop the function and tables; waiting jobs would be lost, the recurring ones come back at the next start.
do $$
declare lane text;
begin
    foreach lane in array array['sync', 'refresh', 'maintenance'] loop
        execute format('
            create table jobs_%1$s (
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
            )', lane);
        execute format('create index jobs_%1$s_due on jobs_%1$s (execution_time)', lane);
        execute format('create index jobs_%1$s_heartbeat on jobs_%1$s (last_heartbeat)', lane);
        execute format('grant select, insert, update, delete on jobs_%1$s to %2$I', lane, '${system}');
    end loop;
end $$;

-- Makes a job due. One that waits already runs at the earlier time; one that runs right now runs once more afterwards.
create function schedule_job(lane text, job text, instance text, data bytea, at timestamptz) returns void
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
begin
    if lane not in ('sync', 'refresh', 'maintenance') then
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
revoke all on function schedule_job(text, text, text, bytea, timestamptz) from public;
grant execute on function schedule_job(text, text, text, bytea, timestamptz) to ${app}, ${system};
