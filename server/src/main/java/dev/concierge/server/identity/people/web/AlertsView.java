package dev.concierge.server.identity.people.web;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code people/alerts}: GET {@code /admin/alerts}.
 *
 * @param kinds choices of the filter
 * @param states choices of the filter
 * @param about what stands in the field of the account; may be empty
 * @param narrowed whether anything is looked for
 * @param first the first page; null on it
 * @param next the older ones; null at the end
 * @param error one sentence about the search; null when nothing is wrong
 */
public record AlertsView(
        List<PeopleView.Choice> kinds,
        List<PeopleView.Choice> states,
        String about,
        boolean narrowed,
        List<Row> rows,
        @Nullable String first,
        @Nullable String next,
        @Nullable String error) {
    public AlertsView {
        kinds = List.copyOf(kinds);
        states = List.copyOf(states);
        rows = List.copyOf(rows);
    }

    /**
     * One alert.
     *
     * @param about the name of the account that it is about, else the subject; empty where there is nothing to show
     * @param acknowledgedBy a name; null while nobody has
     */
    public record Row(
            UUID id,
            String title,
            String detail,
            String about,
            long times,
            Instant lastAt,
            @Nullable String acknowledgedBy) {}
}
