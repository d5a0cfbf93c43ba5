package dev.concierge.server.sync;

import static dev.concierge.server.sync.StreamRepository.instant;
import static dev.concierge.server.sync.StreamRepository.utc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code runs} of one account, inside the caller's transaction. */
final class RunRepository {
    private static final String COLUMNS = """
            select id, integration_id, provider, stream, manual, started_at, ended_at, outcome, cause, pages, added, changed, removed, malformed
              from runs
            """;

    private RunRepository() {}

    /** Opens a run. One that is still open was a node's that died. */
    static void open(JdbcClient jdbc, UUID id, StreamRow stream, Instant now) {
        jdbc.sql(
                        RunDays.counting(
                                "update runs set ended_at = :now, outcome = 'interrupted' where stream_id = :stream and ended_at is null"))
                .param("stream", stream.id())
                .param("now", utc(now))
                .update();
        jdbc.sql("""
                        insert into runs (id, account_id, stream_id, integration_id, provider, stream, manual, started_at)
                        values (:id, :account, :stream, :integration, :provider, :name, :manual, :now)
                        """)
                .param("id", id)
                .param("account", stream.accountId())
                .param("stream", stream.id())
                .param("integration", stream.integrationId())
                .param("provider", stream.provider())
                .param("name", stream.name())
                .param("manual", stream.askedRun() != null)
                .param("now", utc(now))
                .update();
    }

    /** Whether the stream has a run that has not ended. */
    static boolean isOpen(JdbcClient jdbc, UUID streamId) {
        return jdbc.sql("select exists (select 1 from runs where stream_id = :stream and ended_at is null)")
                .param("stream", streamId)
                .query(Boolean.class)
                .single();
    }

    static void page(JdbcClient jdbc, UUID id, Changes changes, int malformed) {
        jdbc.sql("""
                        update runs set pages = pages + 1, added = added + :added, changed = changed + :changed, removed = removed + :removed,
                            malformed = malformed + :malformed
                         where id = :id
                        """)
                .param("id", id)
                .param("added", changes.added())
                .param("changed", changes.changed())
                .param("removed", changes.removed())
                .param("malformed", malformed)
                .update();
    }

    static void end(JdbcClient jdbc, UUID id, RunEnd end, Instant now) {
        jdbc.sql(
                        RunDays.counting(
                                "update runs set ended_at = :now, outcome = :outcome, cause = :cause where id = :id and ended_at is null"))
                .param("id", id)
                .param("outcome", end.outcome().word())
                .param("cause", end.cause())
                .param("now", utc(now))
                .update();
    }

    /** The stream's run under way ends, because a person wants it to. */
    static void cut(JdbcClient jdbc, UUID streamId, String cause, Instant now) {
        jdbc.sql(
                        RunDays.counting(
                                "update runs set ended_at = :now, outcome = 'stopped', cause = :cause where stream_id = :stream and ended_at is null"))
                .param("stream", streamId)
                .param("cause", cause)
                .param("now", utc(now))
                .update();
    }

    /** One of the account's; empty for one that has not begun. */
    static Optional<SyncRun> find(JdbcClient jdbc, UUID id) {
        return jdbc.sql(COLUMNS + " where id = :id")
                .param("id", id)
                .query((row, _) -> map(row))
                .optional();
    }

    /** The account's runs that are under way. */
    static List<SyncRun> open(JdbcClient jdbc) {
        return jdbc.sql(COLUMNS + " where ended_at is null order by started_at, id")
                .query((row, _) -> map(row))
                .list();
    }

    /**
     * One page of the account's history, newest first.
     *
     * @param integrationId of one integration only; null for all
     * @param before the last one of the page before; null for the first page
     */
    static List<SyncRun> list(
            JdbcClient jdbc, @Nullable UUID integrationId, SyncRun.@Nullable Position before, int limit) {
        return jdbc.sql(COLUMNS + """
                         where (:integration::uuid is null or integration_id = :integration)
                           and (:at::timestamptz is null or (started_at, id) < (:at, :id::uuid))
                         order by started_at desc, id desc limit :limit
                        """)
                .param("integration", integrationId)
                .param("at", before == null ? null : utc(before.startedAt()))
                .param("id", before == null ? null : before.id())
                .param("limit", limit)
                .query((row, _) -> map(row))
                .list();
    }

    /** {@link #list} of those that a filter takes. */
    static List<SyncRun> list(JdbcClient jdbc, RunFilter filter, SyncRun.@Nullable Position before, int limit) {
        RunFilter.@Nullable About about = filter.about();
        return jdbc.sql(sql(filter))
                .param("provider", filter.provider())
                .param("anything", about == null)
                .param("integrations", texts(about == null ? Set.of() : about.integrations()))
                .param("streams", texts(about == null ? Set.of() : about.streams()))
                .param("causes", texts(about == null ? Set.of() : about.causes()))
                .param("at", before == null ? null : utc(before.startedAt()))
                .param("id", before == null ? null : before.id())
                .param("limit", limit)
                .query((row, _) -> map(row))
                .list();
    }

    /** Goes by the index {@code runs_account}, or {@code runs_not_well} where runs that went well are left out. */
    static String sql(RunFilter filter) {
        String result = filter.result() == null
                ? ""
                : " and outcome in " + filter.result().outcomes();
        return COLUMNS + "where true" + result + """
                  and (:provider::text is null or provider = :provider)
                  and (:anything or integration_id = any (:integrations::uuid[]) or stream = any (:streams::text[]) or cause = any (:causes::text[]))
                  and (:at::timestamptz is null or (started_at, id) < (:at, :id::uuid))
                order by started_at desc, id desc limit :limit
                """;
    }

    private static String[] texts(Set<?> values) {
        return values.stream().map(Object::toString).toArray(String[]::new);
    }

    private static SyncRun map(ResultSet row) throws SQLException {
        return new SyncRun(
                row.getObject("id", UUID.class),
                row.getObject("integration_id", UUID.class),
                row.getString("provider"),
                row.getString("stream"),
                row.getBoolean("manual"),
                Objects.requireNonNull(instant(row, "started_at")),
                instant(row, "ended_at"),
                row.getString("outcome"),
                row.getString("cause"),
                row.getInt("pages"),
                row.getLong("added"),
                row.getLong("changed"),
                row.getLong("removed"),
                row.getLong("malformed"));
    }
}
