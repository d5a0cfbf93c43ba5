-- Security alerts: what an administrator should know at once. Equal ones within an hour are one row with a count. The app and auth roles have no right on the
-- table; a function lets them raise one in the transaction of the act. The previous release never reads or writes any of it.
-- Undo: drop the functions and the tables. Lost: the alerts, who acknowledged which, and results of verifications; the trail has the acts themselves.
create table security_alerts (
    id              uuid primary key,
    kind            text not null check (kind ~ '^[a-z_]{3,40}$'),
    about           uuid,
    subject         text not null check (length(subject) between 1 and 200),
    actor           text not null check (length(actor) <= 200),
    detail          text not null check (length(detail) <= 400),
    times           bigint not null check (times > 0),
    told_times      bigint not null default 0,
    first_at        timestamptz not null,
    last_at         timestamptz not null,
    acknowledged_at timestamptz,
    acknowledged_by uuid,
    note            text check (length(note) <= 400)
);
create index security_alerts_time on security_alerts (first_at desc, id desc);
create index security_alerts_kind on security_alerts (kind, first_at desc, id desc);
create index security_alerts_about on security_alerts (about, first_at desc, id desc) where about is not null;
create index security_alerts_open on security_alerts (first_at desc, id desc) where acknowledged_at is null;
create index security_alerts_untold on security_alerts (kind, first_at) where times > told_times;
grant select, delete on security_alerts to ${system};
grant update (told_times, acknowledged_at, acknowledged_by, note) on security_alerts to ${system};

-- The mails of each kind so far: one an hour at most.
create table alert_mails (
    kind    text primary key,
    number  bigint not null,
    sent_at timestamptz not null
);
grant select, insert, update on alert_mails to ${system};

-- Raises an alert. In the hour after the first equal one that nobody acknowledged, it is counted there. A kind has fifty rows an hour at most; what comes beyond is counted
-- in one row of subject "others". Whoever may not wait is told no while another transaction raises one of the kind: so no act waits for another's.
create function raise_alert(p_id uuid, p_kind text, p_about uuid, p_subject text, p_actor text, p_detail text, p_times bigint, p_now timestamptz, p_wait boolean)
    returns boolean
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
declare
    v_about uuid := p_about;
    v_subject text := p_subject;
    v_actor text := p_actor;
    v_detail text := p_detail;
    v_since timestamptz := p_now - interval '1 hour';
    v_open uuid;
begin
    if p_wait then
        perform pg_advisory_xact_lock(hashtext('security_alerts'), hashtext(p_kind));
    elsif not pg_try_advisory_xact_lock(hashtext('security_alerts'), hashtext(p_kind)) then
        return false;
    end if;
    select a.id into v_open from public.security_alerts a
        where a.kind = p_kind and a.subject = v_subject and a.first_at > v_since and a.acknowledged_at is null
        order by a.first_at desc limit 1;
    if v_open is null and (select count(*) from public.security_alerts a where a.kind = p_kind and a.first_at > v_since) >= 50 then
        v_about := null;
        v_subject := 'others';
        v_actor := 'system';
        v_detail := '';
        select a.id into v_open from public.security_alerts a
            where a.kind = p_kind and a.subject = 'others' and a.first_at > v_since
            order by a.first_at desc limit 1;
    end if;
    if v_open is null then
        insert into public.security_alerts (id, kind, about, subject, actor, detail, times, first_at, last_at)
            values (p_id, p_kind, v_about, v_subject, v_actor, v_detail, p_times, p_now, p_now);
    else
        update public.security_alerts a set times = a.times + p_times, last_at = greatest(a.last_at, p_now) where a.id = v_open;
    end if;
    return true;
end $$;
revoke all on function raise_alert(uuid, text, uuid, text, text, text, bigint, timestamptz, boolean) from public;
grant execute on function raise_alert(uuid, text, uuid, text, text, text, bigint, timestamptz, boolean) to ${app}, ${auth}, ${system};

-- Verifications of the trail that somebody asked for: where each stands, and what it found. It goes on at (chain, sequence) on whichever node.
create table audit_checks (
    id          uuid primary key,
    asked_by    text not null,
    asked_at    timestamptz not null,
    state       text not null check (state in ('waiting', 'running', 'intact', 'broken')),
    chain       text check (chain in ('events', 'vends')),
    sequence    bigint not null default 0,
    mac         text,
    total       bigint not null,
    seals       bigint not null default 0,
    rows_seen   bigint not null default 0,
    chain_rows  bigint not null default 0,
    dropped     bigint not null default 0,
    report      text,
    finished_at timestamptz
);
create unique index audit_checks_one_open on audit_checks ((true)) where state in ('waiting', 'running');
create index audit_checks_time on audit_checks (asked_at desc, id desc);
grant select, insert, delete on audit_checks to ${system};
grant update (state, chain, sequence, mac, total, seals, rows_seen, chain_rows, dropped, report, finished_at) on audit_checks to ${system};
