package dev.concierge.server.integrations;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.oauth.Choosable;
import dev.concierge.server.oauth.TokenSet;
import dev.concierge.server.vault.UpstreamSubject;
import java.util.Set;

/**
 * Tokens that came back from a provider, and what they are of.
 *
 * @param asked canonical scopes of this trip
 * @param granted canonical scopes that came back and are used
 * @param beyond what came back besides and is never used
 */
record Upstream(
        Provider provider,
        Registration registration,
        Connectable of,
        Set<String> asked,
        Set<String> granted,
        Set<String> beyond,
        TokenSet tokens) {
    Upstream {
        asked = Set.copyOf(asked);
        granted = Set.copyOf(granted);
        beyond = Set.copyOf(beyond);
    }

    /** The same tokens for one thing of the account. */
    Upstream choosing(Choosable one) {
        return new Upstream(provider, registration, of.choosing(one), asked, granted, beyond, tokens);
    }

    UpstreamSubject subject() {
        return of.subject();
    }

    boolean shortfall() {
        return !granted.containsAll(asked);
    }
}
