package dev.concierge.server.dashboard.web;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list that is ordered by time, as addresses of pages have it: microseconds since 1970 and an id. Nobody signs it, because whatever it
 * says, the list behind it is the reader's own.
 */
record PagePlace(Instant at, UUID id) {
    private static final Pattern FORM =
            Pattern.compile("(-?[0-9]{1,17})_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");

    String text() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "_" + id;
    }

    /** Null for none. @throws ProblemException {@code invalid-input} for what is no place */
    static @Nullable PagePlace of(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new ProblemException(
                            ProblemType.INVALID_INPUT, "This is no place in the list. Begin with its first page.")
                    .with("field", "before");
        }
        return new PagePlace(
                Instant.EPOCH.plus(Long.parseLong(matcher.group(1)), ChronoUnit.MICROS),
                UUID.fromString(matcher.group(2)));
    }
}
