package dev.concierge.server.identity.people;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditQuery;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for in the trail, as somebody wrote it; null and blank narrow nothing.
 *
 * @param account an account's id
 * @param outcome done or refused
 * @param from a day or a moment (ISO 8601, UTC); included
 * @param until a day, included whole, or a moment, not included
 */
public record TrailFilter(
        @Nullable String account,
        @Nullable String actor,
        @Nullable String action,
        @Nullable String outcome,
        @Nullable String target,
        @Nullable String from,
        @Nullable String until) {
    private static final int LONGEST = 200;

    /** @throws ProblemException {@code invalid-input}, saying which field does not fit */
    public AuditQuery query() {
        return new AuditQuery(
                accountId(),
                word("actor", actor),
                word("action", action),
                outcomeWanted(),
                word("target", target),
                moment("from", from, 0),
                moment("until", until, 1));
    }

    private @Nullable UUID accountId() {
        String text = word("account", account);
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw unfit("account is the id of an account.");
        }
    }

    private AuditEvent.@Nullable Outcome outcomeWanted() {
        String text = word("outcome", outcome);
        try {
            return text == null ? null : AuditEvent.Outcome.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw unfit("outcome is one of done and refused.");
        }
    }

    private static @Nullable Instant moment(String field, @Nullable String typed, int daysMore) {
        String text = word(field, typed);
        if (text == null) {
            return null;
        }
        try {
            Instant moment = text.indexOf('T') >= 0
                    ? Instant.parse(text)
                    : LocalDate.parse(text).plusDays(daysMore).atStartOfDay().toInstant(ZoneOffset.UTC);
            if (moment.isBefore(Instant.EPOCH) || moment.isAfter(Instant.parse("9999-01-01T00:00:00Z"))) {
                throw unfit(field + " is between the years 1970 and 9998.");
            }
            return moment;
        } catch (DateTimeException e) {
            throw unfit(field + " is a day or a moment, like 2026-11-28 or 2026-11-28T09:30:00Z.");
        }
    }

    private static @Nullable String word(String field, @Nullable String typed) {
        if (typed == null || typed.isBlank()) {
            return null;
        }
        String text = typed.strip();
        if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
            throw unfit(field + " has up to " + LONGEST + " characters.");
        }
        return text;
    }

    private static ProblemException unfit(String sentence) {
        return new ProblemException(ProblemType.INVALID_INPUT, sentence);
    }
}
