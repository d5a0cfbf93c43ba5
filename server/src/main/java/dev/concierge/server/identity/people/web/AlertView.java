package dev.concierge.server.identity.people.web;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code people/alert}: GET {@code /admin/alerts/{id}}, and the answer of its POST when it was refused.
 *
 * @param explanation what it means and what is safe already
 * @param detail may be empty
 * @param about the name of the account that it is about; null for none
 * @param aboutId its account; null when it is gone, or none
 * @param subject as {@code kind:id}; empty where the reader may not see it
 * @param who who did it, in a word or by name
 * @param whoseId their account; null when it is no person who is still there
 * @param trail the search of the trail that leads further
 * @param done who has looked into it; null while nobody has
 * @param form the form; null for whoever may not, and once it is done
 */
public record AlertView(
        UUID id,
        String title,
        String explanation,
        String detail,
        @Nullable String about,
        @Nullable UUID aboutId,
        String subject,
        String who,
        @Nullable UUID whoseId,
        long times,
        Instant firstAt,
        Instant lastAt,
        String trail,
        @Nullable Done done,
        @Nullable Form form) {
    /** @param by a name */
    public record Done(String by, Instant at, String note) {}

    /**
     * The field: note.
     *
     * @param error one sentence; null when nothing is wrong
     */
    public record Form(String note, @Nullable String error) {}
}
