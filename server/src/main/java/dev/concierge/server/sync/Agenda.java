package dev.concierge.server.sync;

import static dev.concierge.server.sync.StreamRepository.instant;
import static dev.concierge.server.sync.StreamRepository.utc;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.integrations.SyncedContent.Upcoming;
import dev.concierge.server.sync.streams.Item;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What happens on some days in all of an account's calendars, whatever provider they are of. */
@Component
public class Agenda {
    /** The days before are read through for events that go on: those of a month, wherever their days begin. Longer ones are few, and looked for by themselves. */
    private static final Duration USUAL = Duration.ofDays(32);

    /** Days begin up to so much earlier or later elsewhere. */
    private static final Duration ZONES = Duration.ofHours(14);

    private static final double HOURS = 24;

    private static final String COLUMNS =
            "select id, integration_id, stream_id, title, link, part, content::text as content, starts_at, ends_at, all_day from records ";

    /** Goes by the index {@code records_of_kind}, or {@code records_newest} where nearly everything is an event. */
    static final String EVENTS = COLUMNS + """
            where kind = 'event' and deleted_at is null and happened_at >= :since and happened_at < :end and ends_at >= :begin
              and (all_day or (starts_at < :after and (starts_at >= :first or ends_at > :first)))
            order by happened_at, id limit :limit
            """;

    /** Events that began before those. Goes by the index {@code records_long_events}, in its order. */
    static final String LONG_EVENTS = COLUMNS + """
            where kind = 'event' and deleted_at is null and ends_at - starts_at > interval '31 days' and starts_at < :since and ends_at >= :begin
              and (all_day or ends_at > :first)
            order by ends_at limit :limit
            """;

    private final AccountScope accounts;
    private final EventReaders readers;

    Agenda(AccountScope accounts, EventReaders readers) {
        this.accounts = accounts;
        this.readers = readers;
    }

    /**
     * One event.
     *
     * @param title empty when it has none
     * @param startsAt null when it takes whole days
     * @param firstDay where the reader is; of an event of whole days, as its calendar has it
     * @param lastDay the day on which it ends, often the same
     * @param place empty when it has none
     * @param calendar its name; empty when it has none
     * @param link where a person sees it at the provider; null when there is no such page
     */
    public record Entry(
            UUID id,
            UUID integrationId,
            String title,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            LocalDate firstDay,
            LocalDate lastDay,
            String place,
            String calendar,
            @Nullable String link) {
        /** It prints no content. */
        @Override
        public String toString() {
            return "Entry[" + id + "]";
        }
    }

    private record Found(
            UUID id,
            UUID integrationId,
            UUID streamId,
            String title,
            @Nullable String link,
            EventReaders.Row row) {}

    /**
     * Some of the events of some days, in order of time.
     *
     * @param more whether there are others, which begin on the day of the last one or later
     */
    public record Some(List<Entry> entries, boolean more) {
        public Some {
            entries = List.copyOf(entries);
        }
    }

    /**
     * What happens from one day to another and on both of them.
     *
     * @param zone where the reader is
     * @param limit how many at most
     */
    public Some between(UUID accountId, LocalDate from, LocalDate to, ZoneId zone, int limit) {
        record Both(List<StreamRow> streams, List<Found> events) {}
        Instant begin = from.atStartOfDay(zone).toInstant();
        Instant end = to.plusDays(1).atStartOfDay(zone).toInstant();
        Both both = accounts.call(
                accountId, jdbc -> new Both(StreamRepository.all(jdbc), found(jdbc, begin, end, limit + 1)));
        Map<UUID, Function<EventReaders.Row, Upcoming>> calendars = readers.of(both.streams());
        List<Entry> entries = both.events().stream()
                .limit(limit)
                .map(event -> entry(event, calendars.get(event.streamId()), zone))
                .filter(entry ->
                        !entry.lastDay().isBefore(from) && !entry.firstDay().isAfter(to))
                .toList();
        return new Some(entries, both.events().size() > limit);
    }

    private static List<Found> found(JdbcClient jdbc, Instant begin, Instant end, int limit) {
        JdbcClient.StatementSpec longOnes = jdbc.sql(LONG_EVENTS);
        JdbcClient.StatementSpec others =
                jdbc.sql(EVENTS).param("end", utc(end.plus(ZONES))).param("after", utc(end));
        return Stream.concat(
                        found(longOnes, begin, limit).stream()
                                .sorted(Comparator.comparing(
                                        found -> found.row().time().startsAt())),
                        found(others, begin, limit).stream())
                .limit(limit)
                .toList();
    }

    private static List<Found> found(JdbcClient.StatementSpec statement, Instant begin, int limit) {
        return statement
                .param("since", utc(begin.minus(USUAL)))
                .param("begin", utc(begin.minus(ZONES)))
                .param("first", utc(begin))
                .param("limit", limit)
                .query((row, _) -> new Found(
                        row.getObject("id", UUID.class),
                        row.getObject("integration_id", UUID.class),
                        row.getObject("stream_id", UUID.class),
                        row.getString("title"),
                        row.getString("link"),
                        new EventReaders.Row(
                                row.getString("part"),
                                row.getString("content"),
                                new Item.When(
                                        Objects.requireNonNull(instant(row, "starts_at")),
                                        Objects.requireNonNull(instant(row, "ends_at")),
                                        row.getBoolean("all_day")))))
                .list();
    }

    /** @param reader null for a stream that says nothing more of its events */
    private static Entry entry(Found event, @Nullable Function<EventReaders.Row, Upcoming> reader, ZoneId zone) {
        Item.When time = event.row().time();
        Upcoming upcoming = reader == null ? null : reader.apply(event.row());
        LocalDate first = upcoming == null || upcoming.day() == null
                ? LocalDate.ofInstant(time.startsAt(), zone)
                : upcoming.day();
        return new Entry(
                event.id(),
                event.integrationId(),
                event.title(),
                time.allDay() ? null : time.startsAt(),
                time.allDay() ? null : time.endsAt(),
                first,
                last(first, time, zone),
                upcoming == null ? "" : upcoming.place(),
                upcoming == null ? "" : upcoming.calendar(),
                event.link());
    }

    /** What ends at midnight ends on the day before. */
    private static LocalDate last(LocalDate first, Item.When time, ZoneId zone) {
        if (time.allDay()) {
            double hours = Duration.between(time.startsAt(), time.endsAt()).toMinutes() / 60.0;
            return first.plusDays(Math.max(1, Math.round(hours / HOURS)) - 1);
        }
        Instant end = time.endsAt().isAfter(time.startsAt()) ? time.endsAt().minusMillis(1) : time.endsAt();
        return LocalDate.ofInstant(end, zone);
    }
}
