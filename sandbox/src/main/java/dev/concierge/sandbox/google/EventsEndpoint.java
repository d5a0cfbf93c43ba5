package dev.concierge.sandbox.google;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.calendar.CalendarKey;
import dev.concierge.sandbox.calendar.Calendars;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code events.list} and {@code events.insert} of Google Calendar (field 15). */
final class EventsEndpoint {
    private static final Set<String> READ = Set.of(
            GoogleScopes.CALENDAR, GoogleScopes.CALENDAR_READONLY, GoogleScopes.EVENTS, GoogleScopes.EVENTS_READONLY);
    private static final Set<String> WRITE = Set.of(GoogleScopes.CALENDAR, GoogleScopes.EVENTS);

    private final Bearer bearer;
    private final Calendars calendars;
    private final KnobBoard knobs;
    private final Clock clock;

    EventsEndpoint(Bearer bearer, Calendars calendars, KnobBoard knobs, Clock clock) {
        this.bearer = bearer;
        this.calendars = calendars;
        this.knobs = knobs;
        this.clock = clock;
    }

    Answer list(Request request) {
        return bearer.require(
                request, READ, "calendar.v3.Events.List", token -> Refusal.or(() -> list(request, token)));
    }

    Answer insert(Request request) {
        return bearer.require(
                request, WRITE, "calendar.v3.Events.Insert", token -> Refusal.or(() -> insert(request, token)));
    }

    /** {@code primary} is the main calendar of whoever the token belongs to. */
    static CalendarKey key(Request request, AccessToken token) {
        var id = request.variable("calendar");
        return new CalendarKey(token.subject(), id.equals("primary") ? token.subject() : id);
    }

    private Answer list(Request request, AccessToken token) {
        var snapshot = calendars.snapshot(key(request, token)).orElse(null);
        if (snapshot == null) {
            return GoogleErrors.notFound();
        }
        var query = EventsQuery.of(request.query());
        var since = query.syncToken() == null
                ? null
                : since(
                        query.syncToken(),
                        snapshot.calendar().key(),
                        snapshot.calendar().revision(),
                        query);
        var page = page(query);
        var json = new EventsPage(snapshot, query, since, page, clock.instant()).toJson();
        return Answer.json(200, json).outcome(since == null ? "full" : "incremental");
    }

    private SyncToken since(String text, CalendarKey key, long revision, EventsQuery query) {
        var token = SyncToken.decode(text)
                .filter(each -> each.calendar().equals(key))
                .orElseThrow(() -> new Refusal(
                        GoogleErrors.badRequest("global", "invalid", "Invalid sync token value.", "syncToken")));
        if (token.singleEvents() != query.singleEvents()) {
            // "undefined behavior" in Google's words; refused here, so that nobody relies on it
            throw new Refusal(GoogleErrors.badRequest(
                    "calendar",
                    "syncTokenWithRequestRestrictions",
                    "singleEvents must be what it was in the first request.",
                    "singleEvents"));
        }
        var life = Duration.ofSeconds(knobs.get(GoogleKnobs.SYNC_TOKEN_LIFE_SECONDS));
        boolean fromAnotherLife = token.revision() > revision;
        if (fromAnotherLife || !clock.instant().isBefore(token.issuedAt().plus(life))) {
            throw new Refusal(GoogleErrors.fullSyncRequired());
        }
        return token;
    }

    private static @Nullable PageToken page(EventsQuery query) {
        var text = query.pageToken();
        return text == null
                ? null
                : PageToken.decode(text)
                        .filter(each -> each.restrictions().equals(query.restrictions()))
                        .orElseThrow(() -> new Refusal(GoogleErrors.badRequest(
                                "global", "invalid", "Invalid page token value.", "pageToken")));
    }

    private Answer insert(Request request, AccessToken token) {
        var key = key(request, token);
        var calendar = calendars.find(key).orElse(null);
        if (calendar == null) {
            return GoogleErrors.notFound();
        }
        if (!calendar.writable()) {
            return GoogleErrors.forbidden(
                    "calendar", "requiredAccessLevel", "You need to have writer access to this calendar.");
        }
        var event = calendars.add(key, InsertBody.read(request, calendar.zone()));
        return Answer.json(200, new EventJson(calendar, calendar.zone()).of(event))
                .outcome("inserted");
    }
}
