package dev.concierge.server.integrations;

import dev.concierge.server.vault.RevocationSettled;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a disconnect did, or an emergency stop.
 *
 * @param stopId the emergency stop that it is about: the connection stays, for new consent; null for a disconnect
 * @param revocationId what it waits for; null when there was nothing to revoke, and in rows of earlier releases
 * @param why what is behind the outcome; null where the outcome says it all
 * @param records how many synced records were deleted here
 * @param settledAt when the provider's side was settled; null while it is tried
 */
public record Receipt(
        UUID id,
        UUID integrationId,
        @Nullable UUID stopId,
        @Nullable UUID revocationId,
        String provider,
        String label,
        Outcome outcome,
        @Nullable Why why,
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
                case UNCONFIRMED, NO_ENDPOINT, REFUSED, NO_ANSWER, TOKEN_ENDED, NO_TOKEN -> BY_HAND;
            };
        }
    }

    /** Why the person must look at the provider. */
    public enum Why {
        /** The provider has no way to be asked. */
        NO_ENDPOINT,
        /** It refused until the last attempt. */
        REFUSED,
        /** It did not answer until the last attempt. */
        NO_ANSWER,
        /** It can be asked only with a token that lives, and ours had ended. */
        TOKEN_ENDED,
        /** Our copy could not be read, so there was nothing to ask with. */
        NO_TOKEN,
        /** It took the request, but does not say what that ends. */
        UNCONFIRMED;

        /** The word in the database and the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static @Nullable Why of(RevocationSettled.Outcome settled) {
            return switch (settled) {
                case REVOKED, KEPT_FOR_SIBLING -> null;
                case UNCONFIRMED -> UNCONFIRMED;
                case NO_ENDPOINT -> NO_ENDPOINT;
                case REFUSED -> REFUSED;
                case NO_ANSWER -> NO_ANSWER;
                case TOKEN_ENDED -> TOKEN_ENDED;
                case NO_TOKEN -> NO_TOKEN;
            };
        }
    }
}
