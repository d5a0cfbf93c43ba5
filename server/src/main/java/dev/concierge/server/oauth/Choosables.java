package dev.concierge.server.oauth;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.encryption.Secret;

/** What an account at a provider holds that can be connected one by one, where the catalog says that something is chosen. */
public interface Choosables {
    /**
     * Lists it. Tokens that stand beside the entries are neither asked for nor read.
     *
     * @throws IllegalArgumentException when nothing is chosen at this provider
     */
    ChoosableOutcome list(Provider provider, Secret accessToken);
}
