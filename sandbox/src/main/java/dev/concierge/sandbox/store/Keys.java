package dev.concierge.sandbox.store;

/** Keys of table rows that have several parts. */
public final class Keys {
    private static final char SEPARATOR = '\t';

    private Keys() {}

    /** One key of all parts; parts that differ give keys that differ. */
    public static String of(String... parts) {
        for (var part : parts) {
            if (part.indexOf(SEPARATOR) >= 0) {
                throw new IllegalArgumentException("Names may not contain a tab.");
            }
        }
        return String.join(String.valueOf(SEPARATOR), parts);
    }

    /** What every key begins with whose first parts are these. */
    public static String prefix(String... parts) {
        return of(parts) + SEPARATOR;
    }
}
