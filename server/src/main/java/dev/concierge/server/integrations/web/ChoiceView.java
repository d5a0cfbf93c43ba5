package dev.concierge.server.integrations.web;

import dev.concierge.server.web.Mark;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /integrations/choices/{id}}, template {@code integrations/choice}: tokens wait for the person's word. The page posts
 * {@code choice} to its own address: {@code replace}, {@code add}, {@code take} with the id that is taken, or {@code cancel}.
 *
 * @param id the pending grant
 * @param kind what is to be chosen
 * @param mark the provider
 * @param noun what is connected there: "account", "workspace", "Page"
 * @param many the same for several; empty where nothing is chosen
 * @param label the integration that was to be reconnected; empty when it is a new one
 * @param before the account it belongs to at the provider; empty when it is a new one
 * @param now the account that came back
 * @param missing what was asked and left out, in words; for {@link Kind#SHORTFALL}
 * @param options what can be taken; for {@link Kind#ONE_OF}
 * @param expiresAt until when the choice waits
 */
public record ChoiceView(
        UUID id,
        Kind kind,
        Mark mark,
        String noun,
        String many,
        String label,
        String before,
        String now,
        List<IntegrationView.Scope> missing,
        List<Option> options,
        Instant expiresAt) {
    public ChoiceView {
        missing = List.copyOf(missing);
        options = List.copyOf(options);
    }

    /**
     * One thing that can be taken.
     *
     * @param id at the provider
     * @param note tells two of one name apart; null when there is nothing
     * @param connected whether it is connected already; taking it renews it
     */
    public record Option(String id, String name, @Nullable String note, boolean connected) {}

    /** What is to be chosen. */
    public enum Kind {
        /** A reconnect came back as another account: replace, add as a second one, or leave all as it was. */
        OTHER_ACCOUNT,
        /** Less was allowed than asked: keep it so ({@code add}), or leave it ({@code cancel}); asking again is a link. */
        SHORTFALL,
        /** The account holds several things: take one, or leave it. */
        ONE_OF
    }
}
