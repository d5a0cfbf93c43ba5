package dev.concierge.server.identity.people.web;

import dev.concierge.server.identity.people.TrailFilter;
import dev.concierge.server.web.FreshProof;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code people/audit}: GET {@code /admin/audit}, and the answer of POST {@code /admin/audit/export} when it was refused.
 *
 * @param filter what stands in the fields: account, actor, action, outcome, target, from, until
 * @param narrowed whether anything is looked for
 * @param first the first page; null on it
 * @param next the older ones; null at the end
 * @param proof what the export asks for
 * @param verifies whether the reader may have it verified
 * @param error one sentence about the search or the export; null when nothing is wrong
 */
public record AuditView(
        TrailFilter filter,
        boolean narrowed,
        List<Row> rows,
        @Nullable String first,
        @Nullable String next,
        FreshProof.Asked proof,
        boolean verifies,
        @Nullable String error) {
    public AuditView {
        rows = List.copyOf(rows);
    }

    /**
     * One event.
     *
     * @param what in the words of the trail: {@code account.role}
     * @param who in a word or by name
     * @param whoseId the account of who did it; null when it is no person who is still there
     * @param about the name of whose data it is about; null when no account was known
     * @param aboutId its account; null when it is gone
     * @param facts foreign text in part, not to be trusted; empty when there are none
     * @param from address and device of the other end, for administrators; empty when unknown
     */
    public record Row(
            Instant at,
            String what,
            boolean refused,
            String who,
            @Nullable UUID whoseId,
            @Nullable String about,
            @Nullable UUID aboutId,
            @Nullable String target,
            String facts,
            String from) {}
}
