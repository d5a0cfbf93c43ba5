package dev.concierge.server.sync;

import static dev.concierge.server.sync.ScriptedOutbound.ok;

import dev.concierge.server.sync.ScriptedOutbound.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers in the form of Meta's Graph API, version 26.0. Each run begins with the Page's token. */
final class MetaCase implements StreamCase {
    @Override
    public String stream() {
        return "meta.graph.posts";
    }

    @Override
    public Set<String> scopes() {
        return Set.of("public_profile", "pages_show_list", "pages_read_engagement");
    }

    @Override
    public List<Step> beginning() {
        return List.of(ok("{\"access_token\":\"EAAPageTokenOfTheContract\",\"id\":\"" + SyncedPerson.PAGE + "\"}"));
    }

    @Override
    public List<Step> firstRun() {
        return List.of(
                page("A1", post("1", "First", 1), post("2", "Second", 2)),
                page("A2", post("3", "Third", 3)),
                page(null, post("4", "Fourth", 4)));
    }

    @Override
    public int records() {
        return 4;
    }

    @Override
    public List<Step> changes() {
        return List.of(
                page("A1", post("5", "New", 0), post("1", "First", 100)),
                page(null, post("3", "Third", 3), post("4", "Fourth", 4)));
    }

    @Override
    public List<Step> nothingNew() {
        return firstRun();
    }

    @Override
    public List<Step> tooOld() {
        return List.of(
                page("A1", post("1", "First", 1), post("3", "Third", 3)),
                page(null, post("4", "Fourth", 4), post("6", "New", 0)));
    }

    @Override
    public List<Step> malformed() {
        List<Step> steps = new ArrayList<>(firstRun());
        steps.set(1, page("A2", post("3", "Third", 3), "{\"id\":\"104857600000101_9\",\"message\":\"No time\"}"));
        return steps;
    }

    @Override
    public List<Step> doubled() {
        List<Step> steps = new ArrayList<>(firstRun());
        steps.set(0, page("A1", post("1", "First", 1), post("1", "First", 1), post("2", "Second", 2)));
        steps.set(2, page(null, post("4", "Fourth", 4), post("2", "Second", 2)));
        return steps;
    }

    @Override
    public List<Step> largest(int items) {
        return List.of(page(
                null,
                IntStream.range(0, items)
                        .mapToObj(i -> post(Integer.toString(i), "Post " + i, i))
                        .toArray(String[]::new)));
    }

    @Override
    public int largest() {
        return 100;
    }

    @Override
    public Step busy() {
        return error(4, "(#4) Application request limit reached", Map.of());
    }

    @Override
    public Step busy(int seconds) {
        return error(
                32,
                "(#32) Page request limit reached",
                Map.of(
                        "X-Business-Use-Case-Usage",
                        "{\"104857600000101\":[{\"type\":\"pages\",\"call_count\":100,\"total_cputime\":25,\"total_time\":25,"
                                + "\"estimated_time_to_regain_access\":" + seconds / 60 + "}]}"));
    }

    @Override
    public Step notAllowed() {
        return error(10, "(#10) This endpoint requires the 'pages_read_engagement' permission", Map.of());
    }

    @Override
    public List<Step> circle() {
        Step round = page("A1");
        return List.of(round, round);
    }

    @Override
    public List<Step> garbage() {
        List<Step> all = new ArrayList<>(StreamCase.super.garbage());
        all.addAll(List.of(
                ok("[]"),
                ok("{\"data\":{}}"),
                ok("{\"data\":[],\"paging\":{\"next\":\"https://graph.facebook.com/v26.0/next\"}}")));
        return all;
    }

    private static Step error(int code, String message, Map<String, String> headers) {
        return new Step.Answer(
                400,
                "{\"error\":{\"message\":\"" + message + "\",\"type\":\"OAuthException\",\"code\":" + code
                        + ",\"fbtrace_id\":\"A1\"}}",
                null,
                headers);
    }

    private static Step page(@Nullable String after, String... posts) {
        String next = after == null
                ? ""
                : ",\"next\":\"https://graph.facebook.com/v26.0/104857600000101/published_posts?access_token=EAAPageTokenOfTheContract&after="
                        + after + "\"";
        return ok("{\"data\":[" + String.join(",", posts) + "],\"paging\":{\"cursors\":{\"before\":\"B\",\"after\":\""
                + (after == null ? "END" : after) + "\"}" + next + "}}");
    }

    private static String post(String id, String message, int likes) {
        return "{\"id\":\"104857600000101_" + id + "\",\"message\":\"" + message
                + "\",\"created_time\":\"2026-11-01T09:00:00+0000\",\"updated_time\":\"2026-11-01T09:00:00+0000\","
                + "\"permalink_url\":\"https://www.facebook.com/104857600000101/posts/" + id
                + "\",\"reactions\":{\"data\":[],\"summary\":{\"total_count\":" + likes + "}}}";
    }
}
