package dev.concierge.server.integrations;

import java.util.UUID;

/** What another room has to say to the provider when somebody disconnects, as long as there is a token. Said once, and not when an integration ends in another way. */
public interface Farewell {
    /**
     * Gathers what is needed for it, before the integration ends. Makes no call to a provider, and throws nothing.
     *
     * @return what is done when the end is committed and before the tokens are revoked; it takes seconds at most, and throws nothing
     */
    Runnable prepare(UUID accountId, UUID integrationId);
}
