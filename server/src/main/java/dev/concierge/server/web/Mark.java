package dev.concierge.server.web;

import org.jspecify.annotations.Nullable;

/**
 * The picture of a provider.
 *
 * @param name the provider's name, whose first letter stands in when there is no picture
 * @param file the catalog's {@code mark}: a file of {@code /marks/} without {@code .svg}, or null
 */
public record Mark(String name, @Nullable String file) {
    public Mark {
        if (file != null && !file.matches("[a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException("a mark is named by letters, digits and dashes");
        }
    }

    /** What is drawn without a picture. */
    public String letter() {
        return name.isEmpty()
                ? "?"
                : name.substring(0, name.offsetByCodePoints(0, 1)).toUpperCase(java.util.Locale.ROOT);
    }
}
