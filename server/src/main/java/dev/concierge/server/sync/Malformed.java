package dev.concierge.server.sync;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An item of a provider that cannot be read, kept aside until it can or is gone.
 *
 * @param upstreamId the provider's id; {@code sha256:} and a hash of its content when it has none that can be used
 * @param why in one of our words, such as {@code time_unreadable}
 * @param content JSON as the provider gave it
 */
public record Malformed(
        UUID id,
        UUID integrationId,
        String stream,
        String part,
        String upstreamId,
        String why,
        @Nullable String content,
        Instant firstAt,
        Instant seenAt) {

    /** A place in their list. */
    public record Position(Instant seenAt, UUID id) {}

    public Position position() {
        return new Position(seenAt, id);
    }

    /** It prints no content. */
    @Override
    public String toString() {
        return "Malformed[" + id + "]";
    }
}
