package dev.concierge.server.secrets;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Every answer of the server to a browser or a backend: the body, and all headers but the one that sets cookies. Those that are there to carry a
 * secret are named here, with the secret they carry; in any other answer, and any other secret in these, is a finding.
 */
final class Answers {
    /** Masked anew in each page; it is an HMAC, of no use without the cookies (see BrowserCsrfTokens). */
    private static final Pattern FORM_CHECK = Pattern.compile("name=\"_csrf\" value=\"[^\"]*\"");

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}");
    private static final Pattern ONE_TIME = Pattern.compile("(?<=/connect/)[A-Za-z0-9_-]{43}");

    /** What the browser that began needs for its way to the provider. */
    private static final Set<String> DEPARTURE = Set.of("state", "nonce");

    private static final Map<String, Set<String>> MEANT = Map.of(
            "GET /api/v1/oauth/integrations/{id}/token",
            Set.of("access_token"),
            "POST /security/keys",
            Set.of("API key"),
            "POST /api/v1/oauth/google/authorize",
            Set.of("connect ticket"),
            "POST /integrations/google/connect",
            DEPARTURE,
            "POST /connect/{ticket}",
            DEPARTURE,
            "POST /auth/login/google",
            DEPARTURE,
            "POST /login/second/enrol",
            Set.of("authenticator seed"),
            "POST /login/second/confirm",
            Set.of("recovery code"));

    private record Seen(String request, int status, String text) {}

    private final List<Seen> seen = java.util.Collections.synchronizedList(new ArrayList<>());

    void heard(String method, Page page) {
        seen.add(new Seen(
                route(method, page.path()), page.status(), text(page.headers().map(), page.body())));
    }

    void heard(String method, String path, Api.Answer answer) {
        seen.add(new Seen(
                route(method, path.replaceFirst("\\?.*", "")),
                answer.status(),
                text(answer.raw().headers().map(), answer.raw().body())));
    }

    int count() {
        return seen.size();
    }

    long refusals() {
        return seen.stream().filter(answer -> answer.status() >= 400).count();
    }

    Set<String> requests() {
        Set<String> requests = new TreeSet<>();
        seen.forEach(answer -> requests.add(answer.request()));
        return requests;
    }

    /** What is found where it was not meant to be. */
    Set<String> findings(SecretSearch search) {
        Set<String> findings = new TreeSet<>();
        for (Seen answer : List.copyOf(seen)) {
            Set<String> meant = answer.status() < 400 ? MEANT.getOrDefault(answer.request(), Set.of()) : Set.of();
            search.in(answer.text()).stream()
                    .filter(found -> meant.stream().noneMatch(kind -> isOf(kind, found)))
                    .forEach(found -> findings.add(answer.request() + " " + answer.status() + ": " + found));
        }
        return findings;
    }

    /** The answers that are there to carry a secret, and did: the proof that the search finds in answers. */
    Set<String> carried(SecretSearch search) {
        Set<String> carried = new TreeSet<>();
        for (Seen answer : List.copyOf(seen)) {
            MEANT.getOrDefault(answer.request(), Set.of()).stream()
                    .filter(kind -> search.in(answer.text()).stream().anyMatch(found -> isOf(kind, found)))
                    .forEach(kind -> carried.add(answer.request() + " " + kind));
        }
        return carried;
    }

    Set<String> meant() {
        Set<String> meant = new TreeSet<>();
        MEANT.forEach((request, kinds) -> kinds.forEach(kind -> meant.add(request + " " + kind)));
        return meant;
    }

    private static boolean isOf(String kind, String found) {
        return found.startsWith(kind + " ") || found.startsWith("provider's " + kind + " ");
    }

    private static String route(String method, String path) {
        String named = ONE_TIME.matcher(path).replaceAll("{ticket}");
        return method + " " + ID.matcher(named).replaceAll("{id}");
    }

    private static String text(Map<String, List<String>> headers, String body) {
        StringBuilder text = new StringBuilder();
        headers.forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Set-Cookie")) {
                text.append(name).append(": ").append(values).append('\n');
            }
        });
        return text.append(FORM_CHECK.matcher(body).replaceAll("")).toString();
    }
}
