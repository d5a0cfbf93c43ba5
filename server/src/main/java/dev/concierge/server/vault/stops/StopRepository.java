package dev.concierge.server.vault.stops;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code emergency_stops}, and which grants are in a scope; by the role system. */
final class StopRepository {
    private static final String COLUMNS =
            "id, number, scope, target, reason, ordered_by, ordered_at, expected_connections, expected_people, state, paused_at, finished_at";

    /** An earlier stop that covers a grant, as {@code grant_stop} finds it; its job may not have come to it yet. */
    private static final String STOPPED = """
            select 1 from emergency_stops s where s.number > g.after_stop and s.number < :number
              and (s.scope = 'everything' or s.scope = 'provider' and s.target = g.provider
                   or s.scope = 'registration' and s.target = g.registration or s.scope = 'account' and s.target = g.account_id::text)
            """;

    private StopRepository() {}

    /** Makes whoever orders a stop wait for the one before to be committed, so that numbers rise with commits. @return the next number */
    static long nextNumber(JdbcClient jdbc) {
        jdbc.sql("select pg_advisory_xact_lock(hashtext('emergency_stops'))")
                .query((_, _) -> 0)
                .single();
        return jdbc.sql("select coalesce(max(number), 0) + 1 from emergency_stops")
                .query(Long.class)
                .single();
    }

    static void insert(JdbcClient jdbc, EmergencyStop stop) {
        jdbc.sql("""
                        insert into emergency_stops (id, number, scope, target, reason, ordered_by, ordered_at, expected_connections, expected_people)
                        values (:id, :number, :scope, :target, :reason, :by, :at, :connections, :people)
                        """)
                .param("id", stop.id())
                .param("number", stop.number())
                .param("scope", stop.scope().word())
                .param("target", stop.scope().target())
                .param("reason", stop.reason())
                .param("by", stop.orderedBy())
                .param("at", utc(stop.orderedAt()))
                .param("connections", stop.expected().connections())
                .param("people", stop.expected().people())
                .update();
    }

    static Optional<EmergencyStop> find(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select " + COLUMNS + " from emergency_stops where id = :id")
                .param("id", id)
                .query((row, _) -> map(row))
                .optional();
    }

    /** The newest first. */
    static List<EmergencyStop> latest(JdbcClient jdbc, int most) {
        return jdbc.sql("select " + COLUMNS + " from emergency_stops order by number desc limit :most")
                .param("most", most)
                .query((row, _) -> map(row))
                .list();
    }

    /** Those that the job has not come through, the oldest first. */
    static List<EmergencyStop> running(JdbcClient jdbc) {
        return jdbc.sql("select " + COLUMNS + " from emergency_stops where state = 'running' order by number")
                .query((row, _) -> map(row))
                .list();
    }

    /** What is in a scope, was consented to before a stop, and is not ended already by one before it. */
    static Extent extent(JdbcClient jdbc, StopScope scope, long number) {
        return jdbc.sql("select count(*) as connections, count(distinct account_id) as people from grants g where "
                        + covered(scope) + " and not exists (" + STOPPED + ")")
                .param("number", number)
                .param("target", scope.target())
                .query((row, _) -> new Extent(row.getLong("connections"), row.getLong("people")))
                .single();
    }

    /** The next grants that a stop covers, in the order of their ids. */
    static List<CoveredGrant> page(JdbcClient jdbc, EmergencyStop stop, UUID after, int most) {
        return jdbc.sql("select id, account_id from grants where " + covered(stop.scope())
                        + " and id > :after order by id limit :most")
                .param("number", stop.number())
                .param("target", stop.scope().target())
                .param("after", after)
                .param("most", most)
                .query((row, _) ->
                        new CoveredGrant(row.getObject("id", UUID.class), row.getObject("account_id", UUID.class)))
                .list();
    }

    /** Writes down, once, which transactions may have begun before the stop was seen. */
    static void see(JdbcClient jdbc, UUID id) {
        jdbc.sql("""
                        update emergency_stops set seen_xid = pg_current_xact_id(), seen_era = current_era()
                        where id = :id and state = 'running' and (seen_xid is null or seen_era <> current_era())
                        """).param("id", id).update();
    }

    /**
     * Ends the job's part, when no grant is left and no transaction is open that could still store one from before.
     *
     * @return whether it is over now
     */
    static boolean finish(JdbcClient jdbc, EmergencyStop stop, Instant now) {
        return jdbc.sql("""
                                update emergency_stops set state = 'done', finished_at = :now
                                where id = :id and state = 'running' and seen_era = current_era()
                                  and seen_xid < pg_snapshot_xmin(pg_current_snapshot())
                                  and not exists (select 1 from grants where
                                """ + covered(stop.scope()) + ")")
                        .param("id", stop.id())
                        .param("now", utc(now))
                        .param("number", stop.number())
                        .param("target", stop.scope().target())
                        .update()
                == 1;
    }

    /** @return whether it went on until now */
    static boolean pause(JdbcClient jdbc, UUID id, Instant now) {
        return jdbc.sql("update emergency_stops set paused_at = :now where id = :id and paused_at is null")
                        .param("id", id)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    /** @return whether it was paused until now */
    static boolean resume(JdbcClient jdbc, UUID id) {
        return jdbc.sql("update emergency_stops set paused_at = null where id = :id and paused_at is not null")
                        .param("id", id)
                        .update()
                == 1;
    }

    /** A condition of ours alone; what somebody typed is a parameter. */
    private static String covered(StopScope scope) {
        return "state <> 'ended' and destroyed_at is null and after_stop < :number and "
                + switch (scope) {
                    case StopScope.OfProvider _ -> "provider = :target";
                    case StopScope.OfRegistration _ -> "registration = :target";
                    case StopScope.OfAccount _ -> "account_id = cast(:target as uuid)";
                    case StopScope.Everything _ -> "true";
                };
    }

    private static EmergencyStop map(ResultSet row) throws SQLException {
        return new EmergencyStop(
                row.getObject("id", UUID.class),
                row.getLong("number"),
                StopScope.of(row.getString("scope"), row.getString("target")),
                row.getString("reason"),
                row.getString("ordered_by"),
                Objects.requireNonNull(instant(row, "ordered_at")),
                new Extent(row.getLong("expected_connections"), row.getLong("expected_people")),
                EmergencyStop.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                instant(row, "paused_at"),
                instant(row, "finished_at"));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
