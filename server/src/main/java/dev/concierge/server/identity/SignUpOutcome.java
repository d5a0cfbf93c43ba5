package dev.concierge.server.identity;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a sign-up ended. */
public sealed interface SignUpOutcome {
    /** Whoever has the address can sign in now. It does not say whether the account is new: that would tell strangers who has one (J-03). */
    record Ready() implements SignUpOutcome {}

    /** Something typed cannot be taken; each sentence is for the person. */
    record Unfit(
            @Nullable String name,
            @Nullable String email,
            @Nullable String password) implements SignUpOutcome {}

    /** Accounts are not made this way here. */
    record Closed(SignUpPolicy policy) implements SignUpOutcome {}

    /** Too many from this network. */
    record Throttled(Duration retryAfter) implements SignUpOutcome {}
}
