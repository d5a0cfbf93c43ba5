package dev.concierge.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What the database says of the rotation, to a superuser who only looks, and pauses it for a measurement. */
final class RotateState implements AutoCloseable {
    private final Connection database;

    RotateState(Connection database) {
        this.database = database;
    }

    /** A row of {@code key_rotations}. */
    record Seen(String state, long done, long total, long unreadable, int pass) {
        double share() {
            return total == 0 ? 0 : (double) done / total;
        }
    }

    Seen now() throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "select state, rows_done, rows_total, rows_unreadable, pass from key_rotations order by started_at desc limit 1")) {
            return row.next()
                    ? new Seen(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getInt(5))
                    : new Seen("none", 0, 0, 0, 0);
        }
    }

    /** Waits for a state; gives up after a while without progress. */
    Seen await(String state, Duration patience) throws SQLException, InterruptedException {
        Seen seen = now();
        long last = seen.done();
        long end = System.nanoTime() + patience.toNanos();
        while (!seen.state().equals(state) && System.nanoTime() < end) {
            Thread.sleep(50);
            seen = now();
            if (seen.done() > last) {
                last = seen.done();
                end = System.nanoTime() + patience.toNanos();
            }
        }
        return seen;
    }

    /** Waits until a share of the ciphertexts has been re-encrypted; gives up after a while without progress. */
    Seen awaitShare(double share, Duration patience) throws SQLException, InterruptedException {
        Seen seen = now();
        long last = seen.done();
        long end = System.nanoTime() + patience.toNanos();
        while (seen.share() < share && !seen.state().equals("done") && System.nanoTime() < end) {
            Thread.sleep(5);
            seen = now();
            if (seen.done() > last) {
                last = seen.done();
                end = System.nanoTime() + patience.toNanos();
            }
        }
        return seen;
    }

    /** As {@code keys pause} and {@code keys resume} do, without the time that a command takes to start. */
    void set(String from, String to) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.executeUpdate("update key_rotations set state = '" + to + "' where state = '" + from + "'");
        }
    }

    /** How many ciphertexts there are under each key. */
    Map<Long, Long> byKey() throws SQLException {
        Map<Long, Long> counts = new TreeMap<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "select key_id, sum(ciphertexts) from ciphertext_counts() group by key_id")) {
            while (row.next()) {
                counts.put(row.getLong(1), row.getLong(2));
            }
        }
        return counts;
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
