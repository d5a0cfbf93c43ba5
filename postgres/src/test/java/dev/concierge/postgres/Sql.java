package dev.concierge.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** One statement on a connection of its own, as the superuser. */
final class Sql {

    private Sql() {}

    static void run(EmbeddedPostgres postgres, String statement) throws SQLException {
        try (Connection connection = connect(postgres, postgres.adminPassword());
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    static @Nullable String one(EmbeddedPostgres postgres, String query) throws SQLException {
        try (Connection connection = connect(postgres, postgres.adminPassword());
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    static Connection connect(EmbeddedPostgres postgres, String password) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl("postgres"), postgres.adminUser(), password);
    }
}
