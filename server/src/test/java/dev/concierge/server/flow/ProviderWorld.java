package dev.concierge.server.flow;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Sandbox;
import dev.concierge.sandbox.SandboxOptions;
import dev.concierge.sandbox.Visitor.Stop;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.TestServer;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An installation with a client at every provider that the sandbox serves. */
public final class ProviderWorld implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CLIENT = "concierge-test";
    private static final String SECRET = "a-secret-of-the-contract-test";
    private static final Set<String> DIALECTS = dialects();

    private final HttpClient http = HttpClient.newHttpClient();
    private final World world;

    public ProviderWorld() {
        this(Map.of());
    }

    /** @param more settings of the server, which win */
    public ProviderWorld(Map<String, String> more) {
        this(1, more);
    }

    /**
     * Several nodes of one installation.
     *
     * @param more settings of every node, which win
     */
    public ProviderWorld(int nodes, Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String id : DIALECTS) {
            if (!id.equals("google") && !id.equals("youtube")) {
                settings.put(id.toUpperCase(Locale.ROOT) + "_CLIENT_ID", CLIENT);
                settings.put(id.toUpperCase(Locale.ROOT) + "_CLIENT_SECRET", SECRET);
            }
        }
        settings.put("concierge.identity.sign-up-burst", "1000");
        settings.put("concierge.identity.sign-in-burst", "1000");
        settings.putAll(more);
        world = World.start(nodes, settings);
        ProviderCase.all().forEach(provider -> prepare(provider, "{}"));
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

    /** The providers that the sandbox serves, as it says itself: by the catalog files that it writes. */
    public static Set<String> served() {
        return DIALECTS;
    }

    private static Set<String> dialects() {
        try {
            Path folder = Files.createTempDirectory("concierge-dialects");
            Sandbox.start(SandboxOptions.defaults().withCatalogDirectory(folder))
                    .close();
            try (Stream<Path> files = Files.list(folder)) {
                return files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".yaml"))
                        .map(name -> name.substring(0, name.length() - ".yaml".length()))
                        .collect(Collectors.toCollection(TreeSet::new));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    /** As the other; where the provider allowed less than asked, that is taken as it is. */
    UUID connectedAnyhow(Visitor person, ProviderCase provider) {
        Page page = connect(person, provider, List.of());
        String less = "form:has(button[value=add])";
        Page kept = page.has(less) ? person.browser().submit(page, less, Map.of("choice", "add")) : page;
        return UUID.fromString(kept.path().substring("/integrations/".length()));
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

    /** Presses Reconnect on the integration's page and answers the provider's address. */
    String beginAgain(Visitor person, UUID integration) {
        String form = "form[action='/integrations/" + integration + "/reconnect']";
        Page next = person.browser().submitOnly(person.open("/integrations/" + integration), form, Map.of());
        return next.find("a[href^='" + world.sandbox().baseUrl() + "']").attr("href");
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
