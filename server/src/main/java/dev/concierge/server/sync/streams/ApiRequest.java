package dev.concierge.server.sync.streams;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call to one of a provider's APIs: a GET, or a POST when it has a body.
 *
 * @param template the path below the API's base address, its variable parts in braces; for logs and metrics
 * @param target path and query, percent-encoded
 * @param headers beside those that every call to the provider has
 * @param body JSON; null for a GET
 * @param cost in the units of the provider's limits and daily budget
 */
public record ApiRequest(
        String template,
        String target,
        Map<String, String> headers,
        @Nullable String body,
        int cost) {
    public ApiRequest {
        headers = Map.copyOf(headers);
    }

    /** Begins with a path template such as {@code /calendars/{id}/events}; each value fills one pair of braces, in order. */
    public static Builder of(String template, String... values) {
        String filled = template;
        for (String value : values) {
            int open = filled.indexOf('{');
            int close = filled.indexOf('}');
            filled = filled.substring(0, open) + encode(value) + filled.substring(close + 1);
        }
        return new Builder(template, filled);
    }

    /**
     * Begins with a link's path and query as they are.
     *
     * @param target as {@link Api#below} gave it
     */
    public static Builder exactly(String template, String target) {
        return new Builder(template, target);
    }

    /** It prints its template only; path and query may name people. */
    @Override
    public String toString() {
        return template;
    }

    /** RFC 3986 section 2.1: a space is %20 in a path and in a query alike. */
    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Collects query, header fields and body; not thread-safe. */
    public static final class Builder {
        private final String template;
        private final String path;
        private final List<String> query = new ArrayList<>();
        private final Map<String, String> headers = new LinkedHashMap<>();
        private @Nullable String body;
        private int cost = 1;

        private Builder(String template, String path) {
            this.template = template;
            this.path = path;
        }

        public Builder with(String name, String value) {
            query.add(encode(name) + "=" + encode(value));
            return this;
        }

        public Builder with(String name, int value) {
            return with(name, Integer.toString(value));
        }

        /** A parameter that is left out when there is nothing to say. */
        public Builder withIf(String name, @Nullable String value) {
            return value == null ? this : with(name, value);
        }

        /** A header field that is left out when there is nothing to say. */
        public Builder header(String name, @Nullable String value) {
            if (value != null) {
                headers.put(name, value);
            }
            return this;
        }

        /** Makes it a POST. */
        public Builder json(String text) {
            body = text;
            return this;
        }

        /** What the call costs of the provider's limits and daily budget; 1 when nothing is said. */
        public Builder costs(int units) {
            cost = units;
            return this;
        }

        public ApiRequest build() {
            String target =
                    query.isEmpty() ? path : path + (path.indexOf('?') < 0 ? "?" : "&") + String.join("&", query);
            return new ApiRequest(template, target, headers, body, cost);
        }
    }
}
