package dev.concierge.server.sync.streams;

import dev.concierge.server.integrations.SyncedContent.Upcoming;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * The events of somebody's main Outlook calendar from four weeks ago to a year ahead ({@code /me/calendarView/delta}). Links are bound to the window they
 * began with, so everything is read anew every week, in a window that has moved on. Series are taken apart by Microsoft: their occurrences say only when
 * they are, the rest is told by the series, which is no record itself.
 */
@Component
class MicrosoftEventsStream
        implements Stream<MicrosoftEventsCheckpoint>,
                ShowsEvents<MicrosoftEventsCheckpoint>,
                Watched<MicrosoftEventsCheckpoint> {
    private static final String PATH = "/me/calendarView/delta";
    private static final List<String> WATCHED = List.of("/me/events");
    private static final StreamDescription DESCRIPTION = new StreamDescription(
            "microsoft.graph.events",
            "Calendar events",
            Kind.EVENT,
            "microsoft",
            "graph",
            Set.of("Calendars.Read", "Calendars.ReadWrite"),
            Duration.ofMinutes(15));
    private static final Duration FULL_PASS_EVERY = Duration.ofDays(7);
    private static final Duration BACK = Duration.ofDays(28);
    private static final Duration AHEAD = Duration.ofDays(365);
    private static final String PREFER = GraphPage.prefer(200);

    private final ApiErrors errors = new GraphApiErrors();

    @Override
    public StreamDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Class<MicrosoftEventsCheckpoint> checkpointType() {
        return MicrosoftEventsCheckpoint.class;
    }

    @Override
    public MicrosoftEventsCheckpoint start() {
        return MicrosoftEventsCheckpoint.START;
    }

    @Override
    public ApiErrors errors() {
        return errors;
    }

    @Override
    public FetchOutcome<MicrosoftEventsCheckpoint> fetchPage(Api api, MicrosoftEventsCheckpoint checkpoint) {
        Cursor cursor = checkpoint.cursor().renewed(api.now(), FULL_PASS_EVERY);
        MicrosoftEventsCheckpoint at =
                cursor.equals(Cursor.START) ? MicrosoftEventsCheckpoint.START : checkpoint.at(cursor);
        String place = cursor.page() == null ? cursor.feed() : cursor.page();
        return switch (api.ask(request(place, api.now()))) {
            case ApiOutcome.Answered answered -> page(api, at, answered);
            case ApiOutcome.TooOld() -> new FetchOutcome.TooOld<>(MicrosoftEventsCheckpoint.START);
            case ApiOutcome other -> other.interrupted();
        };
    }

    private static ApiRequest request(@Nullable String place, Instant now) {
        ApiRequest.Builder request = place != null
                ? ApiRequest.exactly(PATH, place)
                : ApiRequest.of(PATH)
                        .with("startDateTime", day(now.minus(BACK)))
                        .with("endDateTime", day(now.plus(AHEAD)));
        return request.header("Prefer", PREFER).build();
    }

    private static String day(Instant time) {
        return time.truncatedTo(ChronoUnit.DAYS).toString();
    }

    private static FetchOutcome<MicrosoftEventsCheckpoint> page(
            Api api, MicrosoftEventsCheckpoint before, ApiOutcome.Answered answered) {
        GraphPage page = GraphPage.read(api, answered).orElse(null);
        if (page == null) {
            return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
        }
        MicrosoftEventsCheckpoint at = before.knowing(MicrosoftEvents.series(page.value()));
        Cursor cursor = at.cursor();
        var items = MicrosoftEvents.items(page.value(), at.series());
        FetchOutcome.Page<Cursor> read = page.next() == null
                ? cursor.last(items, page.delta(), api.now())
                : cursor.more(items, page.next(), api.now());
        return new FetchOutcome.Page<>(read.items(), read.passing(), read.goneParts(), at.at(read.next()), read.end());
    }

    @Override
    public Upcoming event(MicrosoftEventsCheckpoint checkpoint, String part, JsonNode content, Item.When time) {
        return MicrosoftEvents.upcoming(content, checkpoint.series(), time);
    }

    @Override
    public List<String> watched(MicrosoftEventsCheckpoint checkpoint) {
        return WATCHED;
    }
}
