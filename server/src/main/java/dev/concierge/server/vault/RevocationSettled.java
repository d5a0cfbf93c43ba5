package dev.concierge.server.vault;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A revocation after a disconnect has ended, and its tokens are destroyed. Published inside the transaction that destroys them. */
public record RevocationSettled(
        UUID accountId, UUID revocationId, @Nullable UUID integrationId, Outcome outcome) {
    /** How it ended. */
    public enum Outcome {
        /** The provider confirmed, or the token was gone already. */
        REVOKED,
        /** The provider took the call, and nothing it documents says that this ends the token. */
        UNCONFIRMED,
        /** Not called, because it would have ended another live integration. */
        KEPT_FOR_SIBLING,
        /** The provider has no way to be asked. */
        NO_ENDPOINT,
        /** The provider refused, for good or until the last attempt. */
        REFUSED,
        /** Tried in vain until the last attempt. */
        NO_ANSWER,
        /** The provider ends a grant only for a live token, and ours had ended. */
        TOKEN_ENDED,
        /** No token of it could be read any more, so there was nothing to ask with. */
        NO_TOKEN
    }
}
