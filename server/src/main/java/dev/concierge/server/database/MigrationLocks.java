package dev.concierge.server.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * How long a migration waits for a lock. Whoever waits for a table's strongest lock holds up everybody who comes after, so a migration that does not get it within three
 * seconds gives up and is tried again. What runs outside of a transaction builds an index beside the work: it waits for what was begun before it, holds nobody up, and
 * would leave an index that is not valid behind, so it waits as long as that takes.
 */
final class MigrationLocks implements Callback {
    private static final String WITHIN = "set local lock_timeout = '3s'";
    private static final String BESIDE = "set lock_timeout = 0";

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public String getCallbackName() {
        return "lock-timeout";
    }

    @Override
    public void handle(Event event, Context context) {
        Connection connection = context.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute(connection.getAutoCommit() ? BESIDE : WITHIN);
        } catch (SQLException e) {
            throw new IllegalStateException("the time to wait for locks could not be set", e);
        }
    }
}
