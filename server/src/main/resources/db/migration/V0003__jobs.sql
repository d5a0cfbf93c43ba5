-- One job table a lane (db-scheduler 16). The app role may insert and look up its job rows, inside the transaction of what makes them due;
-- the rows hold job names and row ids only. Undo: drop the tables; waiting jobs would be lost, the recurring ones come back at the next start.
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
                primary key (task_name, task_instance)
            )', lane);
        execute format('create index jobs_%1$s_due on jobs_%1$s (execution_time)', lane);
        execute format('create index jobs_%1$s_heartbeat on jobs_%1$s (last_heartbeat)', lane);
        execute format('create index jobs_%1$s_priority on jobs_%1$s (priority desc, execution_time)', lane);
        execute format('grant select, insert, update, delete on jobs_%1$s to %2$I', lane, '${system}');
        execute format('grant select, insert on jobs_%1$s to %2$I', lane, '${app}');
    end loop;
end $$;
