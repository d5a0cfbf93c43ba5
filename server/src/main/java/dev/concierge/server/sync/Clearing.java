package dev.concierge.server.sync;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.sync.streams.StreamDescription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.stereotype.Component;

/** Deletes old runs, counts of days long gone and tombstones, and has records expire that are older than they are kept, a batch at a time, so that nobody waits for it. */
@Component
class Clearing {
    private static final int BATCH = 5_000;

    /** As long as the counts of tokens handed out. */
    private static final Duration DAYS_KEPT = Duration.ofDays(400);

    private final SystemScope system;
    private final Streams streams;
    private final CallBudgets budgets;
    private final SyncSettings settings;
    private final Clock clock;

    Clearing(SystemScope system, Streams streams, CallBudgets budgets, SyncSettings settings, Clock clock) {
        this.system = system;
        this.streams = streams;
        this.budgets = budgets;
        this.settings = settings;
        this.clock = clock;
    }

    void run() {
        clear(
                "delete from runs where id in (select id from runs where started_at < :before and ended_at is not null limit :batch)",
                settings.keepRuns());
        clear(
                "delete from records where id in (select id from records where deleted_at < :before limit :batch)",
                settings.keepTombstones());
        clear(
                "delete from run_days where ctid = any (array(select ctid from run_days where day < (:before::timestamptz at time zone 'UTC')::date limit :batch))",
                DAYS_KEPT);
        clear(
                "delete from figure_days where (account_id, stream_id, day, figure) in (select account_id, stream_id, day, figure from figure_days"
                        + " where day < (:before::timestamptz at time zone 'UTC')::date limit :batch)",
                DAYS_KEPT);
        streams.all().forEach(stream -> expire(stream.description()));
        budgets.clear();
    }

    private void expire(StreamDescription stream) {
        Duration keep = settings.keep(stream);
        if (keep == null) {
            return;
        }
        Instant now = clock.instant();
        int expired;
        do {
            expired = system.call(jdbc -> jdbc.sql("select expire_records(:stream, :before, :now, :batch)")
                    .param("stream", stream.name())
                    .param("before", OffsetDateTime.ofInstant(now.minus(keep), ZoneOffset.UTC))
                    .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                    .param("batch", BATCH)
                    .query(Integer.class)
                    .single());
        } while (expired == BATCH);
    }

    private void clear(String sql, Duration keep) {
        OffsetDateTime before = OffsetDateTime.ofInstant(clock.instant().minus(keep), ZoneOffset.UTC);
        int deleted;
        do {
            deleted = system.call(jdbc ->
                    jdbc.sql(sql).param("before", before).param("batch", BATCH).update());
        } while (deleted == BATCH);
    }
}
