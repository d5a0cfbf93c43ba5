package dev.concierge.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Hears when a change of a grant is committed, as every node does: the notification leaves with the commit. */
final class CommitWatch implements AutoCloseable {
    private static final int WAIT_MILLIS = 200;

    private final Connection connection;
    private final Map<String, Long> heard = new TreeMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Thread thread;
    private volatile boolean closed;

    CommitWatch(Connection connection) throws SQLException {
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen concierge");
        }
        this.thread = Thread.ofPlatform().name("commit watch").daemon().start(this::listen);
    }

    /** When a change of that id was first heard of after a moment of {@link System#nanoTime}; -1 when none was. */
    long firstAfter(String id, long moment, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (heard.getOrDefault(id, Long.MIN_VALUE) < moment) {
                if (left <= 0) {
                    return -1;
                }
                left = news.awaitNanos(left);
            }
            return heard.getOrDefault(id, -1L);
        } finally {
            lock.unlock();
        }
    }

    private void listen() {
        try {
            PGConnection events = connection.unwrap(PGConnection.class);
            while (!closed) {
                PGNotification[] some = events.getNotifications(WAIT_MILLIS);
                hear(some == null ? new PGNotification[0] : some, System.nanoTime());
            }
        } catch (SQLException e) {
            if (!closed) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void hear(PGNotification[] some, long now) {
        lock.lock();
        try {
            for (PGNotification each : some) {
                heard.put(each.getParameter(), now);
            }
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}
