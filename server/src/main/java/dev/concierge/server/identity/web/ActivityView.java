package dev.concierge.server.identity.web;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code identity/activity}: what was done in somebody's account and to it.
 *
 * @param kinds what it can be narrowed to
 * @param from as typed, or null; as until
 * @param narrowed whether anything is
 * @param newest where the first page is; null on it
 * @param older where the next page is; null on the last
 * @param error one sentence about the filters, or null
 */
public record ActivityView(
        List<Choice> kinds,
        @Nullable String from,
        @Nullable String until,
        boolean narrowed,
        List<Row> rows,
        @Nullable String newest,
        @Nullable String older,
        @Nullable String error) {
    public ActivityView {
        kinds = List.copyOf(kinds);
        rows = List.copyOf(rows);
    }

    /** One kind of act. */
    public record Choice(String word, String title, boolean chosen) {}

    /**
     * One act.
     *
     * @param who "You", "An administrator"
     * @param what goes on after who: "signed in"
     * @param icon of the sprite
     * @param refused whether it was tried and did not happen
     * @param byOther whether an administrator or the operator did it
     * @param facts what else is known, in words; may be empty
     * @param from device and address; may be empty
     */
    public record Row(
            Instant at,
            String who,
            String what,
            String icon,
            boolean refused,
            boolean byOther,
            String facts,
            String from) {}
}
