package dev.concierge.server.sync.streams;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A GET to one of a provider's APIs.
 *
 * @param template the path below the API's base address, its variable parts in braces; for logs and metrics
 * @param path the path with its variable parts filled in and encoded
 * @param query the query, encoded; empty when there is none
 */
public record ApiRequest(String template, String path, String query) {
    /** Begins with a path template such as {@code /calendars/{id}/events}; each value fills one pair of braces, in order. */
    public static Builder of(String template, String... values) {
        return new Builder(template, values);
    }

    /** Where to go, and the query, both percent-encoded. */
    public String target() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** It prints its template only; path and query may name people. */
    @Override
    public String toString() {
        return template;
    }

    /** Collects the query; not thread-safe. */
    public static final class Builder {
        private final String template;
        private final String path;
        private final List<String> query = new ArrayList<>();

        private Builder(String template, String... values) {
            this.template = template;
            String filled = template;
            for (String value : values) {
                int open = filled.indexOf('{');
                int close = filled.indexOf('}');
                filled = filled.substring(0, open) + encode(value) + filled.substring(close + 1);
            }
            this.path = filled;
        }

        public Builder with(String name, String value) {
            query.add(encode(name) + "=" + encode(value));
            return this;
        }

        public Builder with(String name, int value) {
            return with(name, Integer.toString(value));
        }

        public ApiRequest build() {
            return new ApiRequest(template, path, String.join("&", query));
        }

        /** RFC 3986 section 2.1: a space is %20 in a path and in a query alike. */
        private static String encode(String value) {
            return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        }
    }
}
