package dev.concierge.server.gateway;

import java.time.Duration;
import java.util.UUID;

/** What became of the wish to begin a request under an idempotency key. */
sealed interface KeyClaim {
    /** It is this request's: do it, then {@link IdempotencyKeys#finish} or {@link IdempotencyKeys#release}. */
    record Begun(UUID id) implements KeyClaim {}

    /** It was done before, and this was the answer. */
    record Answered(KeptAnswer answer) implements KeyClaim {}

    /** The key came with another request. */
    record OtherRequest() implements KeyClaim {}

    /** It is being done elsewhere. */
    record UnderWay(Duration askAgain) implements KeyClaim {}
}
