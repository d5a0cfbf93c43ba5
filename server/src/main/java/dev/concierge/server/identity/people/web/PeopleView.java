package dev.concierge.server.identity.people.web;

import dev.concierge.server.web.Badge;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Notice;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code people/people}: GET {@code /admin/people}, and the answer of POST {@code /admin/people/invitations} when it was refused.
 *
 * @param count how many accounts there are, in words
 * @param search what was looked for, with the choices of each filter
 * @param alike whether nobody matched, and these people only resemble what was looked for
 * @param first the first page; null on it
 * @param next the next page; null on the last
 * @param invite the form that invites; null where no mail is sent
 * @param invitations those that still work, the newest first
 * @param moves whether the reader may import and export
 */
public record PeopleView(
        List<Notice> notices,
        String count,
        Search search,
        List<Row> rows,
        boolean alike,
        @Nullable String first,
        @Nullable String next,
        @Nullable InviteForm invite,
        List<Invited> invitations,
        boolean moves) {
    public PeopleView {
        notices = List.copyOf(notices);
        rows = List.copyOf(rows);
        invitations = List.copyOf(invitations);
    }

    /** One choice of a filter; the empty value narrows nothing. */
    public record Choice(String value, String title, boolean chosen) {}

    /**
     * The fields: q, role, status, way, seen, second.
     *
     * @param any whether anything is looked for
     */
    public record Search(
            String text,
            List<Choice> roles,
            List<Choice> states,
            List<Choice> ways,
            List<Choice> seen,
            List<Choice> seconds,
            boolean any) {
        public Search {
            roles = List.copyOf(roles);
            states = List.copyOf(states);
            ways = List.copyOf(ways);
            seen = List.copyOf(seen);
            seconds = List.copyOf(seconds);
        }
    }

    /**
     * Somebody.
     *
     * @param ways how they sign in, in words; may be empty
     * @param leavesAt when the account is deleted that they asked to delete; null otherwise
     */
    public record Row(
            UUID id,
            String name,
            @Nullable String email,
            String role,
            @Nullable String localId,
            String ways,
            @Nullable Instant lastSignInAt,
            Badge badge,
            @Nullable Instant leavesAt) {}

    /**
     * The fields: email, role, and password when {@link #proof} asks for it.
     *
     * @param open whether the form was sent and refused
     */
    public record InviteForm(
            String email,
            List<Choice> roles,
            FreshProof.Asked proof,
            @Nullable String error,
            boolean open) {
        public InviteForm {
            roles = List.copyOf(roles);
        }
    }

    /** @param mayRevoke whether the reader may take it back: POST {@code /admin/people/invitations/{id}/revoke} */
    public record Invited(UUID id, String email, String role, Instant expiresAt, boolean mayRevoke) {}
}
