package dev.concierge.server.database.structure;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a database's structure: one snapshot, read only, with no schema on the search path but the catalog's own, so that every name comes out qualified. Takes
 * no lock that writers wait for.
 */
public final class StructureReader {
    /** What a session may have set otherwise and what would show in a definition; and no waiting behind a migration. */
    private static final List<String> SESSION = List.of(
            "set local search_path = pg_catalog",
            "set local timezone = 'UTC'",
            "set local datestyle = 'ISO, YMD'",
            "set local intervalstyle = 'postgres'",
            "set local bytea_output = 'hex'",
            "set local quote_all_identifiers = off",
            "set local lock_timeout = '5s'",
            "set local statement_timeout = '60s'");

    private final Connection connection;
    private final RoleWords roles;

    private StructureReader(Connection connection, RoleWords roles) {
        this.connection = connection;
        this.roles = roles;
    }

    /**
     * Reads the database that a fresh connection is to; the connection is of no other use afterwards.
     *
     * @param roles how the four roles are called there
     * @throws SQLException when the server refuses, or something holds a lock on the catalog for more than five seconds
     */
    public static Fingerprint read(Connection connection, RoleWords roles) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        try {
            return readWithin(connection, roles);
        } finally {
            connection.rollback();
        }
    }

    /** Reads within the transaction that is open, with what was done in it. */
    static Fingerprint readWithin(Connection connection, RoleWords roles) throws SQLException {
        return new StructureReader(connection, roles).read();
    }

    private Fingerprint read() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String setting : SESSION) {
                statement.execute(setting);
            }
        }
        List<CatalogRow> rows = new ArrayList<>();
        for (String query : CatalogQueries.ALL) {
            rows.addAll(rows(query));
        }
        rows.addAll(functions());
        rows.addAll(roles());
        for (ReferenceTable table : ReferenceTable.values()) {
            rows.addAll(reference(table));
        }
        return new Fingerprint(connection.getMetaData().getDatabaseMajorVersion(), collation(), CatalogTree.of(rows));
    }

    private List<CatalogRow> rows(String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            return mapped(statement);
        }
    }

    private List<CatalogRow> functions() throws SQLException {
        return rows(CatalogQueries.FUNCTIONS).stream()
                .map(row -> row.withDefinition(roles.inFunction(row.definition())))
                .toList();
    }

    private List<CatalogRow> roles() throws SQLException {
        Array names = connection.createArrayOf("text", roles.names());
        List<CatalogRow> found = new ArrayList<>();
        for (String query : CatalogQueries.OF_ROLES) {
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.setArray(1, names);
                found.addAll(mapped(statement));
            }
        }
        return found;
    }

    /** Nothing where the table is not there: its absence shows in the structure. */
    private List<CatalogRow> reference(ReferenceTable table) throws SQLException {
        try (PreparedStatement exists = connection.prepareStatement("select to_regclass(?) is not null")) {
            exists.setString(1, table.qualified());
            try (ResultSet found = exists.executeQuery()) {
                if (!found.next() || !found.getBoolean(1)) {
                    return List.of();
                }
            }
        }
        List<CatalogRow> rows = new ArrayList<>();
        rows.add(new CatalogRow(table.id(), "", "reference data", table.qualified(), ""));
        rows.addAll(rows(table.query()));
        return rows;
    }

    private List<CatalogRow> mapped(PreparedStatement statement) throws SQLException {
        List<CatalogRow> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(new CatalogRow(
                        result.getString("id"),
                        result.getString("parent"),
                        result.getString("kind"),
                        roles.inCatalog(result.getString("name")),
                        roles.inCatalog(result.getString("definition"))));
            }
        }
        return rows;
    }

    private String collation() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "select concat_ws(' / ', datcollate, datctype) from pg_database where datname = current_database()")) {
            return found.next() ? found.getString(1) : "";
        }
    }
}
