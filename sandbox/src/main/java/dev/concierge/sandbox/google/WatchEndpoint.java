package dev.concierge.sandbox.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Clients;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.calendar.CalendarKey;
import dev.concierge.sandbox.calendar.Calendars;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.dialect.Pushing;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * {@code events.watch}, {@code calendarList.watch} and {@code channels.stop} of Google Calendar, {@code changes.watch} and {@code channels.stop} of Drive (field 14). An
 * address is https; on this machine it may be http, as redirect URIs may.
 */
final class WatchEndpoint {
    private static final Set<String> SCOPES = Set.of(
            GoogleScopes.CALENDAR, GoogleScopes.CALENDAR_READONLY, GoogleScopes.EVENTS, GoogleScopes.EVENTS_READONLY);
    private static final Set<String> LIST_SCOPES =
            Set.of(GoogleScopes.CALENDAR, GoogleScopes.CALENDAR_READONLY, GoogleScopes.CALENDAR_LIST_READONLY);
    private static final int LONGEST_TOKEN = 256;

    private final Bearer bearer;
    private final Calendars calendars;
    private final PushChannels channels;
    private final Clients clients;
    private final KnobBoard knobs;
    private final Clock clock;

    WatchEndpoint(
            Bearer bearer, Calendars calendars, PushChannels channels, Clients clients, KnobBoard knobs, Clock clock) {
        this.bearer = bearer;
        this.calendars = calendars;
        this.channels = channels;
        this.clients = clients;
        this.knobs = knobs;
        this.clock = clock;
    }

    Answer watch(Request request) {
        return bearer.require(
                request, SCOPES, "calendar.v3.Events.Watch", token -> Refusal.or(() -> watch(request, token)));
    }

    Answer stop(Request request) {
        return bearer.require(
                request, SCOPES, "calendar.v3.Channels.Stop", token -> Refusal.or(() -> stop(request, token)));
    }

    /** The list of calendars. */
    Answer watchList(Request request) {
        return bearer.require(
                request,
                LIST_SCOPES,
                "calendar.v3.CalendarList.Watch",
                token -> Refusal.or(() -> opened(request, token, list(token.subject()))));
    }

    /** The feed of changes of Drive, from a place in it on. */
    Answer watchDrive(Request request) {
        return bearer.require(
                request,
                DriveEndpoints.SCOPES,
                "google.apps.drive.v3.Changes.Watch",
                token -> Refusal.or(() -> {
                    var place = request.query().get("pageToken", "");
                    if (!place.matches("[1-9][0-9]{0,17}")) {
                        throw ApiQuery.wrongPlace();
                    }
                    return opened(request, token, drive(token.subject()));
                }));
    }

    Answer stopDrive(Request request) {
        return bearer.require(
                request,
                DriveEndpoints.SCOPES,
                "google.apps.drive.v3.Channels.Stop",
                token -> Refusal.or(() -> stop(request, token)));
    }

    static String events(CalendarKey key) {
        return "events " + key.account() + " " + key.id();
    }

    static String list(String account) {
        return "list " + account;
    }

    static String drive(String account) {
        return "drive " + account;
    }

    private Answer watch(Request request, AccessToken token) {
        var key = EventsEndpoint.key(request, token);
        return calendars.find(key).isEmpty() ? GoogleErrors.notFound() : opened(request, token, events(key));
    }

    private Answer opened(Request request, AccessToken token, String watched) {
        var body = request.jsonObject();
        var id = text(body, "id");
        if (!id.matches("[A-Za-z0-9+/=_-]{1,64}")) {
            throw wrong("invalid", "Invalid channel id.");
        }
        if (!text(body, "type").equals("web_hook")) {
            throw wrong("invalid", "Unknown channel type.");
        }
        var secret = text(body, "token");
        if (secret.length() > LONGEST_TOKEN) {
            throw wrong("invalid", "Channel token is too long.");
        }
        var address = text(body, "address");
        if (!Pushing.mayGoTo(address)) {
            throw wrong("push.webhookUrlNotHttps", "WebHook callback must be HTTPS: " + address);
        }
        var uri = request.path().substring(0, request.path().length() - "/watch".length()) + "?alt=json";
        var channel = new PushChannel(
                id, project(token), watched, address, secret, resourceId(watched), uri, expiresAt(body), 0);
        return channels.open(channel) ? opened(channel) : taken();
    }

    private Instant expiresAt(JsonNode body) {
        var now = clock.instant();
        var latest = now.plus(Duration.ofSeconds(knobs.get(GoogleKnobs.CHANNEL_LIFE_SECONDS)));
        var asked = body.path("expiration").asString("");
        if (!asked.matches("[0-9]{1,15}")) {
            return latest;
        }
        var wanted = Instant.ofEpochMilli(Long.parseLong(asked));
        return wanted.isBefore(latest) && wanted.isAfter(now) ? wanted : latest;
    }

    private static Answer opened(PushChannel channel) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "api#channel")
                .put("id", channel.id())
                .put("resourceId", channel.resourceId())
                .put("resourceUri", channel.resourceUri())
                .put("expiration", Long.toString(channel.expiresAt().toEpochMilli()));
        if (!channel.token().isEmpty()) {
            json.put("token", channel.token());
        }
        return Answer.json(200, json).outcome("watched");
    }

    private static Answer taken() {
        return GoogleErrors.badRequest("global", "channelIdNotUnique", "Channel id not unique", "");
    }

    private Answer stop(Request request, AccessToken token) {
        var body = request.jsonObject();
        return channels.stop(project(token), text(body, "id"), text(body, "resourceId"))
                ? Answer.of(204, "application/json; charset=UTF-8", "").outcome("stopped")
                : GoogleErrors.notFound();
    }

    private String project(AccessToken token) {
        return clients.find("google", token.clientId()).map(Client::project).orElse(token.clientId());
    }

    /** The same for the same thing, whoever watches it. */
    private static String resourceId(String watched) {
        var id = UUID.nameUUIDFromBytes(watched.getBytes(UTF_8));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(id.toString().getBytes(UTF_8))
                .substring(0, 27);
    }

    private static String text(JsonNode body, String name) {
        return body.path(name).asString("");
    }

    private static Refusal wrong(String reason, String message) {
        return new Refusal(GoogleErrors.badRequest("global", reason, message, ""));
    }
}
