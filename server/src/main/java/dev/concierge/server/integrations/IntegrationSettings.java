package dev.concierge.server.integrations;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much may be begun.
 *
 * @param connectBurst trips to providers that people of one network begin at once to connect, then one each second; default 300
 * @param openTickets pages of ours that programs asked an account's person to open and that still wait, 1 to 1000; default 20
 */
@ConfigurationProperties("concierge.integrations")
record IntegrationSettings(
        @DefaultValue("300") int connectBurst,
        @DefaultValue("20") int openTickets) {
    private static final int MOST_TICKETS = 1000;

    IntegrationSettings {
        if (connectBurst < 1) {
            throw new IllegalArgumentException("concierge.integrations: every limit lets at least one through.");
        }
        if (openTickets < 1 || openTickets > MOST_TICKETS) {
            throw new IllegalArgumentException("concierge.integrations.open-tickets must be between 1 and 1000.");
        }
    }
}
