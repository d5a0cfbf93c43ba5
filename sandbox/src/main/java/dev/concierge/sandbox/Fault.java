package dev.concierge.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Something that goes wrong at one endpoint, a number of times. */
public sealed interface Fault {
    /** The endpoint's name as in the ledger, or {@code *} for every one. */
    String endpoint();

    /** How many more times; left out or 0 in JSON: once. */
    int count();

    /** The same with one time less; not for the last time. */
    Fault onceLess();

    /**
     * Answers without processing.
     *
     * @param location where a redirect points
     * @param body text as it is, anything else as JSON; null: the status says it all
     */
    record FailNext(
            String endpoint,
            int status,
            @Nullable Integer retryAfterSeconds,
            @Nullable String location,
            int count,
            @Nullable JsonNode body)
            implements Fault {
        public FailNext {
            check(endpoint, count);
            count = Math.max(count, 1);
            body = body == null || body.isNull() ? null : body;
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("status must be between 200 and 599");
            }
        }

        public static FailNext of(String endpoint, int status) {
            return new FailNext(endpoint, status, null, null, 1, null);
        }

        @Override
        public FailNext onceLess() {
            return new FailNext(endpoint, status, retryAfterSeconds, location, count - 1, body);
        }
    }

    /** Processes the request and closes the connection without an answer: a lost response. */
    record DropAnswer(String endpoint, int count) implements Fault {
        public DropAnswer {
            check(endpoint, count);
            count = Math.max(count, 1);
        }

        @Override
        public DropAnswer onceLess() {
            return new DropAnswer(endpoint, count - 1);
        }
    }

    /** Processes the request and spoils the body of the answer. */
    record Malformed(String endpoint, int count, Kind kind) implements Fault {
        public enum Kind {
            /** A cheerful HTML page with status 200. */
            @JsonProperty("html200")
            HTML_200,
            /** The first half of the JSON; as HTTP it is complete. */
            @JsonProperty("cutJson")
            CUT_JSON,
            /** The right body, called {@code text/plain}. */
            @JsonProperty("wrongType")
            WRONG_TYPE,
            /** 64 MiB of JSON, in chunks. */
            @JsonProperty("huge")
            HUGE,
            /** The same 64 MiB, gzipped to some 64 KiB. */
            @JsonProperty("gzipBomb")
            GZIP_BOMB,
            /** Half the body of the length that was announced, then the connection ends. */
            @JsonProperty("cutBody")
            CUT_BODY
        }

        public Malformed {
            check(endpoint, count);
            count = Math.max(count, 1);
        }

        @Override
        public Malformed onceLess() {
            return new Malformed(endpoint, count - 1, kind);
        }
    }

    /** Processes the request and merges {@code merge} into the JSON answer (RFC 7396): a lie in any field. */
    record Lie(String endpoint, int count, JsonNode merge) implements Fault {
        public Lie {
            check(endpoint, count);
            count = Math.max(count, 1);
        }

        @Override
        public Lie onceLess() {
            return new Lie(endpoint, count - 1, merge);
        }
    }

    private static void check(@Nullable String endpoint, int count) {
        if (endpoint == null || endpoint.isBlank()) {
            throw new IllegalArgumentException("endpoint is missing");
        }
        if (count < 0) {
            throw new IllegalArgumentException("count must not be negative");
        }
    }
}
