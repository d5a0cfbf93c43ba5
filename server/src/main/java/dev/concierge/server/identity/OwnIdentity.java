package dev.concierge.server.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One way through a provider in which somebody signs in, as its owner sees it.
 *
 * @param provider id of the catalog; it may be gone from there
 * @param label what the account is known by at the provider; null when it does not say
 * @param proof on what it opens the account: sign-up, import, first-proof or fresh-sign-in; null for identities of before that was kept
 */
public record OwnIdentity(
        UUID id,
        String provider,
        @Nullable String label,
        Instant createdAt,
        Instant usedAt,
        @Nullable String proof) {}
