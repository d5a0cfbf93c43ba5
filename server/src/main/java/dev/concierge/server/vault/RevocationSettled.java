package dev.concierge.server.vault;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A revocation after a disconnect has ended, and its tokens are destroyed. Published inside the transaction that destroys them. */
public record RevocationSettled(UUID accountId, @Nullable UUID integrationId, Outcome outcome) {
    /** How it ended. */
    public enum Outcome {
        /** The provider confirmed, or the token was gone already. */
        REVOKED,
        /** Not called, because it would have ended another live integration. */
        KEPT_FOR_SIBLING,
        /** Tried for 72 hours in vain: the person must end it at the provider. */
        BY_HAND
    }
}
