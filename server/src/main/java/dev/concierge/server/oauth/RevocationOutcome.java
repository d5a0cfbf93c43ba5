package dev.concierge.server.oauth;

import java.time.Duration;

/** How a revocation ended (RFC 7009 section 2.2). */
public sealed interface RevocationOutcome {
    record Revoked() implements RevocationOutcome {}

    /** The provider does not know the token any more: it is over as well. */
    record AlreadyGone() implements RevocationOutcome {}

    /** The provider will not do it. Often that is our own fault, and later it will. */
    record Refused(OAuthError error) implements RevocationOutcome {}

    record Unavailable(Trouble trouble, Duration retryAfter) implements RevocationOutcome {}
}
