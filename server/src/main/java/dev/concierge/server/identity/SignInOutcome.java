package dev.concierge.server.identity;

import dev.concierge.server.encryption.Secret;
import java.time.Duration;
import java.util.UUID;

/** How a sign-in ended. */
public sealed interface SignInOutcome {
    /** In; the token goes into the session cookie. */
    record Started(UUID accountId, UUID sessionId, Secret token) implements SignInOutcome {}

    /** The address and the password do not belong together, or the account may not come in: nobody is told which. */
    record Refused() implements SignInOutcome {}

    /** Too many tries; nothing was checked. */
    record Throttled(Duration retryAfter) implements SignInOutcome {}
}
