package dev.concierge.server.web;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.LedgerEntry;
import dev.concierge.sandbox.Sandbox;
import dev.concierge.sandbox.belongings.Belonging;
import dev.concierge.sandbox.entries.Entry;
import dev.concierge.sandbox.things.Thing;
import dev.concierge.server.support.Visitor;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How much Linh has at the sandbox of what each stream keeps in step, by the sandbox's own books. Occurrences of series stand in no book: calendars are
 * read through the provider's API, by an app of another project.
 */
final class SandboxCounts implements AutoCloseable {
    private static final String LINH = Visitor.LINH_WORK;
    private static final String APP = "the-other-app";
    private static final String BACK = "https://other.example/callback";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The Page that is connected where one is chosen, and the pages at the top of the workspace. */
    private static final String PAGE = "104857600000101";

    private static final Set<String> WORKSPACE = Set.of("Roadmap", "Team wiki", "Meeting notes", "Hiring");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Sandbox sandbox;

    SandboxCounts(Sandbox sandbox) {
        this.sandbox = sandbox;
        for (String provider : List.of("google", "microsoft")) {
            sandbox.registerClient(new Client(provider, APP, "a-secret-of-the-other-app", "Other", List.of(BACK)));
        }
    }

    /** By the streams' names. */
    Map<String, Long> all() {
        return Map.ofEntries(
                Map.entry("google.calendar.events", googleEvents()),
                Map.entry(
                        "google.drive.files",
                        belongings(
                                "google",
                                "files",
                                file -> !file.content().path("trashed").asBoolean(false))),
                Map.entry("google.mail.messages", belongings("google", "messages", SandboxCounts::isKept)),
                Map.entry("youtube.data.channel", 1L),
                Map.entry("youtube.data.videos", belongings("youtube", "videos", _ -> true)),
                Map.entry("microsoft.graph.events", microsoftEvents()),
                Map.entry("microsoft.graph.files", things("microsoft", "files").size() - 1L),
                Map.entry("microsoft.graph.messages", (long)
                        things("microsoft", "messages").size()),
                Map.entry("github.api.repositories", repositories()),
                Map.entry("github.api.issues", issues()),
                Map.entry("github.api.notifications", (long)
                        things("github", "notifications").size()),
                Map.entry("notion.api.pages", notion("page")),
                Map.entry("notion.api.databases", notion("data_source")),
                Map.entry("twitter.api.posts", (long)
                        sandbox.entries("twitter").of(LINH).size()),
                Map.entry("meta.graph.posts", entries("meta", PAGE)),
                Map.entry("linkedin.rest.posts", (long)
                        sandbox.entries("linkedin").of(LINH).size()));
    }

    private long belongings(String provider, String kind, Predicate<Belonging> counts) {
        return sandbox.belongings(provider, kind, LINH).all().stream()
                .filter(counts)
                .count();
    }

    private static boolean isKept(Belonging message) {
        return StreamSupport.stream(message.content().path("labelIds").spliterator(), false)
                .map(JsonNode::asString)
                .noneMatch(Set.of("TRASH", "SPAM")::contains);
    }

    private List<Thing> things(String provider, String kind) {
        return sandbox.things(provider).of(LINH, kind);
    }

    private static boolean isPrivate(Thing repository) {
        return repository.content().path("private").asBoolean(false);
    }

    private long repositories() {
        return things("github", "repositories").stream()
                .filter(repository -> !isPrivate(repository))
                .count();
    }

    /** What is private was not allowed to be seen. */
    private long issues() {
        Set<String> hidden = things("github", "repositories").stream()
                .filter(SandboxCounts::isPrivate)
                .map(repository -> repository.text("name"))
                .collect(Collectors.toSet());
        return things("github", "issues").stream()
                .filter(issue -> !hidden.contains(
                        issue.content().path("repository").path("name").asString("")))
                .count();
    }

    private long notion(String kind) {
        Set<String> tops = sandbox.entries("notion").of(LINH, "page").stream()
                .filter(page -> WORKSPACE.contains(page.text()))
                .map(Entry::place)
                .collect(Collectors.toSet());
        return sandbox.entries("notion").of(LINH, kind).stream()
                .filter(entry -> tops.contains(entry.place()))
                .count();
    }

    private long entries(String provider, String place) {
        return sandbox.entries(provider).of(LINH).stream()
                .filter(entry -> entry.place().equals(place))
                .count();
    }

    private long googleEvents() {
        String bearer = sandbox.mint("google", LINH, APP, List.of(Visitor.CALENDAR, Visitor.CALENDAR_LIST))
                .accessToken();
        String api = sandbox.baseUrl() + "/google/calendar/v3";
        long events = 0;
        for (JsonNode calendar : get(api + "/users/me/calendarList", bearer).path("items")) {
            String id = URLEncoder.encode(calendar.path("id").asString(), StandardCharsets.UTF_8);
            String list = api + "/calendars/" + id + "/events?singleEvents=true&maxResults=2500";
            JsonNode page = get(list, bearer);
            events += taking(page);
            while (page.has("nextPageToken")) {
                page = get(list + "&pageToken=" + page.path("nextPageToken").asString(), bearer);
                events += taking(page);
            }
        }
        return events;
    }

    /** Google tells of an occurrence that was called off by its id. */
    private static long taking(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false)
                .filter(event -> !event.path("status").asString("").equals("cancelled"))
                .count();
    }

    private static String asked(Map<String, List<String>> parameters, String name) {
        return URLEncoder.encode(parameters.getOrDefault(name, List.of()).getFirst(), StandardCharsets.UTF_8);
    }

    /** Of the days that were asked for when everything was read last. */
    private long microsoftEvents() {
        Map<String, List<String>> asked = sandbox.ledger().entries("microsoft", "events").stream()
                .map(LedgerEntry::parameters)
                .filter(parameters -> parameters.containsKey("startDateTime"))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("nobody asked for events"));
        String bearer =
                sandbox.mint("microsoft", LINH, APP, List.of("Calendars.Read")).accessToken();
        String address = sandbox.baseUrl() + "/microsoft/graph/v1.0/me/calendarView/delta?startDateTime="
                + asked(asked, "startDateTime") + "&endDateTime="
                + asked(asked, "endDateTime");
        Set<String> ids = new HashSet<>();
        for (String next = address; next != null; ) {
            JsonNode page = get(next, bearer);
            for (JsonNode event : page.path("value")) {
                if (!event.path("type").asString("").equals("seriesMaster")
                        && !event.has("@removed")
                        && !event.path("isCancelled").asBoolean(false)) {
                    ids.add(event.path("id").asString());
                }
            }
            next = next(page);
        }
        return ids.size();
    }

    private static @Nullable String next(JsonNode page) {
        return page.has("@odata.nextLink") ? page.path("@odata.nextLink").asString() : null;
    }

    private JsonNode get(String address, String bearer) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + bearer)
                .header("Prefer", "odata.maxpagesize=200")
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(address + " " + answer.statusCode() + ": " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
