package dev.concierge.server.sync.streams;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One thing on a page. */
public sealed interface Item {
    /** Where in the stream it belongs, such as a calendar's id; empty in a stream of one part. */
    String part();

    /** The provider's id, unique in its part; 1 to 1024 characters. */
    String upstreamId();

    /**
     * It is there.
     *
     * @param content as the provider gave it
     * @param time when it happens; null when it has no place in time
     */
    record Present(
            String part,
            String upstreamId,
            JsonNode content,
            @Nullable When time) implements Item {}

    /** It is not there any more. */
    record Gone(String part, String upstreamId) implements Item {}

    /**
     * A time span.
     *
     * @param allDay whether it covers whole days of its calendar; the instants are those days' ends there
     */
    record When(Instant startsAt, Instant endsAt, boolean allDay) {}
}
