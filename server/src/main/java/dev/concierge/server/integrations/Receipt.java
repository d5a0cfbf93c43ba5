package dev.concierge.server.integrations;

import dev.concierge.server.vault.RevocationSettled;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a disconnect did.
 *
 * @param records how many synced records were deleted here
 * @param settledAt when the provider's side was settled; null while it is tried
 */
public record Receipt(
        UUID id,
        UUID integrationId,
        String provider,
        String label,
        Outcome outcome,
        long records,
        Instant madeAt,
        @Nullable Instant settledAt) {
    /** What became of our access at the provider. */
    public enum Outcome {
        REVOKED,
        WAITING,
        KEPT_FOR_SIBLING,
        BY_HAND;

        /** The word in the database and the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Outcome of(RevocationSettled.Outcome settled) {
            return switch (settled) {
                case REVOKED -> REVOKED;
                case KEPT_FOR_SIBLING -> KEPT_FOR_SIBLING;
                case BY_HAND -> BY_HAND;
            };
        }
    }
}
