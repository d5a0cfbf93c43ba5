package dev.concierge.server.integrations.web;

import dev.concierge.server.web.Badge;
import dev.concierge.server.web.FreshProof;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code integrations/emergency}: GET {@code /admin/emergency}, and what POST to {@code …/look} and {@code …/order} answer.
 *
 * @param choose the form that chooses a scope
 * @param confirm the form that orders the stop, once a scope was looked at; null before
 * @param history the newest first
 */
public record EmergencyView(Choose choose, @Nullable Confirm confirm, List<Row> history) {
    public EmergencyView {
        history = List.copyOf(history);
    }

    /** What can be chosen in a list. */
    public record Option(String value, String words) {}

    /**
     * The fields: kind (provider, registration, account, everything), provider, registration, email.
     *
     * @param kind the chosen one
     * @param error what was wrong with what was sent; null when nothing was
     */
    public record Choose(
            List<Option> providers,
            List<Option> registrations,
            String kind,
            @Nullable String error) {
        public Choose {
            providers = List.copyOf(providers);
            registrations = List.copyOf(registrations);
        }
    }

    /**
     * The fields: kind and target as looked at, reason, count (the number of connections, typed), password.
     *
     * @param what the scope in words, as the beginning of a sentence
     * @param target empty for everything
     * @param choices how many connections are just being made there, which run out with it
     * @param reason as it was typed
     * @param asked what is proved first
     * @param error what was wrong with what was sent; null when nothing was
     */
    public record Confirm(
            String what,
            String kind,
            String target,
            long connections,
            long people,
            long choices,
            String reason,
            FreshProof.Asked asked,
            @Nullable String error) {}

    /**
     * A stop of before, whose page is {@code /admin/emergency/{id}}.
     *
     * @param who ordered it, in words
     */
    public record Row(UUID id, String what, String reason, String who, long connections, Instant at, Badge badge) {}
}
