package dev.concierge.server.identity.people;

import dev.concierge.server.audit.AlertKind;
import dev.concierge.server.audit.AlertQuery;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts are looked for, as somebody wrote it; null and blank narrow nothing.
 *
 * @param kind the word of a kind
 * @param state open or acknowledged
 * @param about an account's id
 */
public record AlertFilter(
        @Nullable String kind,
        @Nullable String state,
        @Nullable String about) {
    public static final String OPEN = "open";
    public static final String ACKNOWLEDGED = "acknowledged";

    /** @throws ProblemException {@code invalid-input}, saying which field does not fit */
    public AlertQuery query() {
        return new AlertQuery(kindWanted(), acknowledged(), account());
    }

    private @Nullable AlertKind kindWanted() {
        return kind == null || kind.isBlank()
                ? null
                : AlertKind.of(kind.strip()).orElseThrow(() -> unfit("kind is none of the kinds of alerts."));
    }

    private @Nullable Boolean acknowledged() {
        if (state == null || state.isBlank()) {
            return null;
        }
        return switch (state.strip()) {
            case OPEN -> Boolean.FALSE;
            case ACKNOWLEDGED -> Boolean.TRUE;
            default -> throw unfit("state is one of open and acknowledged.");
        };
    }

    private @Nullable UUID account() {
        if (about == null || about.isBlank()) {
            return null;
        }
        try {
            return UUID.fromString(about.strip());
        } catch (IllegalArgumentException e) {
            throw unfit("about is the id of an account.");
        }
    }

    private static ProblemException unfit(String sentence) {
        return new ProblemException(ProblemType.INVALID_INPUT, sentence);
    }
}
