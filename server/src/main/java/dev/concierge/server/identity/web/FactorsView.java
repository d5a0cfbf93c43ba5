package dev.concierge.server.identity.web;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The section "Second factor" of {@code /security}.
 *
 * @param passkeys the oldest first
 * @param passkeysOffered whether another may be added (POST {@code /security/passkeys})
 * @param authenticators that count, the oldest first
 * @param room whether another may be added (POST {@code /security/factors})
 * @param needed whether the account's role must have one, so that the last stays
 * @param codesLeft recovery codes that were not used; meaningless without a second factor
 * @param codesMade how many a set has
 * @param news what others did to the account, not read yet; shown at the top of the page
 */
public record FactorsView(
        List<Passkey> passkeys,
        boolean passkeysOffered,
        List<Authenticator> authenticators,
        boolean room,
        boolean needed,
        int codesLeft,
        int codesMade,
        List<News> news) {
    private static final int FEW = 3;

    /** How many the account has; with none, no recovery codes. */
    public int count() {
        return passkeys.size() + authenticators.size();
    }

    /** Whether one may go. */
    public boolean removable() {
        return !needed || count() > 1;
    }

    /** Whether it is time for a new set. */
    public boolean fewCodes() {
        return codesLeft <= FEW;
    }

    /**
     * What others did. Read: POST {@code /security/notices/{id}/close}.
     *
     * @param lead in a sentence
     * @param text what it means
     */
    public record News(UUID id, String lead, String text, Instant at) {}

    /**
     * A passkey. Rename: POST {@code /security/passkeys/{id}/rename} (field {@code name}); remove: POST {@code /security/passkeys/{id}/remove}.
     *
     * @param name what the person called it; foreign text
     * @param backedUp whether a password manager keeps a copy
     */
    public record Passkey(UUID id, String name, boolean backedUp, Instant addedAt, Instant usedAt) {}

    /**
     * An authenticator app. Remove: POST {@code /security/factors/{id}/remove}.
     *
     * @param name what the person called it; foreign text
     */
    public record Authenticator(UUID id, String name, Instant addedAt, Instant usedAt) {}
}
