package dev.concierge.server.flow;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Visitor.Stop;
import dev.concierge.server.catalog.Catalogs;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.TestServer;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An installation with a client at every provider that the sandbox serves. */
public final class ProviderWorld implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CLIENT = "concierge-test";
    private static final String SECRET = "a-secret-of-the-contract-test";

    private final HttpClient http = HttpClient.newHttpClient();
    private final World world;

    public ProviderWorld() {
        this(Map.of());
    }

    /** @param more settings of the server, which win */
    ProviderWorld(Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String id : Catalogs.IDS) {
            if (!id.equals("google") && !id.equals("youtube")) {
                settings.put(id.toUpperCase(Locale.ROOT) + "_CLIENT_ID", CLIENT);
                settings.put(id.toUpperCase(Locale.ROOT) + "_CLIENT_SECRET", SECRET);
            }
        }
        settings.putAll(more);
        world = World.start(1, settings);
        ProviderCase.all().stream()
                .filter(provider -> isServed(provider.id()))
                .forEach(provider -> prepare(provider, "{}"));
        for (String id : served()) {
            if (!id.equals("google") && !id.equals("youtube")) {
                String callback = world.url("/api/v1/oauth/" + id + "/callback").toString();
                String signIn = world.url("/auth/callback/" + id).toString();
                world.sandbox().registerClient(new Client(id, CLIENT, SECRET, "Concierge", List.of(callback, signIn)));
            }
        }
    }

    public World world() {
        return world;
    }

    TestServer server() {
        return world.server();
    }

    /** The providers of the sandbox, by the ids of the catalog. */
    public Set<String> served() {
        TreeSet<String> ids = new TreeSet<>(world.sandbox().ledger().counts().keySet());
        Catalogs.IDS.stream().filter(this::isServed).forEach(ids::add);
        return ids;
    }

    private boolean isServed(String id) {
        try {
            world.sandbox().knobs(id);
            return true;
        } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
            return false;
        }
    }

    /** Puts the sandbox back, and as the case wants it. */
    public void prepare(ProviderCase provider, String more) {
        world.sandbox().knobs(provider.id()).resetAll();
        world.sandbox().knobs(provider.id()).patch(JSON.readTree(provider.knobs()));
        world.sandbox().knobs(provider.id()).patch(JSON.readTree(more));
        world.sandbox().ledger().clear();
    }

    Visitor person() {
        return world.visitor().signUp();
    }

    /** Presses Connect and answers the provider's address. */
    String begin(Visitor person, String id) {
        Page next = person.browser()
                .submitOnly(person.open("/integrations"), "form[action='/integrations/" + id + "/connect']", Map.of());
        return next.find("a[href^='" + world.sandbox().baseUrl() + "']").attr("href");
    }

    /** The whole trip, with some scopes left unticked; of several things that could be connected the first. */
    Page connect(Visitor person, ProviderCase provider, List<String> unticked) {
        Page page = trip(person, begin(person, provider.id()), provider, unticked);
        String first = "form:has(button[value=take])";
        return page.has(first) ? person.browser().submit(page, first, Map.of("choice", "take")) : page;
    }

    /** Goes to the provider, agrees there and comes back; the page that this ends at. */
    public Page trip(Visitor person, String authorization, ProviderCase provider, List<String> unticked) {
        try (var visitor = new dev.concierge.sandbox.Visitor()) {
            provider.choices().forEach(visitor::picking);
            return back(person, visitor.allow(authorization, provider.account(), unticked));
        }
    }

    Page refuse(Visitor person, ProviderCase provider) {
        try (var visitor = new dev.concierge.sandbox.Visitor()) {
            provider.choices().forEach(visitor::picking);
            return back(person, visitor.deny(begin(person, provider.id()), provider.account()));
        }
    }

    /** Connects and answers the new integration's id. */
    public UUID connected(Visitor person, ProviderCase provider) {
        Page page = connect(person, provider, List.of());
        if (!page.path().matches("/integrations/[0-9a-f-]{36}")) {
            throw new AssertionError(
                    "connecting " + provider + " ended at " + page.uri() + " " + page.status() + ": " + page.text());
        }
        return UUID.fromString(page.path().substring("/integrations/".length()));
    }

    private Page back(Visitor person, Stop.Left left) {
        return back(person, left.callback(), left.posted());
    }

    /** What comes by POST comes from the provider's site, so without our SameSite cookies; the 303 is followed with them. */
    Page back(Visitor person, URI callback, @Nullable String posted) {
        if (posted == null) {
            return person.browser().open(callback);
        }
        Page answer = new Browser()
                .send(
                        "POST",
                        callback,
                        posted,
                        Map.of(
                                "Content-Type",
                                "application/x-www-form-urlencoded",
                                "Origin",
                                world.sandbox().baseUrl(),
                                "Sec-Fetch-Site",
                                "cross-site"));
        if (answer.status() != 303) {
            throw new AssertionError("a posted callback got " + answer.status() + ": " + answer.text());
        }
        URI resume = Browser.location(answer);
        return person.browser().open(resume);
    }

    public Api backend(Visitor person) {
        return new Api(
                http,
                world.server(),
                world.url("/"),
                person.apiKey("tokens:vend", "integrations:read", "integrations:write"));
    }

    @Override
    public void close() {
        http.close();
        world.close();
    }
}
