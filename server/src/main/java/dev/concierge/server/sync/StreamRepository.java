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
            select id, account_id, integration_id, grant_id, provider, name, state, cause, due_at, asked_at, asked_run, checkpoint::text as checkpoint,
                   pass, failures, records, malformed, paused_at, extract(epoch from every)::bigint as every_seconds, bodies,
                   coalesce(lease_until > clock_timestamp(), false) as running, last_run_at, in_step_at
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

    /** Keeps an integration from being disconnected before the end of the transaction. @return whether it is connected */
    static boolean holdConnected(JdbcClient jdbc, UUID integrationId) {
        return jdbc.sql("select 1 from integrations where id = :id and state <> 'disconnected' for share")
                .param("id", integrationId)
                .query(Integer.class)
                .optional()
                .isPresent();
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
                .param("state", row.state().stored())
                .param("cause", row.cause())
                .param("due", utc(row.dueAt()))
                .param("now", utc(now))
                .update();
    }

    /** A new consent: it begins afresh with its failures, and goes on with its checkpoint. A run under way is cut off by the fence. */
    static void renew(JdbcClient jdbc, UUID id, StreamState state, @Nullable String cause, @Nullable Instant dueAt) {
        jdbc.sql("""
                        update streams set state = :state, cause = :cause, due_at = case when paused_at is null then :due::timestamptz end, retry_at = null, failures = 0, fence = fence + 1,
                            lease_until = null
                         where id = :id
                        """)
                .param("id", id)
                .param("state", state.stored())
                .param("cause", cause)
                .param("due", utc(dueAt))
                .update();
    }

    /** Another account at the provider: nothing that was read so far is of use. */
    static void startOver(JdbcClient jdbc, UUID id, UUID grantId) {
        jdbc.sql(
                        "update streams set grant_id = :grant, checkpoint = null, records = 0, malformed = 0, in_step_at = null where id = :id")
                .param("id", id)
                .param("grant", grantId)
                .update();
    }

    /**
     * A person wants a run now; a pause that the provider asked for is kept.
     *
     * @param runId the id that the run will have, unless one is wanted already
     * @return the id that it will have; empty for a stream that rests, or whose scope is missing
     */
    static Optional<UUID> ask(JdbcClient jdbc, UUID id, UUID runId, Instant now) {
        return jdbc.sql("""
                        update streams set asked_at = :now, asked_run = coalesce(asked_run, :run), due_at = greatest(:now, coalesce(retry_at, :now))
                         where id = :id and paused_at is null and state <> 'not_allowed'
                        returning asked_run
                        """)
                .param("id", id)
                .param("run", runId)
                .param("now", utc(now))
                .query(UUID.class)
                .optional();
    }

    /**
     * The provider tells of a change: as {@link #ask}, but nobody waits for that run.
     *
     * @return false for a stream that rests, or whose scope is missing
     */
    static boolean hint(JdbcClient jdbc, UUID id, Instant now) {
        return jdbc.sql("""
                        update streams set asked_at = coalesce(asked_at, :now), due_at = greatest(:now, coalesce(retry_at, :now))
                         where id = :id and paused_at is null and state <> 'not_allowed'
                        """).param("id", id).param("now", utc(now)).update() == 1;
    }

    /** What was asked for until now is about to be done. */
    static void begin(JdbcClient jdbc, UUID id) {
        jdbc.sql("update streams set asked_at = null where id = :id")
                .param("id", id)
                .update();
    }

    /** What was asked for is not done by the run that begins now. */
    static void askStill(JdbcClient jdbc, UUID id, Instant asked) {
        jdbc.sql("update streams set asked_at = coalesce(asked_at, :asked) where id = :id")
                .param("asked", utc(asked))
                .param("id", id)
                .update();
    }

    /** The run that was asked for stands in the history from now on; in the transaction that writes it there, so that whoever watches never misses it. */
    static void begun(JdbcClient jdbc, UUID id) {
        jdbc.sql("update streams set asked_run = null where id = :id")
                .param("id", id)
                .update();
    }

    /** A person lets a stream rest. A run under way is cut off by the fence. */
    static boolean rest(JdbcClient jdbc, UUID id, Instant now) {
        return jdbc.sql("""
                        update streams set paused_at = :now, due_at = null, asked_at = null, asked_run = null, fence = fence + 1, lease_until = null
                         where id = :id and paused_at is null
                        """).param("id", id).param("now", utc(now)).update() == 1;
    }

    /** It goes on where it was; one whose scope is missing waits for a new consent. */
    static boolean goOn(JdbcClient jdbc, UUID id, Instant now) {
        return jdbc.sql("""
                        update streams set paused_at = null,
                            due_at = case when state <> 'not_allowed' then greatest(:now, coalesce(retry_at, :now)) end
                         where id = :id and paused_at is not null
                        """).param("id", id).param("now", utc(now)).update() == 1;
    }

    /** @param every null for the stream's own; a run that is planned moves with it */
    static void every(JdbcClient jdbc, UUID id, @Nullable Duration every, Duration effective, Instant now) {
        jdbc.sql("""
                        update streams set every = make_interval(secs => :every),
                            due_at = case when due_at is null then null
                                          else greatest(:now, coalesce(retry_at, :now), least(due_at, coalesce(last_run_at, :now) + make_interval(secs => :effective))) end
                         where id = :id
                        """)
                .param("id", id)
                .param("every", every == null ? null : (double) every.toSeconds(), java.sql.Types.DOUBLE)
                .param("effective", (double) effective.toSeconds())
                .param("now", utc(now))
                .update();
    }

    /** Everything is read anew, with what stands in each thing, or without it and after all records went. A run under way is cut off by the fence. */
    static void bodies(JdbcClient jdbc, UUID id, boolean wanted, Instant now) {
        jdbc.sql("""
                        update streams set bodies = :wanted, checkpoint = null, records = case when :wanted then records else 0 end,
                            malformed = case when :wanted then malformed else 0 end, fence = fence + 1, lease_until = null,
                            due_at = case when paused_at is null and state <> 'not_allowed' then greatest(:now, coalesce(retry_at, :now)) end
                         where id = :id
                        """)
                .param("id", id)
                .param("wanted", wanted)
                .param("now", utc(now))
                .update();
    }

    /** Prolongs the lease, if the claim still stands. @return whether it stood */
    static boolean prolong(JdbcClient jdbc, Claim claim, Duration lease) {
        return jdbc.sql("""
                                update streams set lease_until = clock_timestamp() + make_interval(secs => :lease)
                                 where id = :id and fence = :fence
                                """)
                        .param("lease", (double) lease.toSeconds())
                        .param("id", claim.streamId())
                        .param("fence", claim.fence())
                        .update()
                == 1;
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
        jdbc.sql("update streams set records = greatest(0, records + :more) where id = :id")
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
                        .param("state", end.state() == null ? null : end.state().stored())
                        .param("told", end.told())
                        .param("failure", end.failure())
                        .param("done", end.complete())
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

    private static @Nullable Duration seconds(ResultSet row, String column) throws SQLException {
        long seconds = row.getLong(column);
        return row.wasNull() ? null : Duration.ofSeconds(seconds);
    }

    private static StreamRow map(ResultSet row) throws SQLException {
        return new StreamRow(
                row.getObject("id", UUID.class),
                row.getObject("account_id", UUID.class),
                row.getObject("integration_id", UUID.class),
                row.getObject("grant_id", UUID.class),
                row.getString("provider"),
                row.getString("name"),
                StreamState.of(row.getString("state"), row.getLong("malformed")),
                row.getString("cause"),
                instant(row, "due_at"),
                instant(row, "asked_at"),
                row.getObject("asked_run", UUID.class),
                row.getString("checkpoint"),
                row.getLong("pass"),
                row.getInt("failures"),
                row.getLong("records"),
                row.getLong("malformed"),
                instant(row, "paused_at"),
                seconds(row, "every_seconds"),
                row.getBoolean("bodies"),
                row.getBoolean("running"),
                instant(row, "last_run_at"),
                instant(row, "in_step_at"));
    }
}
