package dev.concierge.server.oauth;

import java.time.Duration;

/** How a refresh ended (RFC 6749 section 6). */
public sealed interface RefreshOutcome {
    /** New tokens. Store them before anything else. */
    record Refreshed(TokenSet tokens) implements RefreshOutcome {}

    /** The grant is over, the person must connect again. Only {@code invalid_grant} and what the provider's table names say that. */
    record Rejected(OAuthError error) implements RefreshOutcome {}

    /** The provider does not take our client or our request; the operator must act. Keep the tokens. */
    record Misconfigured(OAuthError error) implements RefreshOutcome {}

    /**
     * Keep the tokens and try later.
     *
     * @param retryAfter as the provider asks, or a first guess; at least one second
     * @param sent whether the provider may have acted on the request, and so may have spent the refresh token. False when nothing was sent, and
     *     for 429, which says that it was not
     */
    record Unavailable(Trouble trouble, Duration retryAfter, boolean sent) implements RefreshOutcome {}
}
