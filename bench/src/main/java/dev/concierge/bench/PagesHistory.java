package dev.concierge.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** Runs of an account's streams over the last 29 days, one in fifty asked for, one in a hundred failed, and the counts of their days. */
final class PagesHistory {
    private PagesHistory() {}

    static void fill(Connection database, UUID account, int runs) throws SQLException {
        execute(database, account, """
                insert into runs (id, account_id, stream_id, integration_id, provider, stream, manual, started_at, ended_at, outcome, cause, pages, added, changed, removed)
                select gen_random_uuid(), s.account_id, s.id, s.integration_id, s.provider, s.name, n %% 50 = 0, at, at + interval '3 seconds',
                       case when n %% 100 = 7 then 'failed' when n %% 30 = 4 then 'partial' else 'done' end,
                       case when n %% 100 = 7 then 'unreachable' end, 1 + n %% 5, n %% 40, n %% 7, n %% 3
                  from generate_series(1, %1$d) n
                  join (select *, row_number() over (order by id) - 1 as place, count(*) over () as streams from streams where account_id = ?) s
                    on s.place = n %% s.streams
                 cross join lateral (select now() - n * interval '29 days' / %1$d as at) t""".formatted(runs));
        execute(database, account, """
                insert into run_days (account_id, integration_id, stream_id, stream, day, complete, in_part, failed, stopped, added, changed, removed)
                select account_id, integration_id, stream_id, stream, (started_at at time zone 'UTC')::date, count(*) filter (where outcome = 'done'),
                       count(*) filter (where outcome = 'partial'), count(*) filter (where outcome = 'failed'), 0, sum(added), sum(changed), sum(removed)
                  from runs where account_id = ? and ended_at is not null
                 group by account_id, integration_id, stream_id, stream, (started_at at time zone 'UTC')::date
                on conflict (account_id, stream_id, day) do update set complete = excluded.complete, in_part = excluded.in_part, failed = excluded.failed,
                   added = excluded.added, changed = excluded.changed, removed = excluded.removed""");
        execute(database, account, """
                update streams set state = 'in_step', cause = null, last_run_at = now(), in_step_at = now(), due_at = now() + interval '1 day'
                 where account_id = ?""");
        try (var statement = database.createStatement()) {
            statement.execute("vacuum analyze runs");
            statement.execute("vacuum analyze run_days");
        }
    }

    /** A run in the middle of the history. */
    static String one(Connection database, UUID account) throws SQLException {
        return found(
                database,
                account,
                "select id::text from runs where account_id = ? order by started_at desc offset (select count(*) / 5 from runs) limit 1");
    }

    /** Where the last pages of the history begin, as addresses have it. */
    static String farRun(Connection database, UUID account) throws SQLException {
        return found(
                database,
                account,
                "select (extract(epoch from started_at) * 1000000)::bigint || '_' || id from runs where account_id = ? order by started_at, id offset 60 limit 1");
    }

    /** Where the last pages of the inbox begin. */
    static String farRecord(Connection database, UUID account) throws SQLException {
        return found(
                database,
                account,
                "select (extract(epoch from happened_at) * 1000000)::bigint || '_' || id from records where account_id = ? and kind = 'message' order by happened_at, id offset 60 limit 1");
    }

    private static String found(Connection database, UUID account, String sql) throws SQLException {
        try (PreparedStatement ask = database.prepareStatement(sql)) {
            ask.setObject(1, account);
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static void execute(Connection database, UUID account, String sql) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setObject(1, account);
            statement.executeUpdate();
        }
    }
}
