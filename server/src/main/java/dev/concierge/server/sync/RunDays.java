package dev.concierge.server.sync;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code run_days} of one account, inside the caller's transaction. */
final class RunDays {
    private RunDays() {}

    /** A statement that ends runs, made one that counts them as well. */
    static String counting(String update) {
        return "with ended as (" + update + " returning *) "
                + """
                insert into run_days as d (account_id, integration_id, stream_id, stream, day, complete, in_part, failed, stopped, added, changed, removed)
                select account_id, integration_id, stream_id, stream, (started_at at time zone 'UTC')::date,
                       count(*) filter (where outcome in %s), count(*) filter (where outcome in %s), count(*) filter (where outcome in %s),
                       count(*) filter (where outcome in %s), sum(added), sum(changed), sum(removed)
                  from ended group by account_id, integration_id, stream_id, stream, (started_at at time zone 'UTC')::date
                    on conflict (account_id, stream_id, day) do update set
                       complete = d.complete + excluded.complete, in_part = d.in_part + excluded.in_part, failed = d.failed + excluded.failed,
                       stopped = d.stopped + excluded.stopped, added = d.added + excluded.added, changed = d.changed + excluded.changed,
                       removed = d.removed + excluded.removed
                """.formatted(
                                RunResult.COMPLETE.outcomes(),
                                RunResult.IN_PART.outcomes(),
                                RunResult.FAILED.outcomes(),
                                RunResult.STOPPED.outcomes());
    }

    /** From one day to another and both of them; days without any run are left out. */
    static List<RunDay> between(JdbcClient jdbc, LocalDate from, LocalDate to) {
        return jdbc.sql("""
                        select day, integration_id, stream, complete, in_part, failed, added, changed, removed from run_days
                         where day between :from and :to order by day, integration_id, stream
                        """)
                .param("from", from)
                .param("to", to)
                .query((row, _) -> new RunDay(
                        row.getObject("day", LocalDate.class),
                        row.getObject("integration_id", UUID.class),
                        row.getString("stream"),
                        row.getLong("complete"),
                        row.getLong("in_part"),
                        row.getLong("failed"),
                        row.getLong("added"),
                        row.getLong("changed"),
                        row.getLong("removed")))
                .list();
    }
}
