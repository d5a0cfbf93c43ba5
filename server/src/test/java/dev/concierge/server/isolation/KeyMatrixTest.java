package dev.concierge.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * E-07: row-level security looks at the account of a row, and neither foreign keys nor unique indexes do. Eve, in the database as the app role and under
 * her own account, puts Alice's keys into rows of her own: to hang on Alice's row, to be in the way of Alice's next one, or to learn that it is there.
 * Columns and indexes are read from PostgreSQL, so a new one is tried by itself.
 */
@Tag("isolation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyMatrixTest {
    private static final String NO_RIGHT = "42501";
    private static final String NO_SUCH_ROW = "23503";

    /** Columns that may hold another account's key, and why. */
    private static final Map<String, String> OPEN = Map.of(
            "idempotency_keys.caller_id",
            "a key or a sign-in; a row is looked for by the account and it, and is of the account that wrote it",
            "receipts.revocation_id",
            "a receipt is looked for by its integration, within the account, and only then by it; it may outlive the revocation",
            "streams.asked_run",
            "the id that a run will have, made by the server; runs are looked for within the account, and one whose id is taken cannot begin",
            "audit_subjects.event_id",
            "a refusal is written before, or without, an account; the event's MAC covers its subject, so that a forged one is told");

    /**
     * Unique indexes over all accounts, and why each is harmless. A row's own id needs no entry: the server makes it at random, takes it from no request,
     * and the system role and the trail name rows by it.
     */
    private static final Map<String, String> OVER_ALL_ACCOUNTS = Map.ofEntries(
            Map.entry(
                    "accounts_email",
                    "one address opens one account; sign-up itself answers the same for one that is taken"),
            Map.entry("accounts_local_id", "set by administration and by an import alone, which see everybody"),
            Map.entry("identities_subject", "one person at a provider opens one account"),
            Map.entry("sessions_token", "hash of 32 random bytes: who can make a double holds the cookie"),
            Map.entry("api_keys_hash", "hash of 32 random bytes: who can make a double holds the key"),
            Map.entry("invitations_token", "hash of 32 random bytes: who can make a double holds the link"),
            Map.entry("invitations_email", "one invitation of an address; whoever may invite sees them all"),
            Map.entry("email_links_token", "hash of 32 random bytes: who can make a double holds the link"),
            Map.entry(
                    "passkeys_credential",
                    "WebAuthn section 7.1 step 26: a credential opens one account; its id is random, and told to nobody but its own browser"),
            Map.entry("known_browsers_stop", "hash of 32 random bytes: who can make a double holds the link"),
            Map.entry("account_departures_keep", "hash of 32 random bytes: who can make a double holds the link"),
            Map.entry("account_departures_receipt", "hash of 32 random bytes: who can make a double holds the link"),
            Map.entry("imported_parts_pkey", "HMAC under SECRET_KEY: nobody but an import can make one"),
            Map.entry("connect_tickets_pkey", "hash of 32 random bytes: who can make a double holds the ticket"),
            Map.entry(
                    "audit_subjects_pkey",
                    "the event's id, which the server makes at random; the trail is open to writers"));

    private TwoAccounts two;
    private Connection connection;
    private Keys keys;
    private Forgery forgery;

    @BeforeAll
    void start() throws SQLException {
        two = new TwoAccounts();
        connection = two.world().database().connect("concierge_owner");
        keys = new Keys(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
        forgery = new Forgery(two);
    }

    @AfterAll
    void stop() throws SQLException {
        forgery.close();
        connection.close();
        two.close();
    }

    @TestFactory
    @DisplayName("E-07 Eve points at Alice's row from a row of her own")
    Stream<DynamicTest> eve_points_at_alices_row() {
        return keys.references().stream()
                .filter(reference -> !OPEN.containsKey(reference.table() + "." + reference.column()))
                .map(reference -> DynamicTest.dynamicTest(reference.toString(), () -> {
                    if (forgery.may("insert", reference.table(), reference.column())) {
                        refused(reference, this::inserted);
                    }
                    if (forgery.may("update", reference.table(), reference.column())) {
                        refused(reference, this::updated);
                    }
                }));
    }

    @Test
    @DisplayName("E-07 the matrix knows where the tables point")
    void the_matrix_knows_where_the_tables_point() {
        assertThat(keys.references())
                .map(Keys.Reference::toString)
                .contains(
                        "refresh_intents.grant_id at grants.id",
                        "integrations.grant_id at grants.id",
                        "receipts.integration_id at integrations.id",
                        "pending_revocations.integration_id at integrations.id",
                        "records.stream_id at streams.id");
        assertThat(new TreeSet<>(OVER_ALL_ACCOUNTS.keySet()))
                .as("no entry outlives its index")
                .isSubsetOf(keys.uniques().stream().map(Keys.Unique::name).toList());
    }

    @TestFactory
    @DisplayName("E-07 Eve learns of Alice's row by a unique violation")
    Stream<DynamicTest> eve_learns_of_alices_row_by_a_unique_violation() {
        return keys.uniques().stream()
                .filter(unique -> !unique.ownId() && !OVER_ALL_ACCOUNTS.containsKey(unique.name()))
                .map(unique -> DynamicTest.dynamicTest(unique.toString(), () -> {
                    Map<String, String> alices = alices(unique);
                    if (may("insert", unique)) {
                        assertThat(forgery.insert(unique.table(), alices, false))
                                .as("insert: the answer tells that Alice has such a row")
                                .isNotEqualTo(Forgery.UNIQUE)
                                .isEqualTo(forgery.insert(unique.table(), alices, true));
                    }
                    if (may("update", unique)) {
                        assertThat(forgery.update(unique.table(), alices, false))
                                .as("update: the answer tells that Alice has such a row")
                                .isNotEqualTo(Forgery.UNIQUE)
                                .isEqualTo(forgery.update(unique.table(), alices, true));
                    }
                }));
    }

    @Test
    @DisplayName("E-07 Eve's intent for Alice's grant does not stand in the way of Alice's refresh")
    void eves_intent_for_alices_grant_is_not_written() throws SQLException {
        String grant = one(two.alice().account, "grants", "id", "state = 'live'");

        assertThat(forgery.insert("refresh_intents", Map.of("grant_id", grant), true))
                .isEqualTo(NO_RIGHT);
        assertThat(forgery.insert("refresh_intents", Map.of("grant_id", grant), false))
                .isEqualTo(NO_RIGHT);
    }

    @FunctionalInterface
    private interface Write {
        String of(Keys.Reference reference, String key, boolean alicesGone) throws SQLException;
    }

    private String inserted(Keys.Reference reference, String key, boolean alicesGone) throws SQLException {
        return forgery.insert(reference.table(), Map.of(reference.column(), key), alicesGone);
    }

    private String updated(Keys.Reference reference, String key, boolean alicesGone) throws SQLException {
        return forgery.update(reference.table(), Map.of(reference.column(), key), alicesGone);
    }

    /** Alice's key and nobody's get one answer, whether or not Alice has such a row herself; Eve's own is taken. */
    private void refused(Keys.Reference reference, Write write) throws SQLException {
        String alices = one(two.alice().account, reference.target(), reference.targetColumn(), "true");
        assertThat(alices).as("Alice has a row of %s", reference.target()).isNotEmpty();
        String answer = write.of(reference, alices, true);
        assertThat(answer).as("Alice's key").isIn(NO_RIGHT, NO_SUCH_ROW);
        assertThat(write.of(reference, alices, false))
                .as("Alice's key, while she has such a row")
                .isEqualTo(answer);
        assertThat(write.of(reference, UUID.randomUUID().toString(), false))
                .as("nobody's key")
                .isEqualTo(answer);
        assertThat(write.of(reference, eves(reference), false))
                .as("her own key: the row is refused for nothing else")
                .isEqualTo(Forgery.DONE);
    }

    /** What stands there, where anything does. */
    private String eves(Keys.Reference reference) throws SQLException {
        String present = forgery.own(reference.table(), reference.column());
        return present.isEmpty()
                ? one(two.eve().account, reference.target(), reference.targetColumn(), "true")
                : present;
    }

    private String one(UUID account, String table, String column, String predicate) throws SQLException {
        return forgery.values(account, table, List.of(column), predicate).getOrDefault(column, "");
    }

    private Map<String, String> alices(Keys.Unique unique) throws SQLException {
        return forgery.values(two.alice().account, unique.table(), unique.columns(), unique.predicate());
    }

    private boolean may(String right, Keys.Unique unique) throws SQLException {
        List<String> columns = unique.columns();
        for (String column : columns) {
            if (!forgery.may(right, unique.table(), column)) {
                return false;
            }
        }
        return !columns.isEmpty();
    }
}
