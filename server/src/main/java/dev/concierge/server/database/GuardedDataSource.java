package dev.concierge.server.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Gives connections to a scope that opens its transaction, and to nobody else: no query runs outside a transaction. */
final class GuardedDataSource extends DelegatingDataSource {
    private final ScopedValue<Boolean> opening;

    GuardedDataSource(DataSource target, ScopedValue<Boolean> opening) {
        super(target);
        this.opening = opening;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (!opening.isBound()) {
            throw new IllegalStateException("a query ran outside AccountScope, AuthScope and SystemScope");
        }
        return super.getConnection();
    }

    @Override
    public Connection getConnection(String username, String password) {
        throw new UnsupportedOperationException("the pool signs in by itself");
    }
}
