package dev.concierge.server.web;

import org.jspecify.annotations.Nullable;

/** Foreign text inside a sentence of ours. */
final class Shown {
    private static final int LONGEST = 60;

    private Shown() {}

    /** A name that the caller chose, in quotation marks: what is not plain text becomes a dot, what is too long is cut. */
    static String name(@Nullable String foreign) {
        if (foreign == null || foreign.isBlank()) {
            return "a value";
        }
        String plain = foreign.replaceAll("[^\\p{L}\\p{N}_.\\-\\[\\] ]", ".");
        return "“" + (plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain) + "”";
    }
}
