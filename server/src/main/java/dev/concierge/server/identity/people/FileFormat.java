package dev.concierge.server.identity.people;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The forms in which people are imported and exported; both in UTF-8. */
public enum FileFormat {
    CSV("text/csv;charset=UTF-8"),
    JSON("application/json");

    private final String mediaType;

    FileFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** For {@code Content-Type}, with the encoding where it is not fixed anyway. */
    public String mediaType() {
        return mediaType;
    }

    /** The word of the API, and how file names end. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of a word; empty when there is none. */
    public static Optional<FileFormat> of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst();
    }
}
