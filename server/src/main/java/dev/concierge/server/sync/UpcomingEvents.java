package dev.concierge.server.sync;

import static dev.concierge.server.sync.StreamRepository.instant;
import static dev.concierge.server.sync.StreamRepository.utc;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.integrations.SyncedContent.Upcoming;
import dev.concierge.server.sync.streams.Item;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The events to come in the calendars of an integration: those under way too, cancelled ones not. */
@Component
class UpcomingEvents {
    private final AccountScope accounts;
    private final EventReaders readers;

    UpcomingEvents(AccountScope accounts, EventReaders readers) {
        this.accounts = accounts;
        this.readers = readers;
    }

    private record Found(UUID streamId, EventReaders.Row row) {}

    List<Upcoming> of(UUID accountId, UUID integrationId, Instant now, int limit) {
        record Both(List<StreamRow> streams, List<Found> events) {}
        Both both = accounts.call(
                accountId,
                jdbc -> new Both(StreamRepository.of(jdbc, integrationId), found(jdbc, integrationId, now, limit)));
        var calendars = readers.of(both.streams());
        return both.events().stream()
                .filter(event -> calendars.containsKey(event.streamId()))
                .map(event ->
                        Objects.requireNonNull(calendars.get(event.streamId())).apply(event.row()))
                .toList();
    }

    private static List<Found> found(JdbcClient jdbc, UUID integrationId, Instant now, int limit) {
        return jdbc.sql("""
                        select stream_id, part, content::text as content, starts_at, ends_at, all_day from records
                         where integration_id = :integration and deleted_at is null and ends_at > :now
                         order by starts_at, all_day desc, id limit :limit
                        """)
                .param("integration", integrationId)
                .param("now", utc(now))
                .param("limit", limit)
                .query((row, _) -> new Found(
                        row.getObject("stream_id", UUID.class),
                        new EventReaders.Row(
                                row.getString("part"),
                                row.getString("content"),
                                new Item.When(
                                        Objects.requireNonNull(instant(row, "starts_at")),
                                        Objects.requireNonNull(instant(row, "ends_at")),
                                        row.getBoolean("all_day")))))
                .list();
    }
}
