package dev.concierge.server.oauth;

import org.jspecify.annotations.Nullable;

/**
 * An account at a provider.
 *
 * @param subject never changes; 1 to 255 characters
 * @param label what people know the account by, such as its address; null when the provider does not say. For pages only
 * @param name the person's name; null when the provider does not say
 * @param picture an https address of a picture; null when the provider does not say. Never fetched by a browser of ours
 * @param email as the provider says, at most 320 characters; mutable and not a key
 * @param emailVerified whether the member that the catalog names says so: true only for the JSON value {@code true}
 */
public record UserProfile(
        String subject,
        @Nullable String label,
        @Nullable String name,
        @Nullable String picture,
        @Nullable String email,
        boolean emailVerified) {}
