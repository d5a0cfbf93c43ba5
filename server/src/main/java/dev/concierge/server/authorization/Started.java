package dev.concierge.server.authorization;

import java.net.URI;
import java.time.Instant;

/**
 * A trip that may begin.
 *
 * @param authorizationUrl the provider's; for the bound browser only, never written down: it carries the state
 * @param expiresAt the end of the ten minutes
 */
public record Started(URI authorizationUrl, Instant expiresAt) {
    @Override
    public String toString() {
        return "Started[until " + expiresAt + "]";
    }
}
