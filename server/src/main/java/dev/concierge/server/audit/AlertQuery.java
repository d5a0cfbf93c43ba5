package dev.concierge.server.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts are looked for; null narrows nothing.
 *
 * @param acknowledged whether somebody has looked into it
 */
public record AlertQuery(
        @Nullable AlertKind kind,
        @Nullable Boolean acknowledged,
        @Nullable UUID about) {
    public static final AlertQuery ALL = new AlertQuery(null, null, null);
}
