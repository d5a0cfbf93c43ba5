package dev.concierge.sandbox.store;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Keys of table rows that have several parts. */
public final class Keys {
    private static final String SEPARATOR = "\t";

    private Keys() {}

    /** One key of all parts; parts that differ give keys that differ. */
    public static String of(String... parts) {
        return Arrays.stream(parts)
                .map(part -> part.replace("\\", "\\\\").replace("\t", "\\t"))
                .collect(Collectors.joining(SEPARATOR));
    }

    /** What every key begins with whose first parts are these. */
    public static String prefix(String... parts) {
        return of(parts) + SEPARATOR;
    }
}
