package dev.concierge.server.catalog;

import dev.concierge.server.encryption.Binding;
import dev.concierge.server.encryption.Ciphertext;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code registrations}.
 *
 * @param secretVersion the version of the row at which the secret was set, to which it is bound
 * @param version of the row, raised by every change
 */
record StoredRegistration(
        String provider,
        UUID id,
        String clientId,
        Ciphertext clientSecret,
        long secretVersion,
        @Nullable LocalDate secretExpiresOn,
        boolean connects,
        boolean signsIn,
        long version,
        Instant changedAt,
        UUID changedBy) {

    Binding secretBinding() {
        return binding(id, secretVersion);
    }

    static Binding binding(UUID id, long version) {
        return new Binding("registrations", "client_secret", id, null, version);
    }

    boolean allows(Use use) {
        return switch (use) {
            case CONNECT -> connects;
            case SIGN_IN -> signsIn;
        };
    }
}
