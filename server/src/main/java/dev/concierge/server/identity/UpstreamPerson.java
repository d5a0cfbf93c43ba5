package dev.concierge.server.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who signed in at a provider, as the provider proved it.
 *
 * @param provider id of the catalog
 * @param issuer who vouches: the ID token's issuer; {@code provider:} and the id where the provider has no ID tokens, which no issuer can be called
 * @param subject never changes; with the issuer the only key of an identity
 * @param label what people know the account by there; null when the provider does not say
 * @param name as the provider says; null when it does not
 * @param mentioned the address that the provider named, proved or not; a note, never a key; null for none
 * @param proved the same in canonical form, when the provider itself has checked it; null otherwise
 * @param loggedInAt when they logged in there; null when the provider does not say
 */
record UpstreamPerson(
        String provider,
        String issuer,
        String subject,
        @Nullable String label,
        @Nullable String name,
        @Nullable String mentioned,
        @Nullable EmailAddress proved,
        @Nullable Instant loggedInAt) {}
