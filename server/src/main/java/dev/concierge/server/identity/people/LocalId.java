package dev.concierge.server.identity.people;

import dev.concierge.server.identity.DisplayName;
import java.util.Optional;

/**
 * What an organisation calls a person in its own books: one line of 1 to 50 characters, in Unicode form NFC, none of them hidden. Compared exactly, letter case
 * included.
 */
record LocalId(String value) {
    /** What it may be, for whoever wrote another. */
    static final String FORM = "A local id is one line of up to 50 characters.";

    private static final int LONGEST = 50;

    LocalId {
        if (!fits(value)) {
            throw new IllegalArgumentException("not a local id");
        }
    }

    /** The local id somebody typed; empty when it is none. */
    static Optional<LocalId> parse(String typed) {
        return DisplayName.parse(typed)
                .map(DisplayName::value)
                .filter(LocalId::fits)
                .map(LocalId::new);
    }

    private static boolean fits(String text) {
        return !text.isBlank() && text.codePointCount(0, text.length()) <= LONGEST;
    }
}
