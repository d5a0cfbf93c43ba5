package dev.concierge.server.integrations;

import java.util.Locale;

/** What an integration can do. That it ends soon is computed, not a state. */
public enum IntegrationState {
    /** Waits for the developer's backend to redeem it: no vend, no refresh, no sync. */
    PENDING,
    ACTIVE,
    PAUSED,
    /** The provider ended our access; the person must act. */
    NEEDS_RECONNECT,
    /** The provider does not accept our registration; the operator must act. */
    MISCONFIGURED,
    DISCONNECTED;

    /** The word in the database and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static IntegrationState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
