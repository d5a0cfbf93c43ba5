package dev.concierge.server.vault;

import org.jspecify.annotations.Nullable;

/**
 * An account at a provider.
 *
 * @param value never changes
 * @param consent the account whose consent a grant hangs on, where that is another one (the Google account of a YouTube channel); null where it is
 *     the same. What the provider ends with one revocation is told by it
 */
public record UpstreamSubject(String value, @Nullable String consent) {}
