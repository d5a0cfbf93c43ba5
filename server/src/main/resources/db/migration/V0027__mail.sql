-- Outgoing mail: a lane of its own, and an outbox. A row is written in the transaction of the act that it tells of; the body may hold a one-time
-- link, so it is encrypted like a token, and gone once the mail is sent or given up. Undo: drop the tables and set the two functions back
-- (V0003, V0021). Lost: mails that wait, and what was sent in the last thirty days. The previous release never writes into these tables.
create table jobs_mail (
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
create index jobs_mail_due on jobs_mail (execution_time);
create index jobs_mail_heartbeat on jobs_mail (last_heartbeat);
grant select, insert, update, delete on jobs_mail to ${system};

create or replace function schedule_job(lane text, job text, instance text, data bytea, at timestamptz) returns void
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
begin
    if lane not in ('mail', 'sync', 'refresh', 'maintenance') then
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

create table mails (
    id            uuid primary key,
    account_id    uuid not null references accounts on delete cascade,
    kind          text not null,
    recipient     text not null check (length(recipient) <= 254),
    subject       text not null check (length(subject) <= 200),
    body          bytea,
    state         text not null default 'queued' check (state in ('queued', 'sent', 'kept', 'refused', 'expired')),
    attempts      int not null default 0,
    claimed_until timestamptz,
    answer        text check (length(answer) <= 60),
    created_at    timestamptz not null,
    give_up_at    timestamptz not null,
    finished_at   timestamptz,
    check (state in ('queued', 'kept') or body is null)
);
create index mails_account on mails (account_id, created_at desc);
create index mails_over on mails ((coalesce(finished_at, give_up_at)));
call isolate('mails');
create policy system_all on mails to ${system} using (true) with check (true);
grant select, insert on mails to ${app};
grant update (body, state, attempts, claimed_until, answer, finished_at) on mails to ${app};
grant select (id, account_id, state, created_at, give_up_at, finished_at), delete on mails to ${system};

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
        ('mails.body', 'mails', 'body', 't.account_id', '0::bigint') $$;
