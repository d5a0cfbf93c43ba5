package dev.concierge.server.sync;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One item of a provider, as it was last seen.
 *
 * @param part where in the stream it belongs, such as a calendar's id
 * @param upstreamId the provider's id, unique in its part
 * @param version 1 for a new one, one more with each change
 * @param content JSON as the provider gave it; null when it is gone there
 * @param startsAt null when it has no place in time
 * @param position its place in the order of changes
 */
public record SyncRecord(
        UUID id,
        UUID integrationId,
        String stream,
        String part,
        String upstreamId,
        long version,
        @Nullable String content,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        boolean allDay,
        Instant changedAt,
        Position position) {

    /** A place in the feed. Ids of transactions begin again with each era. */
    public record Position(int era, long transaction, UUID id) {}

    /** Which records; null takes all. */
    public record Filter(
            @Nullable UUID integrationId, @Nullable String stream) {}

    /** It prints no content. */
    @Override
    public String toString() {
        return "SyncRecord[" + id + "]";
    }
}
