package dev.concierge.sandbox.twitter;

import dev.concierge.sandbox.http.Parameters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a timeline is asked for (field 15).
 *
 * @param size 5 to 100
 * @param fields members of each post; id, text and its earlier versions always
 * @param from posts of that time and later; null: all
 * @param sinceId posts with larger ids; null: all
 * @param before posts with smaller ids, from a page before; null at the beginning
 */
record TimelineQuery(
        int size,
        Set<String> fields,
        @Nullable Instant from,
        @Nullable Long sinceId,
        @Nullable Long before) {
    private static final Set<String> PARAMETERS = Set.of(
            "max_results", "tweet.fields", "start_time", "since_id", "pagination_token", "exclude", "expansions");
    private static final Set<String> FIELDS = Set.of(
            "id",
            "text",
            "author_id",
            "created_at",
            "edit_history_tweet_ids",
            "lang",
            "public_metrics",
            "referenced_tweets",
            "conversation_id");
    private static final int SMALLEST = 5;
    private static final int LARGEST = 100;

    /** A parameter that X refuses. */
    static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String parameter;
        private final String value;

        Wrong(String parameter, String value) {
            super("The `" + parameter + "` query parameter value [" + value + "] is not valid");
            this.parameter = parameter;
            this.value = value;
        }

        String parameter() {
            return parameter;
        }

        String value() {
            return value;
        }
    }

    /**
     * Reads the parameters.
     *
     * @param life how long a pagination token is good; zero: for ever
     * @throws Wrong for one that X refuses
     */
    static TimelineQuery of(Parameters parameters, Instant now, Duration life) {
        for (var name : parameters.names()) {
            if (!PARAMETERS.contains(name)) {
                throw new Wrong(name, parameters.get(name, ""));
            }
        }
        return new TimelineQuery(
                size(parameters.get("max_results", "10")),
                fields(parameters.get("tweet.fields", "")),
                time(parameters.get("start_time")),
                number("since_id", parameters.get("since_id")),
                before(parameters.get("pagination_token"), now, life));
    }

    /** The token of the page after a post; as good as opaque. */
    static String pageAfter(String id, Instant now) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((now.getEpochSecond() + " " + id).getBytes(StandardCharsets.UTF_8));
    }

    private static int size(String text) {
        var size = number("max_results", text);
        if (size == null || size < SMALLEST || size > LARGEST) {
            throw new Wrong("max_results", text);
        }
        return size.intValue();
    }

    private static Set<String> fields(String text) {
        var fields = new LinkedHashSet<>(List.of("id", "text", "edit_history_tweet_ids"));
        for (var field : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            if (!FIELDS.contains(field)) {
                throw new Wrong("tweet.fields", field);
            }
            fields.add(field);
        }
        return fields;
    }

    /** To the second, in UTC. */
    private static @Nullable Instant time(@Nullable String text) {
        try {
            if (text != null && !text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")) {
                throw new Wrong("start_time", text);
            }
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw new Wrong("start_time", String.valueOf(text));
        }
    }

    private static @Nullable Long number(String name, @Nullable String text) {
        if (text != null && !text.matches("\\d{1,19}")) {
            throw new Wrong(name, text);
        }
        return text == null ? null : Long.valueOf(text);
    }

    private static @Nullable Long before(@Nullable String token, Instant now, Duration life) {
        if (token == null) {
            return null;
        }
        try {
            var parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(" ", 2);
            var ends = Instant.ofEpochSecond(Long.parseLong(parts[0])).plus(life);
            if (parts.length == 2 && (life.isZero() || now.isBefore(ends))) {
                return Long.valueOf(parts[1]);
            }
        } catch (IllegalArgumentException _) {
            // refused below, as one that is too old
        }
        throw new Wrong("pagination_token", token);
    }
}
