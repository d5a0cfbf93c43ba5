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
     * @param sendBy the last moment at which the refresh token may leave; later the outcome is {@code Unavailable}, unsent. The call is given up
     *     then, too. Null: no such moment, and {@link #DEADLINE}
     */
    RefreshOutcome refresh(
            Provider provider,
            Registration registration,
            Secret refreshToken,
            Set<String> scopes,
            @Nullable Instant sendBy);

    /**
     * Extends a living access token by itself ({@link dev.concierge.server.catalog.RefreshRules#extension()}).
     *
     * @param sendBy as for a refresh
     */
    RefreshOutcome extend(Provider provider, Registration registration, Secret accessToken, @Nullable Instant sendBy);
}
