package dev.concierge.server.integrations;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of an integration to be otherwise; what is null stays as it is.
 *
 * @param label another name: one line of 1 to {@value #LONGEST_LABEL} characters
 * @param metadata a program's own words, in place of those before: at most {@value #MOST_ENTRIES}, names of 1 to {@value #LONGEST_NAME} characters,
 *     texts of at most {@value #LONGEST_TEXT}
 */
public record IntegrationChange(
        @Nullable String label, @Nullable Map<String, String> metadata) {
    private static final int LONGEST_LABEL = 80;
    private static final int MOST_ENTRIES = 50;
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_TEXT = 500;

    /** @throws ProblemException {@code invalid-input}, with the field that cannot be taken */
    public IntegrationChange {
        label = label == null ? null : checked(label.strip());
        metadata = metadata == null ? null : checked(Map.copyOf(metadata));
    }

    private static String checked(String label) {
        if (label.isEmpty() || label.length() > LONGEST_LABEL || hasControls(label)) {
            throw invalid("label", "A name has 1 to " + LONGEST_LABEL + " characters, all of them on one line.");
        }
        return label;
    }

    private static Map<String, String> checked(Map<String, String> metadata) {
        if (metadata.size() > MOST_ENTRIES) {
            throw invalid("metadata", "Metadata has at most " + MOST_ENTRIES + " entries.");
        }
        metadata.forEach((name, text) -> {
            if (name.isBlank() || name.length() > LONGEST_NAME || hasControls(name)) {
                throw invalid("metadata", "A name in metadata has 1 to " + LONGEST_NAME + " characters on one line.");
            }
            if (text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
                throw invalid("metadata", "A text in metadata has at most " + LONGEST_TEXT + " characters.");
            }
        });
        return metadata;
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static ProblemException invalid(String field, String detail) {
        return new ProblemException(ProblemType.INVALID_INPUT, detail).with("field", field);
    }
}
