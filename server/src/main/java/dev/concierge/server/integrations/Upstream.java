package dev.concierge.server.integrations;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.oauth.TokenSet;
import dev.concierge.server.vault.UpstreamSubject;
import java.util.Set;

/**
 * Tokens that came back from a provider, and whose they are.
 *
 * @param subject the account there
 * @param label what people know it by
 * @param asked canonical scopes of this trip
 * @param granted canonical scopes that came back
 */
record Upstream(
        Provider provider,
        Registration registration,
        UpstreamSubject subject,
        String label,
        Set<String> asked,
        Set<String> granted,
        TokenSet tokens) {
    Upstream {
        asked = Set.copyOf(asked);
        granted = Set.copyOf(granted);
    }

    boolean shortfall() {
        return !granted.containsAll(asked);
    }
}
