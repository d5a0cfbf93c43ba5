package dev.concierge.server.oauth;

import java.time.Duration;

/** What the profile endpoint said. */
public sealed interface UserInfoOutcome {
    record Known(UserProfile profile) implements UserInfoOutcome {}

    /** It answered for another account than asked for, or for none (OpenID Connect Core section 5.3.4). Use nothing of it. */
    record Foreign() implements UserInfoOutcome {}

    /** It does not take the token (401, 403). */
    record Refused(int status) implements UserInfoOutcome {}

    record Unavailable(Trouble trouble, Duration retryAfter) implements UserInfoOutcome {}
}
