package dev.concierge.server.integrations;

import dev.concierge.server.catalog.Provider;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A choice as its page shows it.
 *
 * @param label the integration that was to be renewed; empty for a new one
 * @param before the account it belongs to at the provider; empty for a new one
 * @param now the account that came back
 * @param withheld what was asked and left out
 * @param options what can be taken; empty unless it is of {@link Kind#ONE_OF}
 */
public record WaitingChoice(
        UUID id,
        Kind kind,
        Provider provider,
        String label,
        String before,
        String now,
        List<Provider.Scope> withheld,
        List<Option> options,
        Instant expiresAt) {
    /** What is to be decided. */
    public enum Kind {
        /** A reconnect came back as another account. */
        OTHER_ACCOUNT,
        /** Less was allowed than asked. */
        SHORTFALL,
        /** The account holds several things that can be connected. */
        ONE_OF
    }

    /**
     * One thing that can be taken.
     *
     * @param id at the provider
     * @param note tells two of one name apart; null when there is nothing
     * @param connected whether it is an integration already, which would be renewed
     */
    public record Option(String id, String name, @Nullable String note, boolean connected) {}

    public WaitingChoice {
        withheld = List.copyOf(withheld);
        options = List.copyOf(options);
    }
}
