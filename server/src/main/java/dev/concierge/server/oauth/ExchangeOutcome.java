package dev.concierge.server.oauth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the exchange of an authorization code ended (RFC 6749 section 4.1.3). A code works once, so none of them may be repeated. */
public sealed interface ExchangeOutcome {
    /**
     * @param claims of the checked ID token; null when the provider sent none
     * @param profile who it is by the answer itself; null where the catalog looks elsewhere, or the answer names nobody
     */
    record Exchanged(
            TokenSet tokens,
            @Nullable IdTokenClaims claims,
            @Nullable UserProfile profile) implements ExchangeOutcome {}

    /** Tokens came, but what they allow could not be read. Use them for nothing but revoking them. */
    record Unfinished(TokenSet tokens, Trouble trouble, Duration retryAfter) implements ExchangeOutcome {}

    /** Tokens came, but their ID token proves nothing. Use them for nothing but revoking them. */
    record Unproven(TokenSet tokens, IdTokenFault fault) implements ExchangeOutcome {}

    /** The provider does not take the code (used, expired, not ours, with another verifier) or gives nothing for it. The person begins again. */
    record Refused(OAuthError error) implements ExchangeOutcome {}

    /** The provider does not take our client or our request; the operator must act. */
    record Misconfigured(OAuthError error) implements ExchangeOutcome {}

    /** @param sent whether the provider may have issued tokens that we never saw */
    record Unavailable(Trouble trouble, Duration retryAfter, boolean sent) implements ExchangeOutcome {}
}
