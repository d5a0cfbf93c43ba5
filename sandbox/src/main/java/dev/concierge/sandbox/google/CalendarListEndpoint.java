package dev.concierge.sandbox.google;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.calendar.Calendars;
import dev.concierge.sandbox.calendar.PersonCalendar;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code calendarList.list}. Nobody's list of calendars changes here, so an incremental answer is empty. */
final class CalendarListEndpoint {
    private static final Set<String> SCOPES =
            Set.of(GoogleScopes.CALENDAR, GoogleScopes.CALENDAR_READONLY, GoogleScopes.CALENDAR_LIST_READONLY);
    private static final Set<String> UNDERSTOOD = Set.of(
            "maxResults", "pageToken", "syncToken", "showDeleted", "showHidden", "alt", "prettyPrint", "quotaUser");
    private static final int DEFAULT_PAGE = 100;
    private static final int LARGEST_PAGE = 250;

    private final Bearer bearer;
    private final Calendars calendars;
    private final KnobBoard knobs;
    private final Clock clock;

    CalendarListEndpoint(Bearer bearer, Calendars calendars, KnobBoard knobs, Clock clock) {
        this.bearer = bearer;
        this.calendars = calendars;
        this.knobs = knobs;
        this.clock = clock;
    }

    /** What the tokens of this list remember. */
    record ListSyncToken(String listOf, Instant issuedAt) {}

    record ListPageToken(String pagesOf, int from) {}

    Answer list(Request request) {
        return bearer.require(
                request,
                SCOPES,
                "calendar.v3.CalendarList.List",
                token -> Refusal.or(() -> list(request.query(), token)));
    }

    private Answer list(Parameters parameters, AccessToken token) {
        for (var name : parameters.names()) {
            if (!UNDERSTOOD.contains(name) || parameters.repeated().contains(name)) {
                throw wrong(name, "Unknown or repeated name \"" + name + "\".");
            }
        }
        var account = token.subject();
        boolean incremental = isFresh(parameters.get("syncToken"), account);
        var all = incremental ? List.<PersonCalendar>of() : calendars.of(account);
        int from = Math.min(from(parameters.get("pageToken"), account), all.size());
        int to = Math.min(from + EventsQuery.maxResults(parameters, DEFAULT_PAGE, LARGEST_PAGE), all.size());
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "calendar#calendarList")
                .put("etag", "\"p" + all.size() + "\"");
        if (to < all.size()) {
            json.put("nextPageToken", Opaque.encode(new ListPageToken(account, to)));
        } else {
            json.put("nextSyncToken", Opaque.encode(new ListSyncToken(account, clock.instant())));
        }
        var items = json.putArray("items");
        all.subList(from, to).forEach(each -> items.add(entry(each)));
        return Answer.json(200, json).outcome(incremental ? "incremental" : "full");
    }

    private boolean isFresh(@Nullable String text, String account) {
        if (text == null) {
            return false;
        }
        var token = Opaque.decode(text, ListSyncToken.class)
                .filter(each -> each.listOf().equals(account))
                .orElseThrow(() -> wrong("syncToken", "Invalid sync token value."));
        var life = Duration.ofSeconds(knobs.get(GoogleKnobs.SYNC_TOKEN_LIFE_SECONDS));
        if (!clock.instant().isBefore(token.issuedAt().plus(life))) {
            throw new Refusal(GoogleErrors.fullSyncRequired());
        }
        return true;
    }

    private static int from(@Nullable String text, String account) {
        return text == null
                ? 0
                : Opaque.decode(text, ListPageToken.class)
                        .filter(each -> each.pagesOf().equals(account))
                        .orElseThrow(() -> wrong("pageToken", "Invalid page token value."))
                        .from();
    }

    private static ObjectNode entry(PersonCalendar calendar) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "calendar#calendarListEntry")
                .put("etag", "\"1\"")
                .put("id", calendar.key().id())
                .put("summary", calendar.title())
                .put("timeZone", calendar.zone().getId())
                .put("backgroundColor", calendar.colour())
                .put("foregroundColor", "#ffffff")
                .put("selected", true)
                .put("accessRole", calendar.writable() ? "owner" : "reader");
        json.putArray("defaultReminders");
        if (calendar.primary()) {
            json.put("primary", true);
        }
        return json;
    }

    private static Refusal wrong(String parameter, String message) {
        return new Refusal(GoogleErrors.badRequest("global", "invalid", message, parameter));
    }
}
