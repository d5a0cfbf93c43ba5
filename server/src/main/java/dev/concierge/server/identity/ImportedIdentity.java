package dev.concierge.server.identity;

import org.jspecify.annotations.Nullable;

/**
 * A way in through a provider.
 *
 * @param issuer the issuer of its ID tokens; {@code provider:} and the provider's id where the profile says who it is
 * @param subject never changes; with the issuer it opens the account
 * @param label what people know the account there by; null for none
 * @param email a note of what the provider said; null for none
 * @param emailVerified whether the provider had proof of it
 */
public record ImportedIdentity(
        String issuer,
        String subject,
        @Nullable String label,
        @Nullable String email,
        boolean emailVerified) {}
