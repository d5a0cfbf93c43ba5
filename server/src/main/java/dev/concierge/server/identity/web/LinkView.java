package dev.concierge.server.identity.web;

import dev.concierge.server.web.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code identity/link}: what a one-time link of a mail leads to. Looking takes nothing; the form's POST does.
 *
 * @param title what this is
 * @param lines sentences below it
 * @param good whether the link can be taken, for the picture
 * @param form what to press; null when there is nothing
 * @param next where to go instead, or then
 */
public record LinkView(
        String title,
        List<String> lines,
        boolean good,
        @Nullable Form form,
        List<Action> next) {
    /**
     * A form, sent to the link's own address: its token stands in no page.
     *
     * @param button what the button says
     * @param password whether a new password is asked for
     * @param passwordError one sentence about it, or null
     * @param passwordLeast characters that it needs
     */
    public record Form(
            String button, boolean password, @Nullable String passwordError, int passwordLeast) {
        /** Nothing to fill in. */
        static Form press(String button) {
            return new Form(button, false, null, 0);
        }
    }

    public LinkView {
        lines = List.copyOf(lines);
        next = List.copyOf(next);
    }

    static LinkView over(String line, Action... next) {
        return new LinkView("This link is over", List.of(line), false, null, List.of(next));
    }
}
