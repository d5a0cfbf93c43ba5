package dev.concierge.server.identity.web;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /security} and the answers to {@code POST /security/keys}, template {@code identity/security}.
 *
 * @param notice what the last act did: "The key is ended."; null when there is nothing to say
 * @param sessions where the person is signed in, this device first
 * @param keys API keys that still work, newest first
 * @param newKey the key just made, shown this once; null otherwise
 * @param form the form for a new key, with what was typed when it was refused
 */
public record SecurityView(
        @Nullable String notice,
        List<Session> sessions,
        List<Key> keys,
        @Nullable NewKey newKey,
        KeyForm form) {
    public SecurityView {
        sessions = List.copyOf(sessions);
        keys = List.copyOf(keys);
    }

    /** Whether the person is signed in elsewhere too. */
    public boolean elsewhere() {
        return sessions.stream().anyMatch(session -> !session.current());
    }

    /**
     * One signed-in browser; ended by {@code POST /security/sessions/{id}/end}.
     *
     * @param browser in words: "Firefox on macOS"
     * @param phone picks the icon
     * @param address the network address it was last seen from
     * @param current whether it is the browser that looks at the page
     */
    public record Session(
            UUID id,
            String browser,
            boolean phone,
            String address,
            Instant signedInAt,
            Instant lastSeenAt,
            boolean current) {}

    /**
     * One API key; ended by {@code POST /security/keys/{id}/revoke}.
     *
     * @param prefix its first characters, with {@code ck_}
     * @param may what it may do, in words
     * @param lastUsedAt null when it was never used
     * @param endsSoon whether {@code expiresAt} is worth a warning
     */
    public record Key(
            UUID id,
            String name,
            String prefix,
            List<String> may,
            @Nullable Instant lastUsedAt,
            Instant expiresAt,
            boolean endsSoon) {
        public Key {
            may = List.copyOf(may);
        }
    }

    /**
     * A key that was just made. The only view with a secret in it: its answer is never cached.
     *
     * @param key the whole key
     * @param curl a line to try it with, that reads the key from the environment
     */
    public record NewKey(String name, String key, String curl) {
        @Override
        public String toString() {
            return "NewKey[name=" + name + "]";
        }
    }

    /**
     * The form for a new key. Its fields are named "name", "scope" (several), "days", "password".
     *
     * @param name what was typed
     * @param scopes all there are, with the ones chosen
     * @param days what was chosen: 7, 30, 90, 180 or 365
     * @param passwordNeeded whether the sign-in is too old, so that the password is asked again
     * @param error what is wrong; null when nothing is
     * @param field the name of the field it is about; null for all of it
     */
    public record KeyForm(
            String name,
            List<KeyScope> scopes,
            int days,
            boolean passwordNeeded,
            @Nullable String error,
            @Nullable String field) {
        public KeyForm {
            scopes = List.copyOf(scopes);
        }

        /** The error when it is about this field, otherwise null. */
        public @Nullable String errorOf(String asked) {
            return asked.equals(field) ? error : null;
        }
    }

    /**
     * A scope a key can have.
     *
     * @param scope {@code tokens:vend}
     * @param title "Take tokens"
     * @param description what that lets a program do
     */
    public record KeyScope(String scope, String title, String description, boolean chosen) {}
}
