package dev.concierge.server.flow;

import dev.concierge.server.catalog.Catalogs;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Recorded;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.FakeProvider;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import dev.concierge.server.web.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** An installation whose providers answer what was recorded of them, one provider at a time. Their pages are left out: a code is made up. */
final class RecordedWorld implements AutoCloseable {
    private static final String CLIENT = "concierge-recorded";
    private static final String JSON = "application/json; charset=utf-8";

    private final FakeProvider fake = FakeProvider.start(FakeProvider.json(404, "{}"));
    private final HttpClient http = HttpClient.newHttpClient();
    private final World world;

    RecordedWorld(List<String> ids) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("CATALOG_DIR", catalog(ids).toString());
        settings.put("ALLOWED_PRIVATE_HOSTS", fake.authority());
        settings.put("concierge.vault.refresh-deadline", "3s");
        settings.put("concierge.outbound.breaker-failures", "100");
        settings.put("concierge.identity.sign-up-burst", "1000");
        settings.put("concierge.identity.sign-in-burst", "1000");
        for (String id : ids) {
            settings.put(id.toUpperCase(Locale.ROOT) + "_CLIENT_ID", CLIENT);
            settings.put(id.toUpperCase(Locale.ROOT) + "_CLIENT_SECRET", "a-secret-of-the-recorded-test");
        }
        world = World.start(1, settings);
    }

    private Path catalog(List<String> ids) {
        try {
            Path folder = Files.createTempDirectory("concierge-recorded");
            for (String id : ids) {
                Files.writeString(folder.resolve(id + ".yaml"), Catalogs.movedText(id, fake.url("/")));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    World world() {
        return world;
    }

    FakeProvider provider() {
        return fake;
    }

    /** Answers as this provider. */
    void plays(String id) {
        plays(id, Recorded.answer(id, "code"), replaying(Recorded.answer(id, "refresh")));
    }

    /**
     * Answers as this provider, with something else for tokens.
     *
     * @param exchanged what a code gives
     * @param renewal answers when a token is renewed
     */
    void plays(String id, String exchanged, FakeProvider.Script renewal) {
        Provider provider = Catalogs.moved(id, fake.url("/"));
        String token = provider.token().endpoint().getPath();
        URI userinfo = provider.identity().userinfo();
        fake.script((request, out) -> {
            String path = request.target().split("\\?", 2)[0];
            if (!path.equals(token)) {
                boolean profile = userinfo != null && path.equals(userinfo.getPath());
                write(out, profile ? Recorded.answer(id, "profile") : "{}");
            } else if ((request.target() + request.body()).contains("refresh_token")) {
                renewal.answer(request, out);
            } else {
                write(out, exchanged);
            }
        });
    }

    static FakeProvider.Script replaying(String body) {
        return (_, out) -> write(out, body);
    }

    private static void write(OutputStream out, String body) throws IOException {
        FakeProvider.write(out, 200, JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Somebody who may allow whatever was recorded. */
    Visitor person() {
        return world.visitor().signUp().raisedTo(Role.ADMIN);
    }

    /** Forgets every grant, so that none is another's sibling. */
    void forget() {
        world.database().owner().sql("delete from integrations").update();
        world.database().owner().sql("delete from grants").update();
    }

    /** Presses Connect and comes back with these parameters and the trip's own state; the page that this ends at. */
    Page back(Visitor person, String id, Map<String, String> parameters) {
        Page next = person.browser()
                .submitOnly(person.open("/integrations"), "form[action='/integrations/" + id + "/connect']", Map.of());
        URI authorization =
                URI.create(next.find("a[href^='" + fake.url("/") + "']").attr("href"));
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put("state", FlowCase.parameter(authorization, "state"));
        Provider provider = Catalogs.moved(id, fake.url("/"));
        if (provider.authorization().issParameter()) {
            all.put("iss", String.valueOf(provider.authorization().issuer()));
        }
        List<Browser.Field> fields = all.entrySet().stream()
                .map(one -> new Browser.Field(one.getKey(), one.getValue()))
                .toList();
        return person.browser().open(world.url("/api/v1/oauth/" + id + "/callback?" + Browser.encode(fields)));
    }

    /** Connects, also where less was recorded than is asked for. */
    UUID connected(Visitor person, String id) {
        Page page = back(person, id, Map.of("code", "c0de"));
        String less = "form:has(button[value=add])";
        Page kept = page.has(less) ? person.browser().submit(page, less, Map.of("choice", "add")) : page;
        if (!kept.path().matches("/integrations/[0-9a-f-]{36}")) {
            throw new AssertionError(id + " ended at " + kept.uri() + " " + kept.status() + ": " + kept.text());
        }
        return UUID.fromString(kept.path().substring("/integrations/".length()));
    }

    Api backend(Visitor person) {
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
        fake.close();
    }
}
