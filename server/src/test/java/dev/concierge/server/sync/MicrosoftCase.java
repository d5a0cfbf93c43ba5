package dev.concierge.server.sync;

import static dev.concierge.server.sync.ScriptedOutbound.ok;

import dev.concierge.server.sync.ScriptedOutbound.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers in the form of Microsoft Graph's delta queries, version 1.0. */
abstract class MicrosoftCase implements StreamCase {
    private final String path;

    /** @param path that of the query */
    MicrosoftCase(String path) {
        this.path = path;
    }

    /** What comes before the pages of a run. */
    List<Step> before() {
        return List.of();
    }

    abstract String item(String id, String title);

    /** How a page says that an item is gone. */
    String gone(String id) {
        return "{\"id\":\"" + id + "\",\"@removed\":{\"reason\":\"deleted\"}}";
    }

    @Override
    public List<Step> firstRun() {
        return run(
                next("P2", item("a", "One"), item("b", "Two")),
                next("P3", item("c", "Three")),
                delta("D1", item("d", "Four")));
    }

    @Override
    public int records() {
        return 4;
    }

    @Override
    public List<Step> changes() {
        return run(delta(
                "D2", item("e", "Five"), item("a", "One, mended"), gone("b"), gone("never seen"), item("d", "Four")));
    }

    @Override
    public List<Step> nothingNew() {
        return run(delta("D2"));
    }

    @Override
    public List<Step> tooOld() {
        return run(
                error(410, "SyncStateNotFound", null),
                next("P2", item("a", "One"), item("c", "Three")),
                delta("D3", item("d", "Four"), item("f", "Six")));
    }

    @Override
    public List<Step> malformed() {
        return run(
                next("P2", item("a", "One"), "{\"subject\":\"No id\"}", item("b", "Two")),
                delta("D1", item("c", "Three"), item("d", "Four")));
    }

    @Override
    public List<Step> doubled() {
        return run(
                next("P2", item("a", "One"), item("b", "Two"), item("a", "One")),
                delta("D1", item("b", "Two"), item("c", "Three"), item("d", "Four")));
    }

    @Override
    public List<Step> largest(int items) {
        return run(delta(
                "D1",
                IntStream.range(0, items)
                        .mapToObj(i -> item("i" + i, "Item " + i))
                        .toArray(String[]::new)));
    }

    @Override
    public Step busy(int seconds) {
        return error(429, "TooManyRequests", Duration.ofSeconds(seconds));
    }

    @Override
    public Step busy() {
        return error(504, "UnknownError", null);
    }

    @Override
    public Step notAllowed() {
        return error(403, "ErrorAccessDenied", null);
    }

    @Override
    public List<Step> circle() {
        Step round = next("P2", item("a", "One"));
        return run(round, round);
    }

    @Override
    public List<Step> garbage() {
        List<Step> all = new ArrayList<>(StreamCase.super.garbage());
        all.addAll(List.of(
                ok("[]"),
                ok("{\"value\":[]}"),
                ok("{\"value\":{},\"@odata.deltaLink\":\"" + address("D9") + "\"}"),
                ok("{\"value\":[],\"@odata.deltaLink\":\"https://elsewhere.example" + path + "?token=D9\"}"),
                ok("{\"value\":[],\"@odata.nextLink\":\"{origin}/microsoft/graph/v1.0/../oidc/userinfo\"}"),
                error(400, "BadRequest", null)));
        return all;
    }

    private List<Step> run(Step... pages) {
        List<Step> all = new ArrayList<>(before());
        all.addAll(List.of(pages));
        return List.copyOf(all);
    }

    private Step next(String place, String... items) {
        return page("@odata.nextLink", path, place, items);
    }

    private Step delta(String place, String... items) {
        return page("@odata.deltaLink", path, place, items);
    }

    static Step page(String link, String path, String place, String... items) {
        return ok("{\"@odata.context\":\"https://graph.microsoft.com/v1.0/$metadata#x\",\"value\":["
                + String.join(",", items) + "],\"" + link + "\":\"" + address(path, place) + "\"}");
    }

    private String address(String place) {
        return address(path, place);
    }

    private static String address(String path, String place) {
        return "{origin}/microsoft/graph/v1.0" + path + "?$token=" + place;
    }

    private static Step error(int status, String code, @Nullable Duration retryAfter) {
        return new Step.Answer(
                status,
                "{\"error\":{\"code\":\"" + code
                        + "\",\"message\":\"Some words\",\"innerError\":{\"request-id\":\"x\"}}}",
                retryAfter,
                Map.of());
    }

    static final class Files extends MicrosoftCase {
        Files() {
            super("/me/drive/root/delta");
        }

        @Override
        public String stream() {
            return "microsoft.graph.files";
        }

        @Override
        public Set<String> scopes() {
            return Set.of("Files.Read", "offline_access");
        }

        @Override
        public int largest() {
            return 200;
        }

        @Override
        String gone(String id) {
            return "{\"id\":\"" + id + "\",\"deleted\":{\"state\":\"deleted\"}}";
        }

        @Override
        String item(String id, String title) {
            return "{\"id\":\"" + id + "\",\"name\":\"" + title
                    + "\",\"size\":1234,\"file\":{\"mimeType\":\"text/plain\"},"
                    + "\"createdBy\":{\"user\":{\"displayName\":\"Ada\"}},\"webUrl\":\"https://onedrive.live.com/" + id
                    + "\",\"lastModifiedDateTime\":\"2026-05-02T09:00:00Z\",\"parentReference\":{\"path\":\"/drive/root:/Documents\"}}";
        }
    }

    static final class Events extends MicrosoftCase {
        Events() {
            super("/me/calendarView/delta");
        }

        @Override
        public String stream() {
            return "microsoft.graph.events";
        }

        @Override
        public Set<String> scopes() {
            return Set.of("Calendars.Read", "offline_access");
        }

        @Override
        public int largest() {
            return 200;
        }

        @Override
        String item(String id, String title) {
            return "{\"@odata.type\":\"#microsoft.graph.event\",\"id\":\"" + id
                    + "\",\"type\":\"singleInstance\",\"subject\":\""
                    + title + "\",\"isAllDay\":false,\"isCancelled\":false,"
                    + "\"start\":{\"dateTime\":\"2030-05-02T09:00:00.0000000\",\"timeZone\":\"UTC\"},"
                    + "\"end\":{\"dateTime\":\"2030-05-02T10:00:00.0000000\",\"timeZone\":\"UTC\"},"
                    + "\"organizer\":{\"emailAddress\":{\"name\":\"Ada\",\"address\":\"ada@example.org\"}}}";
        }
    }

    static final class Messages extends MicrosoftCase {
        Messages() {
            super("/me/mailFolders/AAMk=/messages/delta");
        }

        @Override
        public String stream() {
            return "microsoft.graph.messages";
        }

        @Override
        public Set<String> scopes() {
            return Set.of("Mail.Read", "offline_access");
        }

        @Override
        public int largest() {
            return 100;
        }

        @Override
        List<Step> before() {
            return List.of(page(
                    "@odata.deltaLink",
                    "/me/mailFolders/delta",
                    "L1",
                    "{\"id\":\"AAMk=\",\"displayName\":\"Inbox\",\"totalItemCount\":4}"));
        }

        @Override
        String item(String id, String title) {
            return "{\"@odata.etag\":\"W/\\\"1\\\"\",\"id\":\"" + id + "\",\"subject\":\"" + title
                    + "\",\"bodyPreview\":\"Dear Ada\",\"receivedDateTime\":\"2026-05-02T09:00:00Z\","
                    + "\"from\":{\"emailAddress\":{\"name\":\"Bob\",\"address\":\"bob@example.org\"}},"
                    + "\"webLink\":\"https://outlook.office365.com/owa/?ItemID=" + id + "\"}";
        }
    }
}
