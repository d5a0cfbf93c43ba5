package dev.concierge.server.oauth;

import dev.concierge.server.encryption.Secret;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads members of foreign objects; what has not the expected type or form is absent. */
final class Members {
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cn}\\p{Co}\\p{Cs}\\u2028\\u2029]+");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final int LONGEST_TOKEN = 16 * 1024;

    private Members() {}

    static @Nullable String text(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    /** The text or whole number that a JSON pointer leads to; null for anything else. */
    static @Nullable String scalar(JsonNode object, String pointer) {
        JsonNode value = object.at(pointer);
        if (value.isString()) {
            return value.stringValue();
        }
        return value.isIntegralNumber() && value.canConvertToLong() ? Long.toString(value.longValue()) : null;
    }

    /** One line for people, cut to a length; null when nothing is left. */
    static @Nullable String line(JsonNode object, @Nullable String pointer, int longest) {
        String text = pointer == null ? null : scalar(object, pointer);
        if (text == null) {
            return null;
        }
        String clean = UNFIT.matcher(text).replaceAll(" ").strip();
        if (clean.isEmpty()) {
            return null;
        }
        int end = Math.min(clean.length(), longest);
        return clean.substring(0, Character.isHighSurrogate(clean.charAt(end - 1)) ? end - 1 : end);
    }

    /** An address as it stands; null for one with hidden characters, for without them it would be another mailbox. */
    static @Nullable String address(JsonNode object, String pointer, int longest) {
        String text = scalar(object, pointer);
        String line = line(object, pointer, longest);
        return text != null && text.strip().equals(line) ? line : null;
    }

    /** A token of printable ASCII (RFC 6749 appendix A.12 and A.17). */
    static @Nullable Secret token(JsonNode object, String name) {
        String text = text(object, name);
        if (text == null || text.isEmpty() || text.length() > LONGEST_TOKEN) {
            return null;
        }
        return text.chars().allMatch(c -> c > 0x20 && c < 0x7f) ? Secret.of(text) : null;
    }

    /** A whole number, also written as a text of digits; null for a fraction, a negative or anything that does not fit. */
    static @Nullable Long count(JsonNode object, String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            return null;
        }
        if (value.isString()) {
            String text = value.stringValue();
            return DIGITS.matcher(text).matches() ? Long.valueOf(text) : null;
        }
        return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0
                ? value.longValue()
                : null;
    }
}
