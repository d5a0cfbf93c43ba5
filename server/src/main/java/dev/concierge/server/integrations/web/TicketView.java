package dev.concierge.server.integrations.web;

import dev.concierge.server.web.Mark;
import java.time.Instant;
import java.util.List;

/**
 * {@code GET /connect/{ticket}}, template {@code integrations/ticket}: a program asks the person to connect an account. The form posts to
 * the address of the page itself, so the ticket is in no view and no page text.
 *
 * @param situation who looks at it
 * @param asker name of the API key or program that asks
 * @param person name and address of the account it is for
 * @param mark the provider
 * @param scopes what is asked, in words
 * @param expiresAt until when the page works
 */
public record TicketView(
        Situation situation, String asker, String person, Mark mark, List<Asked> scopes, Instant expiresAt) {
    public TicketView {
        scopes = List.copyOf(scopes);
    }

    /** Who looks at the page. */
    public enum Situation {
        /** The person it is for, signed in. */
        READY,
        /** Somebody else is signed in: they may sign out and sign in as the person. */
        OTHER_PERSON
    }

    /**
     * One scope that is asked.
     *
     * @param title "See your events"
     * @param description what that covers
     * @param needed whether it cannot be left out at the provider
     */
    public record Asked(String title, String description, boolean needed) {}
}
