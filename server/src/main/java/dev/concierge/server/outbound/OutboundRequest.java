package dev.concierge.server.outbound;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One call to the outside. It prints provider, step and template only: URL, header fields and body may hold a token or a code.
 */
public final class OutboundRequest {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");
    private static final Set<String> OURS =
            Set.of("host", "content-length", "transfer-encoding", "connection", "cookie", "proxy-authorization");

    public enum Method {
        GET,
        HEAD,
        POST,
        PUT,
        PATCH,
        DELETE
    }

    private final Method method;
    private final URI url;
    private final String provider;
    private final String step;
    private final String template;
    private final Set<HostPort> hosts;
    private final Map<String, String> headers;
    private final byte @Nullable [] body;
    private final @Nullable String contentType;
    private final Duration deadline;
    private final int answerLimit;
    private final @Nullable Instant sendBy;

    private OutboundRequest(Builder builder) {
        this.method = builder.method;
        this.url = builder.url;
        this.provider = builder.provider;
        this.step = builder.step;
        this.template = builder.template;
        this.hosts = builder.hosts;
        this.headers = Map.copyOf(builder.headers);
        this.body = builder.body;
        this.contentType = builder.contentType;
        this.deadline = builder.deadline;
        this.answerLimit = builder.answerLimit;
        this.sendBy = builder.sendBy;
    }

    /**
     * Begins a request.
     *
     * @param provider the catalog id; breaker, bulkhead and metrics go by it
     * @param step what the call is for in one or two words of ours, such as {@code token}; a metric label, so from a small set
     * @param hosts the hosts that this provider's calls may go to
     */
    public static Builder to(String provider, String step, Set<HostPort> hosts, Method method, URI url) {
        return new Builder(provider, step, hosts, method, url);
    }

    public Method method() {
        return method;
    }

    public URI url() {
        return url;
    }

    public String provider() {
        return provider;
    }

    public String step() {
        return step;
    }

    /** The path with its variable parts as names, such as {@code /calendars/{id}/events}; for logs, metrics and spans. */
    public String template() {
        return template;
    }

    public Set<HostPort> hosts() {
        return hosts;
    }

    public Duration deadline() {
        return deadline;
    }

    public int answerLimit() {
        return answerLimit;
    }

    public @Nullable Instant sendBy() {
        return sendBy;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte @Nullable [] body() {
        return body;
    }

    @Nullable
    String contentType() {
        return contentType;
    }

    @Override
    public String toString() {
        return provider + " " + step + " " + method + " " + template;
    }

    /** Collects what a request needs; not thread-safe. */
    public static final class Builder {
        private static final Duration USUAL_DEADLINE = Duration.ofSeconds(15);
        private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(2);
        private static final int USUAL_LIMIT = 1024 * 1024;
        private static final int LARGEST_LIMIT = 64 * 1024 * 1024;

        private final String provider;
        private final String step;
        private final Set<HostPort> hosts;
        private final Method method;
        private final URI url;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private String template;
        private byte @Nullable [] body;
        private @Nullable String contentType;
        private Duration deadline = USUAL_DEADLINE;
        private int answerLimit = USUAL_LIMIT;
        private @Nullable Instant sendBy;

        private Builder(String provider, String step, Set<HostPort> hosts, Method method, URI url) {
            this.provider = provider;
            this.step = step;
            this.hosts = Set.copyOf(hosts);
            this.method = method;
            this.url = url;
            this.template = step;
        }

        /** The path with names for its variable parts; default: the step. */
        public Builder template(String routeTemplate) {
            this.template = routeTemplate;
            return this;
        }

        /**
         * Sets a header field.
         *
         * @throws IllegalArgumentException for a name or value that RFC 9110 section 5 does not allow, and for what the connection itself decides
         *     (Host, Content-Length, Transfer-Encoding, Connection, Cookie, Proxy-Authorization)
         */
        public Builder header(String name, String value) {
            if (!TOKEN.matcher(name).matches() || OURS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                throw new IllegalArgumentException("a header field that calls may not set");
            }
            if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c >= 0x7f)) {
                throw new IllegalArgumentException("a header value with control or foreign characters");
            }
            headers.put(name, value);
            return this;
        }

        /** A body of {@code application/x-www-form-urlencoded}, already encoded. */
        public Builder form(String encoded) {
            return body("application/x-www-form-urlencoded", encoded.getBytes(StandardCharsets.UTF_8));
        }

        /** A body of {@code application/json}. */
        public Builder json(String text) {
            return body("application/json", text.getBytes(StandardCharsets.UTF_8));
        }

        public Builder body(String mediaType, byte[] content) {
            this.contentType = mediaType;
            this.body = content.clone();
            return this;
        }

        /** The longest the whole call may take: resolving, connecting, TLS, sending, headers and body. Default 15 s, at most two minutes. */
        public Builder deadline(Duration total) {
            if (total.isNegative() || total.isZero() || total.compareTo(LONGEST_DEADLINE) > 0) {
                throw new IllegalArgumentException("a deadline is more than nothing and at most two minutes");
            }
            this.deadline = total;
            return this;
        }

        /** The largest answer in bytes after decompression. Default 1 MiB, at most 64 MiB. */
        public Builder answerLimit(int bytes) {
            if (bytes < 0 || bytes > LARGEST_LIMIT) {
                throw new IllegalArgumentException("an answer limit is between 0 and 64 MiB");
            }
            this.answerLimit = bytes;
            return this;
        }

        /**
         * The last moment, by the injected clock, at which the first byte of the request may leave. It is checked again when the connection
         * stands; later the call ends as {@code TIMEOUT}, unsent.
         */
        public Builder sendBy(Instant latest) {
            this.sendBy = latest;
            return this;
        }

        public OutboundRequest build() {
            return new OutboundRequest(this);
        }
    }
}
