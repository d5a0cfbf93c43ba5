package dev.concierge.server.oauth;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.encryption.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A provider's token endpoint (RFC 6749 section 3.2). One call each, never repeated here; not inside a transaction. */
public interface TokenEndpoint {
    /** The longest a call takes, from resolving the name to the last byte; a lease around one is longer. */
    Duration DEADLINE = Duration.ofSeconds(15);

    /** Exchanges an authorization code and checks the ID token that comes with it. */
    ExchangeOutcome exchange(Provider provider, Registration registration, CodeExchange exchange);

    /**
     * Refreshes (RFC 6749 section 6).
     *
     * @param scopes to ask for; empty leaves the parameter out, which means all that was granted
     * @param until when the call is over, answered or not, at most {@link #DEADLINE} from now; after it the refresh token does not leave any more, and
     *     the outcome is {@code Unavailable}, unsent. Null: {@link #DEADLINE} from now
     */
    RefreshOutcome refresh(
            Provider provider,
            Registration registration,
            Secret refreshToken,
            Set<String> scopes,
            @Nullable Instant until);

    /**
     * Extends a living access token by itself ({@link dev.concierge.server.catalog.RefreshRules#extension()}).
     *
     * @param until as for a refresh
     */
    RefreshOutcome extend(Provider provider, Registration registration, Secret accessToken, @Nullable Instant until);
}
