package dev.concierge.server.audit;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, newest first.
 *
 * @param nextCursor to be given back for the older ones; null at the end
 */
public record AuditPage<T>(List<T> items, @Nullable String nextCursor) {
    public AuditPage {
        items = List.copyOf(items);
    }

    /** Of one row more than the limit: that there is one more is why there is a next page. */
    static <T> AuditPage<T> of(List<T> oneMore, int limit, Function<T, String> cursor) {
        return oneMore.size() <= limit
                ? new AuditPage<>(oneMore, null)
                : new AuditPage<>(oneMore.subList(0, limit), cursor.apply(oneMore.get(limit - 1)));
    }
}
