package dev.concierge.server.outbound;

import java.util.Map;

/** How the providers have answered this node lately, by the outcomes of real calls; nothing is sent to find out. */
public interface ProviderHealth {
    /** In order of trouble. */
    enum Condition {
        /** It answers. */
        WORKING,
        /** Some of the last calls failed. */
        FAILING,
        /** So many failed that it is left alone for a while. */
        LEFT_ALONE
    }

    /** The worst condition among each provider's hosts, by provider id; one that was not called since the start is left out. */
    Map<String, Condition> conditions();
}
