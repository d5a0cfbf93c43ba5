package dev.concierge.server.sync;

import static dev.concierge.server.sync.StreamRepository.instant;
import static dev.concierge.server.sync.StreamRepository.utc;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.integrations.SyncedContent.Upcoming;
import dev.concierge.server.sync.streams.Item;
import dev.concierge.server.sync.streams.ShowsEvents;
import dev.concierge.server.sync.streams.Stream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The events to come in the calendars of an integration: those under way too, cancelled ones not. */
@Component
class UpcomingEvents {
    private final AccountScope accounts;
    private final Streams streams;
    private final Checkpoints checkpoints;
    private final RecordContent content;

    UpcomingEvents(AccountScope accounts, Streams streams, Checkpoints checkpoints, RecordContent content) {
        this.accounts = accounts;
        this.streams = streams;
        this.checkpoints = checkpoints;
        this.content = content;
    }

    private record Row(UUID streamId, String part, String content, Item.When time) {}

    List<Upcoming> of(UUID accountId, UUID integrationId, Instant now, int limit) {
        record Found(List<StreamRow> streams, List<Row> rows) {}
        Found found = accounts.call(
                accountId,
                jdbc -> new Found(StreamRepository.of(jdbc, integrationId), rows(jdbc, integrationId, now, limit)));
        var calendars = found.streams().stream()
                .flatMap(row -> calendar(row).stream())
                .collect(Collectors.toMap(Calendar::streamId, Function.identity()));
        return found.rows().stream()
                .filter(row -> calendars.containsKey(row.streamId()))
                .map(row ->
                        Objects.requireNonNull(calendars.get(row.streamId())).event(row))
                .toList();
    }

    /** A stream whose records are events, with how it reads one. */
    private record Calendar(UUID streamId, Function<Row, Upcoming> read) {
        Upcoming event(Row row) {
            return read.apply(row);
        }
    }

    private Optional<Calendar> calendar(StreamRow row) {
        return streams.find(row.name()).flatMap(stream -> reader(row, stream));
    }

    @SuppressWarnings("unchecked") // a stream that shows events does so with its own checkpoint
    private <C> Optional<Calendar> reader(StreamRow row, Stream<C> stream) {
        if (!(stream instanceof ShowsEvents<?>)) {
            return Optional.empty();
        }
        ShowsEvents<C> shows = (ShowsEvents<C>) stream;
        C checkpoint = checkpoints.of(row, stream);
        return Optional.of(new Calendar(
                row.id(), event -> shows.event(checkpoint, event.part(), content.read(event.content()), event.time())));
    }

    private static List<Row> rows(JdbcClient jdbc, UUID integrationId, Instant now, int limit) {
        return jdbc.sql("""
                        select stream_id, part, content::text as content, starts_at, ends_at, all_day from records
                         where integration_id = :integration and deleted_at is null and ends_at > :now
                         order by starts_at, all_day desc, id limit :limit
                        """)
                .param("integration", integrationId)
                .param("now", utc(now))
                .param("limit", limit)
                .query((row, _) -> new Row(
                        row.getObject("stream_id", UUID.class),
                        row.getString("part"),
                        row.getString("content"),
                        new Item.When(
                                Objects.requireNonNull(instant(row, "starts_at")),
                                Objects.requireNonNull(instant(row, "ends_at")),
                                row.getBoolean("all_day"))))
                .list();
    }
}
