package dev.concierge.server.identity;

import java.text.Normalizer;
import java.util.Optional;

/**
 * A person's name as shown: one line, no control or direction characters, 1 to 100 characters, in Unicode form NFC. It may hold markup; pages show
 * it as text.
 */
public record DisplayName(String value) {
    private static final int LONGEST = 100;

    public DisplayName {
        if (!fits(value)) {
            throw new IllegalArgumentException("not a name that can be shown");
        }
    }

    /** The name somebody typed; empty when it cannot be shown. */
    public static Optional<DisplayName> parse(String typed) {
        String name = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC);
        return fits(name) ? Optional.of(new DisplayName(name)) : Optional.empty();
    }

    private static boolean fits(String name) {
        return !name.isBlank()
                && name.codePointCount(0, name.length()) <= LONGEST
                && name.codePoints().noneMatch(DisplayName::hidden);
    }

    private static boolean hidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
