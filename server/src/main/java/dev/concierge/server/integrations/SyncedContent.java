package dev.concierge.server.integrations;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the room {@code sync}, which comes later, tells about an integration's records. */
public interface SyncedContent {
    /** The streams of an integration of this account. */
    List<StreamSummary> streams(UUID accountId, UUID integrationId);

    /** {@link #streams(UUID, UUID)} of every integration of the account that has any, by the integration's id. */
    Map<UUID, List<StreamSummary>> streams(UUID accountId);

    /** What comes next in its calendars, soonest first. */
    List<Upcoming> upcoming(UUID accountId, UUID integrationId, int limit);

    /** Makes every stream of it due now. @return whether there is one */
    boolean syncNow(UUID accountId, UUID integrationId);

    /** Deletes everything that came from it, inside the transaction that disconnects it. @return how many records went */
    long deleteAll(UUID integrationId);

    /** How a stream is. */
    enum StreamState {
        /** Nothing has run yet. */
        WAITING,
        RUNNING,
        IN_STEP,
        /** Everything was read but items that are kept aside, because they cannot be read. */
        PARTIAL,
        /** A person has it rest. */
        PAUSED,
        /** The scope it needs was not granted. */
        NOT_ALLOWED,
        FAILED
    }

    /**
     * What a stream needs at its provider.
     *
     * @param oneOf scopes by canonical name, of which one is enough; empty where it needs none
     * @param also scopes that bring more, asked for along with it
     */
    record Needs(Set<String> oneOf, Set<String> also) {
        /** Of a stream that this release does not know. */
        public static final Needs NONE = new Needs(Set.of(), Set.of());

        public Needs {
            oneOf = Set.copyOf(oneOf);
            also = Set.copyOf(also);
        }
    }

    /**
     * One stream.
     *
     * @param id the stream's name, as addresses have it
     * @param name in words: "Calendar events"
     * @param cause why it is not in step, in one of our words; null when there is nothing to say
     * @param lastRunAt when the last run ended; null when there was none
     */
    record StreamSummary(
            String id,
            String name,
            long records,
            @Nullable Instant lastRunAt,
            @Nullable Instant nextRunAt,
            StreamState state,
            @Nullable String cause,
            Needs needs) {}

    /** One event to come; either {@code startsAt} or, for a whole day, {@code day} is set. */
    record Upcoming(
            String title,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable LocalDate day,
            String place,
            String calendar) {}
}
