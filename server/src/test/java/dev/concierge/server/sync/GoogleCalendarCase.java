package dev.concierge.server.sync;

import static dev.concierge.server.sync.ScriptedOutbound.ok;

import dev.concierge.server.sync.ScriptedOutbound.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers in the form of Google's Calendar API, version 3. */
final class GoogleCalendarCase implements StreamCase {
    private static final String LIST = """
            {"kind":"calendar#calendarList","items":[{"id":"ada@example.org","summary":"Ada","timeZone":"Europe/Paris","primary":true}],
             "nextSyncToken":"L1"}
            """;

    @Override
    public String stream() {
        return "google.calendar.events";
    }

    @Override
    public Set<String> scopes() {
        return Set.of(SyncedPerson.EVENTS, SyncedPerson.LIST);
    }

    @Override
    public List<Step> firstRun() {
        return List.of(
                ok(LIST),
                ok(page(timed("a", "Breakfast") + "," + timed("b", "Lunch"), "\"nextPageToken\":\"P2\"")),
                ok(page(wholeDay("c", "Holiday") + "," + timed("d", "Dinner"), "\"nextSyncToken\":\"S1\"")));
    }

    @Override
    public int records() {
        return 4;
    }

    @Override
    public List<Step> changes() {
        return List.of(
                ok(LIST),
                ok(page(
                        timed("e", "New") + "," + timed("a", "Late breakfast")
                                + ",{\"id\":\"b\",\"status\":\"cancelled\"}"
                                + ",{\"id\":\"never seen\",\"status\":\"cancelled\"}," + timed("d", "Dinner"),
                        "\"nextSyncToken\":\"S2\"")));
    }

    @Override
    public List<Step> tooOld() {
        return List.of(
                ok(LIST),
                error(410, "fullSyncRequired", null),
                ok(page(timed("a", "Breakfast") + "," + timed("d", "Dinner"), "\"nextPageToken\":\"P2\"")),
                ok(page(wholeDay("c", "Holiday") + "," + timed("f", "New"), "\"nextSyncToken\":\"S3\"")));
    }

    @Override
    public List<Step> nothingNew() {
        return List.of(ok(LIST), ok(page("", "\"nextSyncToken\":\"S1\"")));
    }

    @Override
    public List<Step> malformed() {
        return List.of(
                ok(LIST),
                ok(page(
                        timed("a", "Breakfast") + ",{\"status\":\"confirmed\",\"summary\":\"No id\"},"
                                + timed("b", "Lunch"),
                        "\"nextPageToken\":\"P2\"")),
                ok(page(wholeDay("c", "Holiday") + "," + timed("d", "Dinner"), "\"nextSyncToken\":\"S1\"")));
    }

    @Override
    public List<Step> doubled() {
        return List.of(
                ok(LIST),
                ok(page(
                        timed("d", "Dinner") + "," + timed("a", "Breakfast") + "," + timed("a", "Breakfast"),
                        "\"nextPageToken\":\"P2\"")),
                ok(page(
                        wholeDay("c", "Holiday") + "," + timed("a", "Breakfast") + "," + timed("b", "Lunch"),
                        "\"nextSyncToken\":\"S1\"")));
    }

    @Override
    public List<Step> largest(int items) {
        String all = IntStream.range(0, items)
                .mapToObj(i -> timed("event" + i, "Event " + i))
                .collect(Collectors.joining(","));
        return List.of(ok(LIST), ok(page(all, "\"nextSyncToken\":\"S1\"")));
    }

    @Override
    public int largest() {
        return 2500;
    }

    @Override
    public Step busy() {
        return error(403, "userRateLimitExceeded", null);
    }

    @Override
    public Step busy(int seconds) {
        return error(429, "rateLimitExceeded", Duration.ofSeconds(seconds));
    }

    @Override
    public Step notAllowed() {
        return error(403, "insufficientPermissions", null);
    }

    @Override
    public List<Step> circle() {
        Step round = ok(page("", "\"nextPageToken\":\"P1\""));
        return List.of(ok(LIST), round, round);
    }

    private static Step error(int status, String reason, @Nullable Duration retryAfter) {
        return new Step.Answer(
                status,
                "{\"error\":{\"code\":" + status + ",\"errors\":[{\"reason\":\"" + reason + "\"}]}}",
                retryAfter,
                Map.of());
    }

    private static String page(String items, String token) {
        return "{\"kind\":\"calendar#events\",\"items\":[" + items + "]," + token + "}";
    }

    private static String timed(String id, String title) {
        return "{\"id\":\"" + id + "\",\"status\":\"confirmed\",\"summary\":\"" + title
                + "\",\"start\":{\"dateTime\":\"2030-05-02T09:00:00+02:00\"},\"end\":{\"dateTime\":\"2030-05-02T10:00:00+02:00\"}}";
    }

    private static String wholeDay(String id, String title) {
        return "{\"id\":\"" + id + "\",\"status\":\"confirmed\",\"summary\":\"" + title
                + "\",\"start\":{\"date\":\"2030-05-02\"},\"end\":{\"date\":\"2030-05-03\"}}";
    }

    @Override
    public List<Step> garbage() {
        List<Step> all = new ArrayList<>(StreamCase.super.garbage());
        all.addAll(List.of(ok("[]"), ok("{\"items\":{}}"), ok("{\"items\":[]}")));
        return all;
    }
}
