package dev.concierge.server.encryption;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Every column that holds ciphertext of {@link RowCipher}, in the order in which re-encryption goes through them. The database keeps the same
 * list ({@code encrypted_columns()}), with the columns from which account and version of the {@link Binding} come.
 */
public enum EncryptedColumn {
    GRANTS_ACCESS_TOKEN("grants", "access_token"),
    GRANTS_REFRESH_TOKEN("grants", "refresh_token"),
    PENDING_REVOCATIONS_ACCESS_TOKEN("pending_revocations", "access_token"),
    PENDING_REVOCATIONS_REFRESH_TOKEN("pending_revocations", "refresh_token"),
    PENDING_GRANTS_TOKENS("pending_grants", "tokens"),
    REGISTRATIONS_CLIENT_SECRET("registrations", "client_secret"),
    AUTHORIZATION_REQUESTS_VERIFIER("authorization_requests", "verifier"),
    AUTHORIZATION_REQUESTS_NONCE("authorization_requests", "nonce"),
    CALLBACK_FORMS_PARAMETERS("callback_forms", "parameters"),
    IDEMPOTENCY_KEYS_ANSWER("idempotency_keys", "answer"),
    MAILS_BODY("mails", "body"),
    TOTP_AUTHENTICATORS_SEED("totp_authenticators", "seed"),
    SIGNING_KEYS_PRIVATE_KEY("signing_keys", "private_key"),
    ACCOUNT_EXPORT_CHUNKS_BODY("account_export_chunks", "body");

    private static final List<EncryptedColumn> ORDER = List.of(values());

    private final String table;
    private final String column;

    EncryptedColumn(String table, String column) {
        this.table = table;
        this.column = column;
    }

    /** Where re-encryption begins. */
    public static EncryptedColumn first() {
        return ORDER.getFirst();
    }

    /** The one after this; empty after the last. */
    public Optional<EncryptedColumn> next() {
        int next = ORDER.indexOf(this) + 1;
        return next < ORDER.size() ? Optional.of(ORDER.get(next)) : Optional.empty();
    }

    /** {@code table.column}. */
    public String word() {
        return table + "." + column;
    }

    /** The place of one row's value. */
    public Binding binding(UUID rowId, @Nullable UUID accountId, long version) {
        return new Binding(table, column, rowId, accountId, version);
    }

    /** @throws IllegalArgumentException when no such column is known */
    public static EncryptedColumn of(String word) {
        return Arrays.stream(values())
                .filter(column -> column.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no encrypted column " + word));
    }
}
