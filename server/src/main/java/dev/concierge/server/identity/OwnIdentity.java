package dev.concierge.server.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One way through a provider in which somebody signs in, as its owner sees it.
 *
 * @param provider id of the catalog; it may be gone from there
 * @param label what the account is known by at the provider; null when it does not say
 * @param proof why it opens the account: {@code sign-up}, {@code import}, {@code first-proof} or {@code fresh-sign-in}; empty for one of before that was
 *     written down
 */
public record OwnIdentity(
        UUID id, String provider, @Nullable String label, Instant createdAt, Instant usedAt, String proof) {}
