package dev.concierge.server.operations;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/**
 * Makes foreign text in production's JSON log harmless: JSON escapes control characters by itself, but not the ones that turn the direction of
 * what is read or hide it, and it has no limit. Named in {@code application.yaml}.
 */
public final class OneLineLogs implements StructuredLoggingJsonMembersCustomizer<Object> {
    static final int LONGEST = 16_000;
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cf}\\u2028\\u2029\\u007f-\\u009f]");

    @Override
    public void customize(JsonWriter.Members<Object> members) {
        members.applyingValueProcessor(JsonWriter.ValueProcessor.of(String.class, OneLineLogs::harmless));
    }

    static @Nullable String harmless(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String kept = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return UNSEEN.matcher(kept).replaceAll("?");
    }
}
