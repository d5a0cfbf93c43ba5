package dev.concierge.server.catalog;

import dev.concierge.server.encryption.Secret;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator wants kept.
 *
 * @param version of what the administrator looked at; 0 when nothing was kept
 * @param clientSecret null keeps the secret, which only the same client id allows
 * @param secretExpiresOn the last day of the secret, in UTC; null when it has none
 */
public record RegistrationChange(
        long version,
        String clientId,
        @Nullable Secret clientSecret,
        @Nullable LocalDate secretExpiresOn,
        boolean connects,
        boolean signsIn) {}
