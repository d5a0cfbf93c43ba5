package dev.concierge.server.integrations;

import dev.concierge.server.catalog.ErrorWords.Who;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with an integration, who must act, and the one thing to do.
 *
 * @param state the integration's
 * @param cause one of our words, stable for programs; null when all is well
 * @param words one to three sentences for people: what happened, and what it means
 * @param whoMustAct {@link Who#NOBODY} when all is well, and when it passes by itself
 * @param remedy what they do
 * @param provider the provider's name
 * @param console where the operator looks after our client at the provider; null when nobody knows
 */
public record Diagnosis(
        IntegrationState state,
        @Nullable String cause,
        String words,
        Who whoMustAct,
        Remedy remedy,
        String provider,
        @Nullable URI console) {
    static final String ENDS_SOON = "access_ends_soon";

    /** The one thing to do. */
    public enum Remedy {
        NONE,
        /** Sign in at the provider again. */
        RECONNECT,
        /** Allow there what was left out. */
        ASK_AGAIN,
        /** Put our client right at the provider. */
        CONSOLE,
        /** Connect anew: this integration has ended. */
        CONNECT
    }

    /** Whether there is anything to say. */
    public boolean well() {
        return cause == null;
    }

    /** Whether all is well still, and will not be. */
    public boolean isAhead() {
        return ENDS_SOON.equals(cause);
    }
}
