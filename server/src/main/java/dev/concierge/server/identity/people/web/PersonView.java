package dev.concierge.server.identity.people.web;

import dev.concierge.server.web.Badge;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Mark;
import dev.concierge.server.web.Notice;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code people/person}: GET {@code /admin/people/{id}}, and the answer of a POST below it that was refused.
 *
 * @param leavesAt when the account is deleted that they asked to delete; null otherwise
 * @param password whether they have one
 * @param acts what was done to the account, the newest first
 * @param moreActs the older ones; null at the end
 * @param forms what the reader may do; all null for somebody out of reach
 */
public record PersonView(
        UUID id,
        String name,
        @Nullable String email,
        boolean emailProved,
        Badge badge,
        @Nullable Instant leavesAt,
        String role,
        @Nullable String localId,
        Instant createdAt,
        @Nullable Instant lastSignInAt,
        List<Notice> notices,
        boolean password,
        List<Way> ways,
        List<SecondFactor> factors,
        List<Session> sessions,
        List<Key> keys,
        List<Connected> connected,
        List<Act> acts,
        @Nullable String moreActs,
        Forms forms) {
    public PersonView {
        notices = List.copyOf(notices);
        ways = List.copyOf(ways);
        factors = List.copyOf(factors);
        sessions = List.copyOf(sessions);
        keys = List.copyOf(keys);
        connected = List.copyOf(connected);
        acts = List.copyOf(acts);
    }

    /** @param proof on what it opens the account, in words; null when that was never said */
    public record Way(
            Mark mark,
            @Nullable String label,
            Instant usedAt,
            @Nullable String proof) {}

    /**
     * An authenticator app or a passkey.
     *
     * @param name what its owner called it; foreign text
     * @param passkey which of both
     */
    public record SecondFactor(String name, boolean passkey, Instant addedAt, Instant usedAt) {}

    /** @param device foreign text, not to be trusted */
    public record Session(String device, String address, Instant seenAt) {}

    public record Key(String name, String prefix, @Nullable Instant lastUsedAt, boolean living) {}

    public record Connected(Mark mark, String label, Instant connectedAt, Badge badge) {}

    /**
     * One line of the trail.
     *
     * @param what in the words of the trail: {@code account.role}
     * @param who in a word or by name
     * @param whoseId the account of who did it; null when it is no other person
     * @param change before and after; null when there is none
     */
    public record Act(
            Instant at,
            String what,
            String who,
            @Nullable UUID whoseId,
            boolean refused,
            @Nullable String change) {}

    /**
     * Each posts to {@code /admin/people/{id}/…}: role, local-id, status, sign-out, factors. Somebody who leaves can be disabled, and let in again.
     *
     * @param roles choices of the role form
     * @param localId what stands in the local id form
     * @param disables whether there is the form that disables
     * @param enables whether there is the one that enables
     * @param reason what stands in the form that removes second factors; null when there is none
     * @param failed the form that was refused, by the last part of its path, or disable or enable; null for none
     * @param error one sentence about it
     */
    public record Forms(
            @Nullable List<PeopleView.Choice> roles,
            @Nullable String localId,
            boolean disables,
            boolean enables,
            boolean signOut,
            @Nullable String reason,
            FreshProof.Asked proof,
            @Nullable String failed,
            @Nullable String error) {
        /** Whether the reader may do anything at all. */
        public boolean any() {
            return roles != null || localId != null || disables || enables || signOut || reason != null;
        }

        /** What is wrong with a form; null for the others. */
        public @Nullable String errorOf(String form) {
            return form.equals(failed) ? error : null;
        }
    }
}
