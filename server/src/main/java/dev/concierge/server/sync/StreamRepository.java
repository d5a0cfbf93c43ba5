package dev.concierge.server.sync;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code streams} of one account, inside the caller's transaction. */
final class StreamRepository {
    private static final String COLUMNS = """
            select id, account_id, integration_id, grant_id, provider, name, state, cause, due_at, asked_at, checkpoint::text as checkpoint,
                   pass, failures, records, coalesce(lease_until > clock_timestamp(), false) as running, last_run_at, in_step_at
              from streams
            """;

    private StreamRepository() {}

    /** The row of a claim, locked; empty when somebody else claimed it since, or it is gone. */
    static Optional<StreamRow> lock(JdbcClient jdbc, Claim claim) {
        return jdbc.sql(COLUMNS + " where id = :id and fence = :fence for update")
                .param("id", claim.streamId())
                .param("fence", claim.fence())
                .query((row, _) -> map(row))
                .optional();
    }

    static List<StreamRow> of(JdbcClient jdbc, UUID integrationId) {
        return jdbc.sql(COLUMNS + " where integration_id = :integration order by name")
                .param("integration", integrationId)
                .query((row, _) -> map(row))
                .list();
    }

    /** All of the account's. */
    static List<StreamRow> all(JdbcClient jdbc) {
        return jdbc.sql(COLUMNS + " order by integration_id, name")
                .query((row, _) -> map(row))
                .list();
    }

    static void insert(JdbcClient jdbc, StreamRow row, Instant now) {
        jdbc.sql("""
                        insert into streams (id, account_id, integration_id, grant_id, provider, name, state, cause, due_at, created_at)
                        values (:id, :account, :integration, :grant, :provider, :name, :state, :cause, :due, :now)
                        """)
                .param("id", row.id())
                .param("account", row.accountId())
                .param("integration", row.integrationId())
                .param("grant", row.grantId())
                .param("provider", row.provider())
                .param("name", row.name())
                .param("state", row.state().word())
                .param("cause", row.cause())
                .param("due", utc(row.dueAt()))
                .param("now", utc(now))
                .update();
    }

    /** A new consent: it begins afresh with its failures, and goes on with its checkpoint. A run under way is cut off by the fence. */
    static void renew(JdbcClient jdbc, UUID id, StreamState state, @Nullable String cause, @Nullable Instant dueAt) {
        jdbc.sql("""
                        update streams set state = :state, cause = :cause, due_at = :due, retry_at = null, failures = 0, fence = fence + 1,
                            lease_until = null
                         where id = :id
                        """)
                .param("id", id)
                .param("state", state.word())
                .param("cause", cause)
                .param("due", utc(dueAt))
                .update();
    }

    /** Another account at the provider: nothing that was read so far is of use. */
    static void startOver(JdbcClient jdbc, UUID id, UUID grantId) {
        jdbc.sql(
                        "update streams set grant_id = :grant, checkpoint = null, records = 0, in_step_at = null where id = :id")
                .param("id", id)
                .param("grant", grantId)
                .update();
    }

    /** A person wants a run now; a pause that the provider asked for is kept. @return how many streams */
    static int ask(JdbcClient jdbc, UUID integrationId, Instant now) {
        return jdbc.sql("""
                        update streams set asked_at = :now, due_at = greatest(:now, coalesce(retry_at, :now))
                         where integration_id = :integration
                        """)
                .param("integration", integrationId)
                .param("now", utc(now))
                .update();
    }

    /** The run that was asked for begins. */
    static void begin(JdbcClient jdbc, UUID id) {
        jdbc.sql("update streams set asked_at = null where id = :id")
                .param("id", id)
                .update();
    }

    /** Moves the checkpoint, if the claim still stands, and prolongs its lease. @return whether it stood */
    static boolean advance(JdbcClient jdbc, Claim claim, String checkpoint, long pass, Duration lease) {
        return jdbc.sql("""
                                update streams set checkpoint = :checkpoint::jsonb, pass = :pass,
                                    lease_until = clock_timestamp() + make_interval(secs => :lease)
                                 where id = :id and fence = :fence
                                """)
                        .param("id", claim.streamId())
                        .param("fence", claim.fence())
                        .param("checkpoint", checkpoint)
                        .param("pass", pass)
                        .param("lease", (double) lease.toSeconds())
                        .update()
                == 1;
    }

    static void count(JdbcClient jdbc, UUID id, long more) {
        jdbc.sql("update streams set records = records + :more where id = :id")
                .param("id", id)
                .param("more", more)
                .update();
    }

    /** Ends a claim. A run that was asked for meanwhile is due at once, unless the provider asked us to wait. @return whether it stood */
    static boolean release(JdbcClient jdbc, Claim claim, RunEnd end, @Nullable Instant next, Instant now) {
        return jdbc.sql("""
                                update streams set lease_until = null, cause = :cause, state = coalesce(:state::text, state),
                                    due_at = case when asked_at is not null and not :told then :now else :next::timestamptz end,
                                    retry_at = case when :told then :next::timestamptz end,
                                    failures = case when :failure then failures + 1 when :done then 0 else failures end,
                                    in_step_at = case when :done then :now else in_step_at end,
                                    last_run_at = :now
                                 where id = :id and fence = :fence
                                """)
                        .param("id", claim.streamId())
                        .param("fence", claim.fence())
                        .param("cause", end.cause())
                        .param("state", end.state() == null ? null : end.state().word())
                        .param("told", end.told())
                        .param("failure", end.failure())
                        .param("done", end.outcome() == RunOutcome.DONE)
                        .param("next", utc(next))
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    /** Deletes an integration's streams, and so their runs and records. Waits for a page that is being stored. @return how many records went */
    static long deleteOf(JdbcClient jdbc, UUID integrationId) {
        jdbc.sql("select 1 from streams where integration_id = :integration for update")
                .param("integration", integrationId)
                .query(Integer.class)
                .list();
        long records = jdbc.sql("select coalesce(sum(records), 0) from streams where integration_id = :integration")
                .param("integration", integrationId)
                .query(Long.class)
                .single();
        jdbc.sql("delete from streams where integration_id = :integration")
                .param("integration", integrationId)
                .update();
        return records;
    }

    static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static StreamRow map(ResultSet row) throws SQLException {
        return new StreamRow(
                row.getObject("id", UUID.class),
                row.getObject("account_id", UUID.class),
                row.getObject("integration_id", UUID.class),
                row.getObject("grant_id", UUID.class),
                row.getString("provider"),
                row.getString("name"),
                StreamState.of(row.getString("state")),
                row.getString("cause"),
                instant(row, "due_at"),
                instant(row, "asked_at"),
                row.getString("checkpoint"),
                row.getLong("pass"),
                row.getInt("failures"),
                row.getLong("records"),
                row.getBoolean("running"),
                instant(row, "last_run_at"),
                instant(row, "in_step_at"));
    }
}
