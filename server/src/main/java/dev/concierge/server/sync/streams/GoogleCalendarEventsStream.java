package dev.concierge.server.sync.streams;

import dev.concierge.server.integrations.SyncedContent.Upcoming;
import dev.concierge.server.sync.streams.GoogleCalendarCheckpoint.Calendar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * The events of all calendars in a person's Google calendar list ({@code calendarList.list}, {@code events.list}). Without the scope for the list
 * only the main calendar is read. Series are taken apart by Google ({@code singleEvents}), so that each occurrence is a record with its own time;
 * as Google takes an endless series apart only so far ahead, everything is read anew every four weeks.
 */
@Component
class GoogleCalendarEventsStream
        implements Stream<GoogleCalendarCheckpoint>,
                ShowsEvents<GoogleCalendarCheckpoint>,
                Watched<GoogleCalendarCheckpoint> {
    private static final String SCOPE = "https://www.googleapis.com/auth/calendar";
    private static final Set<String> EVENTS =
            Set.of(SCOPE + ".events.readonly", SCOPE + ".events", SCOPE + ".readonly", SCOPE);
    private static final List<String> LIST = List.of(SCOPE + ".calendarlist.readonly", SCOPE + ".readonly", SCOPE);
    private static final StreamDescription DESCRIPTION = new StreamDescription(
            "google.calendar.events",
            "Calendar events",
            Kind.EVENT,
            "google",
            "calendar",
            EVENTS,
            Duration.ofMinutes(15));
    private static final Duration FULL_PASS_EVERY = Duration.ofDays(28);
    private static final Calendar MAIN = new Calendar("primary", "Main calendar", "UTC", null, null);
    private static final String CALENDARS = "/users/me/calendarList";
    private static final int CALENDARS_PER_PAGE = 250;
    private static final int EVENTS_PER_PAGE = 500;

    private final ApiErrors errors = new GoogleApiErrors();

    @Override
    public StreamDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Class<GoogleCalendarCheckpoint> checkpointType() {
        return GoogleCalendarCheckpoint.class;
    }

    @Override
    public GoogleCalendarCheckpoint start() {
        return GoogleCalendarCheckpoint.atList(List.of());
    }

    @Override
    public ApiErrors errors() {
        return errors;
    }

    @Override
    public FetchOutcome<GoogleCalendarCheckpoint> fetchPage(Api api, GoogleCalendarCheckpoint checkpoint) {
        if (!checkpoint.listing()) {
            return events(api, checkpoint);
        }
        return LIST.stream().anyMatch(api::granted) ? list(api, checkpoint) : listed(checkpoint, List.of(MAIN));
    }

    private static FetchOutcome<GoogleCalendarCheckpoint> list(Api api, GoogleCalendarCheckpoint checkpoint) {
        ApiRequest.Builder request = ApiRequest.of(CALENDARS).with("maxResults", CALENDARS_PER_PAGE);
        if (checkpoint.pageToken() != null) {
            request.with("pageToken", checkpoint.pageToken());
        }
        return switch (api.ask(request.build())) {
            case ApiOutcome.Answered answered -> listPage(checkpoint, answered.body());
            case ApiOutcome.TooOld() ->
                new FetchOutcome.TooOld<>(GoogleCalendarCheckpoint.atList(checkpoint.calendars()));
            case ApiOutcome other -> other.interrupted();
        };
    }

    private static FetchOutcome<GoogleCalendarCheckpoint> listPage(GoogleCalendarCheckpoint checkpoint, JsonNode body) {
        List<Calendar> soFar = new ArrayList<>(checkpoint.listed() == null ? List.of() : checkpoint.listed());
        if (!body.path("items").isArray()) {
            return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
        }
        for (JsonNode entry : body.path("items")) {
            String id = entry.path("id").asString("");
            if (!id.isEmpty()
                    && soFar.stream().noneMatch(calendar -> calendar.id().equals(id))) {
                soFar.add(new Calendar(
                        id, GoogleEvents.title(entry), entry.path("timeZone").asString("UTC"), null, null));
            }
        }
        String nextPage = body.path("nextPageToken").asString("");
        if (nextPage.isEmpty() && soFar.isEmpty()) {
            // Everybody has a main calendar; taking this at its word would delete all that is stored.
            return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
        }
        return nextPage.isEmpty()
                ? listed(checkpoint, soFar)
                : FetchOutcome.Page.moved(checkpoint.moreListed(soFar, nextPage));
    }

    /** The list is whole: calendars known before go on from where they were, and what is no longer listed is gone. */
    private static FetchOutcome<GoogleCalendarCheckpoint> listed(
            GoogleCalendarCheckpoint checkpoint, List<Calendar> calendars) {
        List<Calendar> known = calendars.stream()
                .map(calendar -> checkpoint
                        .calendar(calendar.id())
                        .map(before -> calendar.from(before.syncToken(), before.passBegan()))
                        .orElse(calendar))
                .toList();
        Set<String> gone = checkpoint.calendars().stream().map(Calendar::id).collect(Collectors.toSet());
        calendars.forEach(calendar -> gone.remove(calendar.id()));
        return new FetchOutcome.Page<>(
                List.of(), new Passing.Changes(), gone, GoogleCalendarCheckpoint.reading(known, 0), false);
    }

    private static FetchOutcome<GoogleCalendarCheckpoint> events(Api api, GoogleCalendarCheckpoint checkpoint) {
        Calendar calendar = due(api, checkpoint);
        ApiRequest.Builder request = ApiRequest.of("/calendars/{id}/events", calendar.id())
                .with("singleEvents", "true")
                .with("maxResults", EVENTS_PER_PAGE);
        if (calendar.syncToken() != null) {
            request.with("syncToken", calendar.syncToken());
        }
        if (checkpoint.pageToken() != null) {
            request.with("pageToken", checkpoint.pageToken());
        }
        return switch (api.ask(request.build())) {
            case ApiOutcome.Answered answered -> eventsPage(api, checkpoint, calendar, answered.body());
            case ApiOutcome.TooOld() -> new FetchOutcome.TooOld<>(checkpoint.page(calendar.from(null, null), null));
            case ApiOutcome.Missing() -> without(checkpoint, calendar);
            case ApiOutcome other -> other.interrupted();
        };
    }

    /** The calendar to read, from its beginning when its last full pass is too long ago. */
    private static Calendar due(Api api, GoogleCalendarCheckpoint checkpoint) {
        Calendar calendar = checkpoint.current();
        boolean begins = checkpoint.pageToken() == null;
        boolean overdue = calendar.passBegan() == null
                || !api.now().isBefore(calendar.passBegan().plus(FULL_PASS_EVERY));
        return begins && overdue ? calendar.from(null, null) : calendar;
    }

    private static FetchOutcome<GoogleCalendarCheckpoint> eventsPage(
            Api api, GoogleCalendarCheckpoint checkpoint, Calendar calendar, JsonNode body) {
        String nextPage = body.path("nextPageToken").asString("");
        String nextToken = body.path("nextSyncToken").asString("");
        if (!body.path("items").isArray() || nextPage.isEmpty() == nextToken.isEmpty()) {
            return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
        }
        boolean begins = checkpoint.pageToken() == null;
        boolean ends = nextPage.isEmpty();
        Passing passing = calendar.syncToken() == null
                ? new Passing.Everything(calendar.id(), begins, ends)
                : new Passing.Changes();
        Calendar read = calendar.syncToken() == null && begins ? calendar.from(null, api.now()) : calendar;
        GoogleCalendarCheckpoint next =
                ends ? checkpoint.following(read.from(nextToken, read.passBegan())) : checkpoint.page(read, nextPage);
        return new FetchOutcome.Page<>(
                GoogleEvents.items(calendar, body.path("items")), passing, Set.of(), next, ends && next.listing());
    }

    private static FetchOutcome<GoogleCalendarCheckpoint> without(
            GoogleCalendarCheckpoint checkpoint, Calendar calendar) {
        GoogleCalendarCheckpoint next = checkpoint.withoutCurrent();
        return new FetchOutcome.Page<>(List.of(), new Passing.Changes(), Set.of(calendar.id()), next, next.listing());
    }

    /** The list of calendars, where it may be read, and the events of each. */
    @Override
    public List<String> watched(GoogleCalendarCheckpoint checkpoint) {
        List<String> paths = new ArrayList<>();
        if (checkpoint.calendar(MAIN.id()).isEmpty()) {
            paths.add(CALENDARS);
        }
        checkpoint.calendars().stream()
                .map(calendar -> ApiRequest.of("/calendars/{id}/events", calendar.id())
                        .build()
                        .target())
                .forEach(paths::add);
        return paths;
    }

    @Override
    public Upcoming event(GoogleCalendarCheckpoint checkpoint, String part, JsonNode content, Item.When time) {
        @Nullable Calendar calendar = checkpoint.calendar(part).orElse(null);
        return GoogleEvents.upcoming(content, time, calendar == null ? "" : calendar.title());
    }
}
