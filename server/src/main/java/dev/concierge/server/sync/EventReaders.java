package dev.concierge.server.sync;

import dev.concierge.server.integrations.SyncedContent.Upcoming;
import dev.concierge.server.sync.streams.Item;
import dev.concierge.server.sync.streams.ShowsEvents;
import dev.concierge.server.sync.streams.Stream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** How each stream of a calendar reads its records as events. */
@Component
class EventReaders {
    private final Streams streams;
    private final Checkpoints checkpoints;
    private final RecordContent content;

    EventReaders(Streams streams, Checkpoints checkpoints, RecordContent content) {
        this.streams = streams;
        this.checkpoints = checkpoints;
        this.content = content;
    }

    /** A record of an event as it is stored. */
    record Row(String part, String content, Item.When time) {}

    private record Reader(UUID streamId, Function<Row, Upcoming> read) {}

    /** By stream; those that show no events, or that only another release knows, are left out. */
    Map<UUID, Function<Row, Upcoming>> of(List<StreamRow> rows) {
        return rows.stream()
                .flatMap(row -> streams.find(row.name()).flatMap(stream -> reader(row, stream)).stream())
                .collect(Collectors.toMap(Reader::streamId, Reader::read));
    }

    @SuppressWarnings("unchecked") // a stream that shows events does so with its own checkpoint
    private <C> Optional<Reader> reader(StreamRow row, Stream<C> stream) {
        if (!(stream instanceof ShowsEvents<?>)) {
            return Optional.empty();
        }
        ShowsEvents<C> shows = (ShowsEvents<C>) stream;
        C checkpoint = checkpoints.of(row, stream);
        return Optional.of(new Reader(
                row.id(), event -> shows.event(checkpoint, event.part(), content.read(event.content()), event.time())));
    }
}
