package dev.concierge.server.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.TestDatabase;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** F-05: a column of ciphertext that rotation forgets would lose its values with the old key. So every column of bytes must say what it is. */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EncryptedColumnsTest {
    /** Columns of bytes that are no ciphertext of a data key, and why. */
    private static final Set<String> NOT_ENCRYPTED = Set.of(
            // the keyset itself, under ENCRYPTION_KEY, and its check value, which every change of the keys writes anew
            "data_keysets.wrapped",
            "data_keysets.check_value",
            // hashes and codes, which nobody decrypts
            "api_keys.hash",
            "audit_events.mac",
            "audit_events.subject_hash",
            "audit_subjects.salt",
            "audit_vends.mac",
            "audit_vends.address_hash",
            "audit_seals.row_ids",
            "audit_seals.row_hashes",
            "audit_seals.rows_hash",
            "audit_seals.mac",
            "authorization_requests.state_hash",
            "authorization_requests.browser_hash",
            "callback_forms.state_hash",
            "callback_forms.handle_hash",
            "connect_tickets.ticket_hash",
            "email_links.token_hash",
            "passkey_challenges.challenge_hash",
            "passkey_challenges.browser_hash",
            // public: the logo of the installation
            "instance_look.logo",
            // public: a credential's id and its public key
            "passkeys.credential_id",
            "passkeys.public_key",
            "invitations.token_hash",
            "email_links.browser_hash",
            "mail_requests.browser_hash",
            "idempotency_keys.key_hash",
            "imported_parts.part_code",
            "imported_parts.content",
            "idempotency_keys.request_hash",
            "pending_grants.browser_hash",
            "push_channels.secret_hash",
            "push_seen.hash",
            "recovery_codes.hash",
            "records.content_hash",
            "sessions.token_hash",
            "sessions.browser_hash",
            "known_browsers.browser_hash",
            "known_browsers.stop_hash",
            "account_departures.keep_hash",
            "account_departures.receipt_hash",
            "departure_receipts.receipt_hash",
            "token_families.client_hash",
            "token_families.token_hash",
            // ids, and counters by hashed key
            "jobs_mail.task_data",
            "jobs_file.task_data",
            "jobs_sync.task_data",
            "jobs_refresh.task_data",
            "jobs_maintenance.task_data",
            "rate_buckets.state");

    private TestDatabase database;

    @BeforeAll
    void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    void drop() {
        database.close();
    }

    @Test
    @DisplayName("F-05 every column of bytes is re-encrypted by a rotation, or is named as no ciphertext")
    void every_column_of_bytes_says_what_it_is() {
        Set<String> bytes =
                new TreeSet<>(database.owner().sql("""
                        select c.relname || '.' || a.attname
                        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
                        where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
                          and a.atttypid = 'bytea'::regtype
                        """).query(String.class).list());
        Set<String> said = new TreeSet<>(NOT_ENCRYPTED);
        said.addAll(words());

        assertThat(bytes)
                .as(
                        "a column that holds ciphertext belongs into EncryptedColumn and encrypted_columns(), any other into the list here")
                .isEqualTo(said);
    }

    @Test
    @DisplayName("F-05 the database and the server know the same encrypted columns")
    void the_database_and_the_server_know_the_same_encrypted_columns() {
        assertThat(database.owner()
                        .sql("select name from encrypted_columns()")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrderElementsOf(words());
    }

    private static Set<String> words() {
        return new TreeSet<>(Arrays.stream(EncryptedColumn.values())
                .map(EncryptedColumn::word)
                .toList());
    }
}
