package dev.concierge.server.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The node's one listening connection, outside the pools. The same thread on the same connection sends the node's heartbeat and hears it, so a
 * heartbeat that arrives proves that notifications do.
 */
final class NotificationListener implements SmartLifecycle, Runnable {
    private static final Logger log = LoggerFactory.getLogger(NotificationListener.class);
    private static final int BEAT_MILLIS = 250;
    private static final int RETRY_MILLIS = 500;
    private static final int BEATS_BETWEEN_CLOCKS = 20;

    private final DatabaseSettings settings;
    private final Freshness freshness;
    private final Notifications notifications;
    private final DatabaseTime time;
    private final String beat = "beat:" + UUID.randomUUID();
    private volatile boolean running;
    private @Nullable Thread thread;

    NotificationListener(
            DatabaseSettings settings, Freshness freshness, Notifications notifications, DatabaseTime time) {
        this.settings = settings;
        this.freshness = freshness;
        this.notifications = notifications;
        this.time = time;
    }

    @Override
    public void run() {
        while (running) {
            try (Connection connection = connect()) {
                listen(connection);
            } catch (SQLException e) {
                freshness.deaf();
                log.warn(
                        "The listening connection is gone ({}); caches are not trusted until it is back",
                        e.getSQLState());
                pause();
            }
        }
        freshness.deaf();
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", String.valueOf(settings.auth().user()));
        properties.setProperty("password", String.valueOf(settings.auth().password()));
        properties.setProperty("socketTimeout", "5");
        properties.setProperty("connectTimeout", "5");
        return DriverManager.getConnection(settings.jdbcUrl(), properties);
    }

    private void listen(Connection connection) throws SQLException {
        PGConnection events = connection.unwrap(PGConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + Notifications.CHANNEL);
            for (long beats = 0; running; beats++) {
                if (beats % BEATS_BETWEEN_CLOCKS == 0) {
                    compareClocks(statement);
                }
                statement.execute("notify " + Notifications.CHANNEL + ", '" + beat + "'");
                // The beat itself ends the first wait; the second one is the pause between beats.
                hear(events.getNotifications(BEAT_MILLIS));
                hear(events.getNotifications(BEAT_MILLIS));
            }
        }
    }

    private void compareClocks(Statement statement) throws SQLException {
        Instant asked = time.machineTime();
        try (ResultSet row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            Instant database = row.getObject(1, OffsetDateTime.class).toInstant();
            time.compare(asked, database, time.machineTime());
        }
    }

    private void hear(PGNotification @Nullable [] heard) {
        if (heard == null) {
            return;
        }
        for (PGNotification notification : heard) {
            String payload = notification.getParameter();
            if (payload.equals(beat)) {
                freshness.heartbeat();
            } else if (!payload.startsWith("beat:")) {
                changed(payload);
            }
        }
    }

    /** Every role that may connect may send anything here: what is no id is passed over, for a node that it ends would trust no cache any more. */
    private void changed(String payload) {
        UUID id;
        try {
            id = UUID.fromString(payload);
        } catch (IllegalArgumentException e) {
            log.warn("A notification of {} characters is no id and was passed over", payload.length());
            return;
        }
        notifications.deliver(id);
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = Thread.ofPlatform().name("notifications").daemon().start(this);
    }

    @Override
    public synchronized void stop() {
        running = false;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before everything that serves, after everything that serves has stopped. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1000;
    }
}
