package dev.concierge.server.sync;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record as lists show it, whatever provider it comes from.
 *
 * @param kind one of the words of {@link dev.concierge.server.sync.streams.Kind}
 * @param title empty when it has none
 * @param people names or addresses, the first one first
 * @param link where a person sees it at the provider; null when there is no such page
 * @param happenedAt when it happens or happened; when it was first seen for what has no place in time
 * @param startsAt null when it has no place in time
 */
public record Found(
        UUID id,
        UUID integrationId,
        String provider,
        String stream,
        String kind,
        String title,
        List<String> people,
        @Nullable String link,
        Instant happenedAt,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        boolean allDay) {
    public Found {
        people = List.copyOf(people);
    }

    /** A place in a list that is ordered by time, newest first. */
    public record Position(Instant happenedAt, UUID id) {}

    public Position position() {
        return new Position(happenedAt, id);
    }

    /** It prints no content. */
    @Override
    public String toString() {
        return "Found[" + id + "]";
    }
}
