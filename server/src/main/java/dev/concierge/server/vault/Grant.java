package dev.concierge.server.vault;

import dev.concierge.server.encryption.Binding;
import dev.concierge.server.encryption.Ciphertext;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code grants}, tokens still encrypted. This is what the node's cache holds. */
record Grant(
        UUID id,
        UUID accountId,
        String provider,
        String registration,
        String upstreamSubject,
        @Nullable String consentSubject,
        @Nullable Ciphertext accessToken,
        @Nullable Ciphertext refreshToken,
        long version,
        Set<String> scopes,
        Instant obtainedAt,
        @Nullable Instant accessExpiresAt,
        @Nullable Instant refreshExpiresAt,
        State state,
        @Nullable String cause,
        @Nullable Instant retryAt,
        long refreshes) {

    /** The cause of a grant whose use an emergency stop ended. */
    static final String STOPPED = "stopped";

    enum State {
        LIVE,
        REJECTED,
        MISCONFIGURED,
        ENDED;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    Grant {
        scopes = Set.copyOf(scopes);
    }

    /** As it is to be taken while an emergency stop covers it, whatever is still stored: rejected, and without a token. */
    Grant stopped() {
        return new Grant(
                id,
                accountId,
                provider,
                registration,
                upstreamSubject,
                consentSubject,
                null,
                null,
                version,
                scopes,
                obtainedAt,
                accessExpiresAt,
                refreshExpiresAt,
                State.REJECTED,
                STOPPED,
                null,
                refreshes);
    }

    Binding accessBinding() {
        return new Binding("grants", "access_token", id, accountId, version);
    }

    Binding refreshBinding() {
        return new Binding("grants", "refresh_token", id, accountId, version);
    }

    /** The account whose consent it hangs on. */
    String consentOf() {
        return consentSubject == null ? upstreamSubject : consentSubject;
    }

    /** Whether the access token in hand still works at this moment; one without a known end is taken to live until it is refused. */
    boolean lives(Instant now) {
        return accessToken != null && (accessExpiresAt == null || now.isBefore(accessExpiresAt));
    }

    /** Whether the end that was known beforehand is over; false where none is known. */
    boolean isPastEnd(Instant now) {
        return refreshExpiresAt != null && !now.isBefore(refreshExpiresAt);
    }

    /** How long the token in hand was given for; null when it has no known end. */
    @Nullable
    Duration life() {
        return accessExpiresAt == null ? null : Duration.between(obtainedAt, accessExpiresAt);
    }
}
