package dev.concierge.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.concierge.server.database.Isolation;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;

/**
 * E-05: somebody has the application's own password and no application in the way. Every table that PostgreSQL lists is tried, so a new one is
 * tried by itself; one that Alice has no row in fails, because nothing would be shown.
 */
@Tag("isolation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TableMatrixTest {
    private static final String APP = "concierge_app";
    private static final String NO_RIGHT = "42501";

    /** The account was set to a text that is no UUID. */
    private static final String NO_UUID = "22P02";

    /** Tables where the app role may write a row of any account, and why. */
    private static final Set<String> OPEN_TO_WRITERS = Set.of(
            // a refusal is written before, or without, an account; the row's MAC tells a forged one
            "audit_events", "audit_subjects");

    /** Shared tables that the app role may read at all. */
    private static final Set<String> READABLE = Set.of("era");

    private TwoAccounts two;

    @BeforeAll
    void start() {
        two = new TwoAccounts();
    }

    @AfterAll
    void stop() {
        two.close();
    }

    @TestFactory
    @DisplayName("E-05 every table without an account set, and with Eve's against Alice's rows")
    Stream<DynamicTest> every_table() {
        return Tables.all(two.world().database().owner()).stream()
                .map(table -> DynamicTest.dynamicTest(table, () -> {
                    if (Isolation.shared().contains(table)) {
                        no_rights_on_a_shared_table(table);
                    } else {
                        alice_has_rows_here(table);
                        nothing_without_an_account(table);
                        nothing_of_alices_for_eve(table);
                    }
                }));
    }

    private void alice_has_rows_here(String table) {
        if (!Tables.columns(two.world().database().owner(), table).contains("account_id")) {
            fail(
                    "The table " + table
                            + " has no account_id and is not on the list in Isolation: isolate it, or write down there why it is shared.");
        }
        if (rows(table, two.alice().account) == 0) {
            fail("The matrix has no row of Alice's in " + table
                    + ": have TwoAccounts make one, or isolation of it is not shown.");
        }
    }

    private void no_rights_on_a_shared_table(String table) throws SQLException, IOException {
        try (Connection connection = session(two.eve().account)) {
            if (!READABLE.contains(table)) {
                assertRefused(connection, "select * from " + table);
            }
            assertRefused(connection, "delete from " + table);
            assertRefused(connection, "truncate " + table);
            for (String column : Tables.columns(two.world().database().owner(), table)) {
                assertRefused(connection, "update " + table + " set " + column + " = " + column);
            }
            assertRefused(connection, "insert into " + table + " default values");
        }
    }

    private void nothing_without_an_account(String table) throws SQLException, IOException {
        Map<String, String> before = two.rows(two.alice().account);
        try (Connection connection = session(null)) {
            assertThat(touched(connection, "select 1 from " + table)).isZero();
            assertThat(touched(connection, "select 1 from " + table + " for update"))
                    .isZero();
            assertThat(touched(connection, "delete from " + table)).isZero();
            for (String column : updatable(table)) {
                assertThat(touched(connection, "update " + table + " set " + column + " = " + column))
                        .isZero();
            }
            assertThat(copied(connection, table)).isEmpty();
            assertRefused(connection, "truncate " + table);
            insert(connection, table, two.alice().account);
        }
        assertThat(two.rows(two.alice().account)).isEqualTo(before);
    }

    private void nothing_of_alices_for_eve(String table) throws SQLException, IOException {
        UUID alice = two.alice().account;
        Map<String, String> before = two.rows(alice);
        String hers = " where account_id = '" + alice + "'";
        try (Connection connection = session(two.eve().account)) {
            assertThat(touched(connection, "select 1 from " + table + hers)).isZero();
            assertThat(touched(connection, "select 1 from " + table + hers + " for update"))
                    .isZero();
            assertThat(touched(connection, "select 1 from " + table + hers + " for share"))
                    .isZero();
            assertThat(touched(connection, "delete from " + table + hers)).isZero();
            for (String column : updatable(table)) {
                assertThat(touched(connection, "update " + table + " set " + column + " = " + column + hers))
                        .isZero();
            }
            assertThat(copied(connection, table)).doesNotContain(alice.toString());
            assertRefused(connection, "truncate " + table);
            if (rows(table, two.eve().account) > 0) {
                assertThat(touched(connection, "select 1 from " + table))
                        .as("her own rows, where the app role may read")
                        .isIn(0L, rows(table, two.eve().account));
                assertRefused(connection, "update " + table + " set account_id = '" + alice + "'");
            }
            insert(connection, table, alice);
            copyFrom(connection, table);
        }
        assertThat(two.rows(alice)).isEqualTo(before);
    }

    @Test
    @DisplayName("E-05 Eve reads her own rows the same way: the matrix would see Alice's")
    void eve_reads_her_own_rows_the_same_way() throws SQLException, IOException {
        try (Connection connection = session(two.eve().account)) {
            for (String table : List.of(
                    "integrations", "grants", "records", "sessions", "api_keys", "audit_events", "audit_vends")) {
                assertThat(touched(connection, "select 1 from " + table))
                        .as(table)
                        .isEqualTo(rows(table, two.eve().account))
                        .isPositive();
            }
            assertThat(copied(connection, "integrations"))
                    .contains(two.eve().integration.toString());
        }
    }

    @Test
    @DisplayName("E-05 somebody sets the account to something else than an account")
    void somebody_sets_the_account_to_something_else_than_an_account() throws SQLException, IOException {
        for (String value :
                List.of("", "'; set role concierge_owner; --", "%", "null", "00000000-0000-0000-0000-000000000000")) {
            try (Connection connection = two.world().database().connect(APP)) {
                connection.setAutoCommit(false);
                enter(connection, value);
                for (String table : List.of("integrations", "grants", "accounts")) {
                    assertThat(touched(connection, "select 1 from " + table)).isZero();
                }
            }
        }
        try (Connection connection = session(two.eve().account)) {
            for (String role : List.of("concierge_owner", "concierge_system", "concierge_auth", "postgres")) {
                assertRefused(connection, "set role " + role);
            }
            assertRefused(connection, "set session authorization concierge_owner");
            assertRefused(connection, "alter table grants disable row level security");
            assertRefused(connection, "create table public.mine (id int)");
            assertRefused(connection, "create function public.mine() returns int language sql as 'select 1'");
        }
    }

    @TestFactory
    @DisplayName("E-07 a partition asked by its own name")
    Stream<DynamicTest> every_partition() {
        return Tables.partitions(two.world().database().owner()).stream()
                .map(table -> DynamicTest.dynamicTest(table, () -> {
                    try (Connection connection = session(two.alice().account)) {
                        assertRefused(connection, "select 1 from " + table);
                        assertRefused(connection, "delete from " + table);
                        assertRefused(connection, "insert into " + table + " select * from " + table);
                    }
                }));
    }

    /** A row of Alice's, written as it stands and with a new first column. */
    private void insert(Connection connection, String table, UUID alice) throws SQLException, IOException {
        String row = two.world()
                .database()
                .owner()
                .sql("select to_jsonb(t)::text from " + table + " t where account_id = :alice limit 1")
                .param("alice", alice)
                .query((found, _) -> found.getString(1))
                .single();
        String columns = two.world()
                .database()
                .owner()
                .sql("select string_agg(quote_ident(attname), ', ') from pg_attribute"
                        + " where attrelid = cast(:table as regclass) and attnum > 0 and not attisdropped and attgenerated = ''")
                .param("table", table)
                .query((found, _) -> found.getString(1))
                .single();
        String sql = "insert into " + table + " (" + columns + ") select " + columns + " from jsonb_populate_record(null::"
                + table + ", cast(? as jsonb))";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, row);
            statement.executeUpdate();
            fail("a row of Alice's was written into " + table);
        } catch (SQLException e) {
            Set<String> allowed = OPEN_TO_WRITERS.contains(table) ? Set.of(NO_RIGHT, "23505") : Set.of(NO_RIGHT);
            assertThat(e.getSQLState())
                    .as("insert into %s: %s", table, e.getMessage())
                    .isIn(allowed);
        } finally {
            connection.rollback();
        }
    }

    private static void copyFrom(Connection connection, String table) throws SQLException, IOException {
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + table + " from stdin", new StringReader(""));
            fail("COPY FROM was taken by " + table);
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isIn(NO_RIGHT, "0A000");
        } finally {
            connection.rollback();
        }
    }

    private static String copied(Connection connection, String table) throws SQLException, IOException {
        StringWriter out = new StringWriter();
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy (select * from " + table + ") to stdout", out);
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(NO_RIGHT);
        } finally {
            connection.rollback();
        }
        return out.toString();
    }

    /** How many rows a statement saw or changed; none when the role has no right to it. Rolled back. */
    private static long touched(Connection connection, String sql) throws SQLException, IOException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (!statement.execute()) {
                return statement.getUpdateCount();
            }
            long rows = 0;
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    rows++;
                }
            }
            return rows;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as("%s: %s", sql, e.getMessage()).isIn(NO_RIGHT, NO_UUID);
            return 0;
        } finally {
            connection.rollback();
        }
    }

    private static void assertRefused(Connection connection, String sql) throws SQLException, IOException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
            fail("not refused: " + sql);
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as("%s: %s", sql, e.getMessage()).isIn(NO_RIGHT, "42704");
        } finally {
            connection.rollback();
        }
    }

    private List<String> updatable(String table) {
        return two.world()
                .database()
                .owner()
                .sql(
                        "select attname from pg_attribute where attrelid = cast(:table as regclass) and attnum > 0 and not attisdropped"
                                + " and has_column_privilege('concierge_app', attrelid, attnum, 'update')")
                .param("table", table)
                .query((row, _) -> row.getString(1))
                .list();
    }

    private long rows(String table, UUID account) {
        return two.world()
                .database()
                .owner()
                .sql("select count(*) from " + table + " where account_id = :account")
                .param("account", account)
                .query(Long.class)
                .single();
    }

    private Connection session(@Nullable UUID account) throws SQLException, IOException {
        Connection connection = two.world().database().connect(APP);
        connection.setAutoCommit(false);
        if (account != null) {
            // for the session, so that it outlives the roll-backs between two tries
            try (PreparedStatement set =
                    connection.prepareStatement("select set_config('concierge.account_id', ?, false)")) {
                set.setString(1, account.toString());
                set.execute();
            }
            connection.commit();
        }
        return connection;
    }

    private static void enter(Connection connection, String value) throws SQLException, IOException {
        try (PreparedStatement set =
                connection.prepareStatement("select set_config('concierge.account_id', ?, false)")) {
            set.setString(1, value);
            set.execute();
        }
        connection.commit();
    }
}
