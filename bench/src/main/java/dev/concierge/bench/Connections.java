package dev.concierge.bench;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Visitor;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** Clients at providers of the sandbox, and accounts there that a person connects through the pages. */
final class Connections {
    static final String CLIENT = "concierge-proof";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SECRET = "a-secret-of-the-proofs";
    private static final Pattern INTEGRATION = Pattern.compile("^/integrations/([0-9a-f-]{36})$");
    private static final Pattern OPTION = Pattern.compile("name=\"option\" value=\"([^\"]+)\"");

    /** How the sandbox must stand so that an account there has something to renew. */
    private static final Map<String, String> KNOBS = Map.of(
            "github", "{\"tokenExpiry\":\"on\"}",
            "twitter", "{\"localhostRedirects\":true}",
            "linkedin", "{\"partner\":true}");

    private final Installation at;

    Connections(Installation at) {
        this.at = at;
    }

    /** What the server's environment needs for clients at these providers; Google's is there without. */
    static Map<String, String> environment(List<String> providers) {
        Map<String, String> more = new HashMap<>();
        for (String id : providers) {
            if (!googles(id)) {
                more.put(id.toUpperCase(Locale.ROOT) + "_CLIENT_ID", CLIENT);
                more.put(id.toUpperCase(Locale.ROOT) + "_CLIENT_SECRET", SECRET);
            }
        }
        return more;
    }

    /** Registers the clients, and turns the knobs so that tokens can be renewed. */
    void prepare(List<String> providers) {
        for (String id : providers) {
            knobs(id, KNOBS.getOrDefault(id, "{}"));
            if (!googles(id)) {
                String callback = at.url("/api/v1/oauth/" + id + "/callback").toString();
                at.sandbox().registerClient(new Client(id, CLIENT, SECRET, "Concierge", List.of(callback)));
            }
        }
    }

    void knobs(String provider, String json) {
        at.sandbox().knobs(provider).patch(JSON.readTree(json));
    }

    /** Connects an account; of several things that could be connected the first. @return the integration's id */
    String connect(Journey person, String id, String account) throws IOException, InterruptedException {
        return connect(person, id, account, () -> {});
    }

    /** @param back is told before the person comes back from the provider */
    String connect(Journey person, String id, String account, Runnable back) throws IOException, InterruptedException {
        URI provider = URI.create(at.sandbox().baseUrl());
        URI there = person.leave("/integrations", "/integrations/" + id + "/connect", provider);
        try (Visitor visitor = new Visitor()) {
            Visitor.Stop.Left left = visitor.allow(there.toString(), account);
            back.run();
            Journey.Stop end = back(person, left);
            Matcher option = OPTION.matcher(end.body());
            if (end.at().getPath().startsWith("/integrations/choices/") && option.find()) {
                String page = end.at().getPath();
                end = person.follow(person.submit(page, page, Map.of("choice", "take", "option", option.group(1))));
            }
            if (!INTEGRATION.matcher(end.at().getPath()).find()) {
                throw new IOException(
                        "connecting " + id + " ended at " + end.at().getPath() + " with " + end.status());
            }
            return Journey.find(INTEGRATION, end.at().getPath());
        }
    }

    /** Begins to connect an account again and agrees at the provider. @return the callback that was not made yet */
    Visitor.Stop.Left consentAgain(Journey person, String integration, String account)
            throws IOException, InterruptedException {
        String page = "/integrations/" + integration;
        URI there =
                person.leave(page, page + "/reconnect", URI.create(at.sandbox().baseUrl()));
        try (Visitor visitor = new Visitor()) {
            return visitor.allow(there.toString(), account);
        }
    }

    /** What comes by POST comes from the provider's site, without our cookies; where it leads is followed with them. */
    private Journey.Stop back(Journey person, Visitor.Stop.Left left) throws IOException, InterruptedException {
        if (left.posted() == null) {
            return person.open(left.callback());
        }
        try (Journey stranger = new Journey(at.url("/"))) {
            Journey.Stop answer = stranger.post(left.callback(), left.posted());
            return person.open(answer.at().resolve(answer.location()));
        }
    }

    private static boolean googles(String id) {
        return id.equals("google") || id.equals("youtube");
    }
}
