package dev.concierge.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One integration's calendar, which is read when this says so and not by the clock. */
final class IngestWork {
    private static final Duration PATIENCE = Duration.ofMinutes(90);
    private static final long LOOK_MILLIS = 100;

    /**
     * What a run, or several that went on one after the other, did.
     *
     * @param seconds from the first one's beginning to the last one's end: asking the provider, reading and storing
     */
    record Ran(long added, long changed, long removed, double seconds, IngestTimes times) {
        double rate() {
            return times.items() / seconds;
        }
    }

    private final Connection database;
    private final UUID stream;
    private final int clock;

    private IngestWork(Connection database, UUID stream, int clock) {
        this.database = database;
        this.stream = stream;
        this.clock = clock;
    }

    /**
     * The calendar of an integration that has just been connected.
     *
     * @param clock port of the {@link IngestClock}
     */
    static IngestWork of(Connection database, UUID integration, int clock) throws SQLException {
        try (PreparedStatement ask = database.prepareStatement(
                "select id from streams where integration_id = ? and name = 'google.calendar.events'")) {
            ask.setObject(1, integration);
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                return new IngestWork(database, row.getObject(1, UUID.class), clock);
            }
        }
    }

    UUID stream() {
        return stream;
    }

    /** Waits for the end of the run that connecting has begun. */
    Ran first() throws SQLException, IOException, InterruptedException {
        return finished(0);
    }

    /** Has it read once more. */
    Ran again() throws SQLException, IOException, InterruptedException {
        long before = count("select count(*) from runs where stream_id = ?");
        update("update streams set due_at = now() where id = ?");
        return finished(before);
    }

    private Ran finished(long before) throws SQLException, IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (count(
                        "select count(*) from (select outcome from runs where stream_id = ? order by started_at, id offset "
                                + before + ") r where outcome = 'done'")
                == 0) {
            if (System.nanoTime() > end
                    || count(
                                    "select count(*) from runs where stream_id = ? and outcome not in ('done', 'continued', 'interrupted')")
                            > 0) {
                throw new IllegalStateException("the calendar was not read to its end");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        update("update streams set due_at = null where id = ?");
        try (PreparedStatement ask = database.prepareStatement("""
                select sum(added), sum(changed), sum(removed), extract(epoch from max(ended_at) - min(started_at))
                  from (select * from runs where stream_id = ? order by started_at, id offset ?) r""")) {
            ask.setObject(1, stream);
            ask.setLong(2, before);
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                return new Ran(
                        row.getLong(1), row.getLong(2), row.getLong(3), row.getDouble(4), IngestTimes.take(clock));
            }
        }
    }

    private long count(String sql) throws SQLException {
        try (PreparedStatement ask = database.prepareStatement(sql)) {
            ask.setObject(1, stream);
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void update(String sql) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setObject(1, stream);
            statement.executeUpdate();
        }
    }
}
