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

/** Answers in the form of LinkedIn's versioned API: the organisations of a person, and the posts of the only one. */
final class LinkedinCase implements StreamCase {
    private static final String ORGANIZATION = "urn:li:organization:2414183";
    private static final Step ROLES =
            ok("{\"paging\":{\"start\":0,\"count\":50,\"links\":[],\"total\":1},\"elements\":["
                    + "{\"role\":\"ADMINISTRATOR\",\"organization\":\"" + ORGANIZATION
                    + "\",\"state\":\"APPROVED\"}]}");

    @Override
    public String stream() {
        return "linkedin.rest.posts";
    }

    @Override
    public Set<String> scopes() {
        return Set.of("openid", "profile", "email", "r_organization_social");
    }

    @Override
    public List<Step> firstRun() {
        return List.of(
                ROLES,
                page(true, post("1", "First"), post("2", "Second")),
                page(false, post("3", "Third"), post("4", "Fourth")));
    }

    @Override
    public int records() {
        return 4;
    }

    @Override
    public List<Step> changes() {
        return List.of(
                ROLES,
                page(true, post("5", "New"), post("1", "First, changed")),
                page(false, post("3", "Third"), post("4", "Fourth")));
    }

    @Override
    public List<Step> nothingNew() {
        return firstRun();
    }

    @Override
    public List<Step> tooOld() {
        return List.of(
                ROLES,
                page(true, post("1", "First"), post("3", "Third")),
                page(false, post("4", "Fourth"), post("6", "New")));
    }

    @Override
    public List<Step> malformed() {
        List<Step> steps = new ArrayList<>(firstRun());
        steps.set(
                1,
                page(
                        true,
                        post("1", "First"),
                        "{\"commentary\":\"No id\",\"publishedAt\":1793523600000}",
                        post("2", "Second")));
        return steps;
    }

    @Override
    public List<Step> doubled() {
        List<Step> steps = new ArrayList<>(firstRun());
        steps.set(1, page(true, post("1", "First"), post("1", "First"), post("2", "Second")));
        steps.set(2, page(false, post("3", "Third"), post("4", "Fourth"), post("2", "Second")));
        return steps;
    }

    @Override
    public List<Step> largest(int items) {
        return List.of(
                ROLES,
                page(
                        false,
                        IntStream.range(0, items)
                                .mapToObj(i -> post(Integer.toString(i), "Post " + i))
                                .toArray(String[]::new)));
    }

    @Override
    public int largest() {
        return 100;
    }

    @Override
    public Step busy() {
        return busy(null);
    }

    @Override
    public Step busy(int seconds) {
        return busy(Duration.ofSeconds(seconds));
    }

    /** Until midnight UTC. */
    @Override
    public Duration longestWait() {
        return Duration.ofDays(1);
    }

    private static Step busy(@Nullable Duration retryAfter) {
        return new Step.Answer(
                429,
                "{\"status\":429,\"serviceErrorCode\":101,\"code\":\"TOO_MANY_REQUESTS\",\"message\":\"Resource level throttle limit"
                        + " for calls to this resource is reached.\"}",
                retryAfter,
                Map.of());
    }

    @Override
    public Step notAllowed() {
        return new Step.Answer(
                403,
                "{\"status\":403,\"serviceErrorCode\":100,\"code\":\"ACCESS_DENIED\",\"message\":\"Not enough permissions to access:"
                        + " organizationAcls.FINDER-roleAssignee.20261001\"}");
    }

    @Override
    public List<Step> circle() {
        return List.of(ROLES, page(true));
    }

    @Override
    public List<Step> garbage() {
        List<Step> all = new ArrayList<>(StreamCase.super.garbage());
        all.addAll(List.of(ok("[]"), ok("{\"elements\":{}}")));
        return all;
    }

    private static Step page(boolean more, String... posts) {
        String links = more ? "{\"type\":\"application/json\",\"rel\":\"next\",\"href\":\"/rest/posts?start=2\"}" : "";
        return ok("{\"paging\":{\"start\":0,\"count\":50,\"links\":[" + links + "]},\"elements\":["
                + String.join(",", posts) + "]}");
    }

    private static String post(String id, String words) {
        return "{\"id\":\"urn:li:share:" + id + "\",\"author\":\"" + ORGANIZATION + "\",\"commentary\":\"" + words
                + "\",\"visibility\":\"PUBLIC\",\"lifecycleState\":\"PUBLISHED\",\"createdAt\":1793523600000,"
                + "\"publishedAt\":1793523600000,\"lastModifiedAt\":1793523600000}";
    }
}
