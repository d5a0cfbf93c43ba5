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

/** Answers in the form of Notion's search, version 2026-03-11, for pages or for data sources. */
abstract class NotionCase implements StreamCase {
    private final String stream;
    private final boolean pages;

    private NotionCase(String stream, boolean pages) {
        this.stream = stream;
        this.pages = pages;
    }

    static final class Pages extends NotionCase {
        Pages() {
            super("notion.api.pages", true);
        }
    }

    static final class Databases extends NotionCase {
        Databases() {
            super("notion.api.databases", false);
        }
    }

    @Override
    public String stream() {
        return stream;
    }

    @Override
    public Set<String> scopes() {
        return Set.of("user_information", "read_content");
    }

    @Override
    public List<Step> firstRun() {
        return List.of(
                page("C2", thing("a", "Alpha", "2026-10-01T09:00"), thing("b", "Beta", "2026-11-01T09:00")),
                page("C3", thing("c", "Gamma", "2026-11-01T09:01")),
                page(null, thing("d", "Delta", "2026-11-01T09:02")));
    }

    @Override
    public int records() {
        return 4;
    }

    @Override
    public List<Step> changes() {
        return List.of(page(
                null,
                thing("e", "New", "2026-11-02T09:03"),
                thing("a", "Alpha, changed", "2026-11-02T09:02"),
                thing("b", "Beta", "2026-11-02T09:01").replace("\"in_trash\":false", "\"in_trash\":true"),
                thing("d", "Delta", "2026-11-01T09:02")));
    }

    @Override
    public List<Step> nothingNew() {
        return List.of(page("C9", thing("d", "Delta", "2026-11-01T09:02"), thing("a", "Alpha", "2026-10-01T09:00")));
    }

    @Override
    public List<Step> tooOld() {
        return List.of(
                page("C9", thing("d", "Delta", "2026-11-01T09:02")),
                error(400, "validation_error", "The start_cursor provided is invalid: C9", null),
                page("C2", thing("a", "Alpha", "2026-10-01T09:00"), thing("c", "Gamma", "2026-11-01T09:01")),
                page(null, thing("d", "Delta", "2026-11-01T09:02"), thing("f", "New", "2026-11-02T10:00")));
    }

    @Override
    public List<Step> malformed() {
        List<Step> steps = new ArrayList<>(firstRun());
        steps.set(1, page("C3", thing("c", "Gamma", "2026-11-01T09:01"), thing("x", "No time", "some day")));
        return steps;
    }

    @Override
    public List<Step> doubled() {
        List<Step> steps = new ArrayList<>(firstRun());
        String alpha = thing("a", "Alpha", "2026-10-01T09:00");
        steps.set(0, page("C2", alpha, alpha, thing("b", "Beta", "2026-11-01T09:00")));
        steps.set(2, page(null, thing("d", "Delta", "2026-11-01T09:02"), alpha));
        return steps;
    }

    @Override
    public List<Step> largest(int items) {
        return List.of(page(
                null,
                IntStream.range(0, items)
                        .mapToObj(i -> thing("page" + i, "Page " + i, "2026-11-01T09:00"))
                        .toArray(String[]::new)));
    }

    @Override
    public int largest() {
        return 100;
    }

    @Override
    public Step busy() {
        return error(529, "service_overload", "Notion is overloaded.", null);
    }

    @Override
    public Step busy(int seconds) {
        return error(429, "rate_limited", "You have been rate limited.", Duration.ofSeconds(seconds));
    }

    @Override
    public Step notAllowed() {
        return error(403, "restricted_resource", "Insufficient permissions for this endpoint.", null);
    }

    @Override
    public List<Step> circle() {
        Step round = page("C1");
        return List.of(round, round);
    }

    @Override
    public List<Step> garbage() {
        List<Step> all = new ArrayList<>(StreamCase.super.garbage());
        all.addAll(List.of(
                ok("[]"),
                ok("{\"results\":{},\"has_more\":false,\"next_cursor\":null}"),
                ok("{\"results\":[]}"),
                ok("{\"results\":[],\"has_more\":true,\"next_cursor\":null}")));
        return all;
    }

    private static Step page(@Nullable String next, String... things) {
        return ok("{\"object\":\"list\",\"results\":[" + String.join(",", things) + "],\"next_cursor\":"
                + (next == null ? "null" : "\"" + next + "\"") + ",\"has_more\":" + (next != null)
                + ",\"type\":\"page_or_data_source\",\"page_or_data_source\":{},\"request_id\":\"b1\"}");
    }

    private String thing(String id, String title, String edited) {
        String text = "[{\"type\":\"text\",\"text\":{\"content\":\"" + title + "\",\"link\":null},\"plain_text\":\""
                + title + "\",\"href\":null}]";
        String own = pages
                ? "\"object\":\"page\",\"properties\":{\"Name\":{\"id\":\"title\",\"type\":\"title\",\"title\":" + text
                        + "}}"
                : "\"object\":\"data_source\",\"title\":" + text
                        + ",\"properties\":{\"Status\":{\"id\":\"s\",\"name\":\"Status\",\"type\":\"select\",\"select\":{}}}";
        return "{\"id\":\"" + id + "\",\"created_time\":\"2026-09-01T08:00:00.000Z\",\"last_edited_time\":\"" + edited
                + ":00.000Z\",\"in_trash\":false,\"url\":\"https://www.notion.so/" + id + "\",\"icon\":null," + own
                + "}";
    }

    private static Step error(int status, String code, String message, @Nullable Duration retryAfter) {
        return new Step.Answer(
                status,
                "{\"object\":\"error\",\"status\":" + status + ",\"code\":\"" + code + "\",\"message\":\"" + message
                        + "\"}",
                retryAfter,
                Map.of());
    }
}
