package dev.concierge.server.identity.web;

import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Mark;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code identity/security}: GET {@code /security}, and the answer of POST {@code /security/keys} (with {@link #newKey} or with
 * {@link #keyForm}'s errors). Ending a session or a key is a POST that answers 303 to {@code /security}.
 *
 * @param email the account's address; null for an account without one
 * @param address how that stands, and the form that changes it
 * @param passwordChangedAt when the password was set; null for an account without one
 * @param ways providers through which the account signs in, the oldest first
 * @param joinable providers that can be added (POST {@code /security/ways/{id}/add})
 * @param factors second factors, and what can be done about them
 * @param failedBefore wrong passwords tried before this session's sign-in, since the one before; 0 is the usual
 * @param failedLastAt when the last of them was tried, or null
 * @param sessions where the account is signed in, this one first, then the latest seen
 * @param keys living and recently ended keys, newest first
 * @param newKey the key just made, shown this once; null otherwise
 * @param keyForm the form that makes a key, with what was typed when it was refused
 */
public record SecurityView(
        @Nullable String email,
        AddressForm address,
        @Nullable Instant passwordChangedAt,
        List<Way> ways,
        List<SignInButton> joinable,
        FactorsView factors,
        int failedBefore,
        @Nullable Instant failedLastAt,
        List<Session> sessions,
        List<Key> keys,
        @Nullable NewKey newKey,
        KeyForm keyForm) {

    /**
     * The address: confirmed by POST {@code /security/email/confirm}, changed by POST {@code /security/email} (fields {@code email}, and
     * {@code password} when {@link KeyForm#asked}).
     *
     * @param proved whether somebody confirmed it
     * @param mailOffered whether mails are sent here; there is no form otherwise
     * @param notice one sentence of news, or null
     * @param typed the new address as it was sent
     * @param error one sentence about the new address, or null
     * @param passwordError one sentence about the password, or null
     */
    public record AddressForm(
            boolean proved,
            boolean mailOffered,
            @Nullable String notice,
            String typed,
            @Nullable String error,
            @Nullable String passwordError) {}

    /**
     * A way through a provider. Remove: POST {@code /security/ways/{id}/remove}.
     *
     * @param label what the account is known by there; null when the provider does not say
     * @param proof why it opens the account, in words; empty where nobody wrote it down
     */
    public record Way(UUID id, Mark mark, @Nullable String label, Instant addedAt, Instant usedAt, String proof) {}

    /**
     * A signed-in browser. End: POST {@code /security/sessions/{id}/end}; all but this: POST {@code /security/sessions/end-others}.
     *
     * @param device in words, from the user agent: {@code Firefox on macOS}; foreign text, not to be trusted
     * @param address where it was last seen from
     * @param current whether it is the one looking at the page (it has Sign out instead of End)
     */
    public record Session(
            UUID id, String device, String address, Instant signedInAt, Instant seenAt, boolean current) {}

    /**
     * An API key. End: POST {@code /security/keys/{id}/revoke}.
     *
     * @param prefix the first characters, {@code ck_} and eight more; all that is left to show
     * @param scopes what it may do
     * @param lastUsedAt to the minute; null when never
     * @param state living, or how it ended
     */
    public record Key(
            UUID id,
            String name,
            String prefix,
            List<Scope> scopes,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt,
            State state) {}

    public enum State {
        ACTIVE,
        /** Ends within fourteen days. */
        ENDING,
        EXPIRED,
        REVOKED
    }

    /**
     * @param secret the whole key, {@code ck_…}; on this one answer only
     * @param curl a line to try it with, with the key as {@code $CONCIERGE_KEY}
     */
    public record NewKey(String name, String secret, String curl) {
        @Override
        public String toString() {
            return "NewKey[" + name + "]";
        }
    }

    /**
     * The form's fields: name, scope (repeated, one for each ticked box), days, and password (the password or the code) when {@link #asked}.
     *
     * @param scopes every scope there is, with words and whether it is ticked
     * @param days the chosen life
     * @param dayChoices the lives offered, in days
     * @param asked what is proved first, when the last proof is older than ten minutes
     * @param signInAgain where to sign in again, when there is nothing to type; null otherwise
     */
    public record KeyForm(
            String name,
            List<Scope> scopes,
            int days,
            List<Integer> dayChoices,
            FreshProof.Asked asked,
            @Nullable String signInAgain,
            @Nullable String nameError,
            @Nullable String scopesError,
            @Nullable String daysError,
            @Nullable String passwordError) {}

    /**
     * @param word the value: {@code tokens:vend}
     * @param title in plain words: {@code Take tokens}
     */
    public record Scope(String word, String title, boolean ticked) {}
}
