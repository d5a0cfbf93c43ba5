package dev.concierge.server.sync;

import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.stereotype.Component;

/** Deletes old runs and tombstones, a batch at a time, so that nobody waits for it. */
@Component
class Clearing {
    private static final int BATCH = 5_000;

    private final SystemScope system;
    private final SyncSettings settings;
    private final Clock clock;

    Clearing(SystemScope system, SyncSettings settings, Clock clock) {
        this.system = system;
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
