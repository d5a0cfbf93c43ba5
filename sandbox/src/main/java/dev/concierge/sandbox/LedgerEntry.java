package dev.concierge.sandbox;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as the provider saw it.
 *
 * @param sequence 1, 2, 3 … in order of arrival
 * @param at sandbox time of arrival
 * @param path without the query
 * @param parameters of query and form; secrets only as {@link Secrets#fingerprint}. A bearer token is {@code authorization}
 * @param outcome null while it is being worked on
 * @param reason why, where the outcome alone does not say; else empty
 */
public record LedgerEntry(
        long sequence,
        Instant at,
        String provider,
        String endpoint,
        String method,
        String path,
        Map<String, List<String>> parameters,
        @Nullable String clientId,
        @Nullable String outcome,
        String reason,
        int status,
        Delivery answer) {

    /** What became of the answer. */
    public enum Delivery {
        /** The request has not been answered yet: it is worked on, delayed or hanging. */
        PENDING,
        /** Given to the network. */
        SENT,
        /** The request took effect and the connection was closed on purpose: a lost response. */
        DROPPED,
        /** The other side had gone. */
        FAILED;

        @JsonValue
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
