package dev.concierge.server.identity.web;

import dev.concierge.server.web.Badge;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code identity/service}: GET {@code /admin/services/{id}}, and the answer of POST {@code …/keys} and of a POST {@code …/delete} that was refused.
 * Ending a key, {@code …/status} and a deletion answer 303.
 *
 * @param text role, keys and last use in words
 * @param active whether its keys work; POST {@code …/status} (field {@code active}) changes it
 * @param keys living and recently ended keys, newest first
 * @param newKey the key just made, shown this once; null otherwise
 * @param keyForm the form that makes a key
 * @param delete the form that deletes the account
 */
public record ServiceView(
        UUID id,
        String name,
        String text,
        Badge badge,
        boolean active,
        List<SecurityView.Key> keys,
        SecurityView.@Nullable NewKey newKey,
        SecurityView.KeyForm keyForm,
        Delete delete) {
    /**
     * Fields: sure, and password when {@link #askPassword}.
     *
     * @param signInAgain where to sign in again instead, for an administrator without a password; null otherwise
     * @param error one sentence, or null
     */
    public record Delete(
            boolean askPassword,
            @Nullable String signInAgain,
            @Nullable String error) {}
}
