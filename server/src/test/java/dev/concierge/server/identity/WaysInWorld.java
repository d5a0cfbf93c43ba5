package dev.concierge.server.identity;

import dev.concierge.sandbox.Client;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.imports.FileImport;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.AuthenticatorApp;
import dev.concierge.server.support.KeptMail;
import dev.concierge.server.support.World;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An installation with the sandbox's four providers, one administrator, and whoever a test makes. */
final class WaysInWorld implements AutoCloseable {
    /** Somebody whom every provider of the sandbox knows, and whose address each vouches for. */
    static final String UPSTREAM = dev.concierge.server.support.Visitor.LINH_WORK;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String ROOT = "root@corp.example";
    private static final String CLIENT = "ways-in";
    private static final String SECRET = "a-secret-of-the-ways-in";

    private record Subject(String issuer, String subject) {}

    private final World world;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<WayIn, Subject> subjects = new EnumMap<>(WayIn.class);
    private final Caller.Person root;
    private @Nullable AuthenticatorApp app;

    /** @param signUp who may make an account: {@code SIGN_UP} */
    WaysInWorld(String signUp) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String id : List.of("GITHUB", "MICROSOFT", "OIDC_ACME")) {
            settings.put(id + "_CLIENT_ID", CLIENT);
            settings.put(id + "_CLIENT_SECRET", SECRET);
        }
        settings.put("OIDC_ACME_ISSUER", "{sandbox}/google");
        settings.put("SIGN_UP", signUp);
        settings.put("concierge.identity.sign-in-burst", "1000");
        settings.put("concierge.identity.sign-up-burst", "1000");
        // what is asked again and again for a second is not refused for being asked too often
        settings.put("concierge.identity.call-burst", "100000");
        world = World.start(1, settings);
        for (WayIn way : List.of(WayIn.GITHUB, WayIn.MICROSOFT, WayIn.OIDC)) {
            String callback = world.url("/auth/callback/" + way.provider()).toString();
            String at = way == WayIn.OIDC ? "google" : way.provider();
            world.sandbox().registerClient(new Client(at, CLIENT, SECRET, "Concierge", List.of(callback)));
        }
        world.sandbox().knobs("microsoft").patch(JSON.readTree("{\"xmsEdov\":true}"));
        root = new Caller.Person(person(ROOT, Role.ADMIN), Role.ADMIN, "Root", ROOT, UUID.randomUUID());
        for (WayIn way : WayIn.values()) {
            if (way.isProvider()) {
                subjects.put(way, learnt(way));
            }
        }
    }

    World world() {
        return world;
    }

    /** An administrator, who stays. */
    Caller.Person root() {
        return root;
    }

    /** The administrator at another browser, with a second factor, proved afresh. */
    FormBrowser administrator() {
        FormBrowser browser = browser();
        browser.signIn(ROOT, People.PASSWORD);
        if (app == null) {
            app = Apps.enrolHalfway(browser, world.clock());
        } else {
            browser.get("/login/second");
            browser.post("/login/second", "code", app.code(), "to", "/security");
        }
        browser.get("/security");
        return browser;
    }

    FormBrowser browser() {
        return new FormBrowser(world.server().url());
    }

    TokenClient program() {
        return new TokenClient(world.server(), world.server().url());
    }

    KeptMail mail() {
        return new KeptMail(world.server());
    }

    static String address() {
        return "way" + NUMBER.incrementAndGet() + "@corp.example";
    }

    /** With {@link People#PASSWORD}. */
    UUID person(String email, Role role) {
        AdminCreate.Outcome made =
                world.server().bean(AdminCreate.class).create(email, "Somebody", role, Secret.of(People.PASSWORD));
        if (!(made instanceof AdminCreate.Outcome.Created(Account account))) {
            throw new IllegalStateException(made.toString());
        }
        return account.id();
    }

    /** As an older installation held them, with {@link People#PASSWORD} and, where the way is a provider's, that. */
    UUID imported(String email, WayIn way) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("key", email);
        row.put("email", email);
        row.put("emailVerified", true);
        row.put("name", "Somebody");
        row.put("role", "user");
        row.put("password", new BCryptPasswordEncoder(4).encode(People.PASSWORD));
        if (way.isProvider()) {
            Subject subject = subject(way);
            row.put("identities", List.of(Map.of("issuer", subject.issuer(), "subject", subject.subject())));
        }
        try {
            Path folder = Files.createTempDirectory("concierge-ways");
            Path file = folder.resolve("people.jsonl");
            Path report = folder.resolve("report.jsonl");
            Files.writeString(
                    file,
                    "{\"format\":\"concierge-import-1\",\"tokens\":\"plain\"}\n" + JSON.writeValueAsString(row) + "\n");
            world.server().bean(FileImport.class).run(file, report, false, (_, _) -> {});
            String reported = Files.readString(report);
            Files.delete(file);
            Files.delete(report);
            Files.delete(folder);
            return world.database()
                    .owner()
                    .sql("select account_id from accounts where email = :email")
                    .param("email", email)
                    .query(UUID.class)
                    .optional()
                    .orElseThrow(() -> new AssertionError(reported));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An invitation as guest, which nobody has followed yet. */
    void invite(String email) {
        world.database()
                .owner()
                .sql(
                        "insert into invitations (id, account_id, email, role, token_hash, created_at, expires_at)"
                                + " values (gen_random_uuid(), :inviter, :email, 'guest', sha256(cast(:email as bytea)), :now, :now + interval '7 days')")
                .param("inviter", root.accountId())
                .param("email", email)
                .param("now", world.clock().instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** What the sandbox's person at a provider opens from now on. */
    void join(UUID account, WayIn way) {
        Subject subject = subject(way);
        world.database()
                .owner()
                .sql(
                        "insert into identities (identity_id, account_id, issuer, subject, provider, email_verified, created_at, used_at)"
                                + " values (gen_random_uuid(), :account, :issuer, :subject, :provider, false, :now, :now)")
                .param("account", account)
                .param("issuer", subject.issuer())
                .param("subject", subject.subject())
                .param("provider", way.provider())
                .param("now", world.clock().instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private Subject subject(WayIn way) {
        return Objects.requireNonNull(subjects.get(way));
    }

    /** A first sign-in, after which the account is gone again. */
    private Subject learnt(WayIn way) {
        invite(UPSTREAM);
        FormBrowser browser = browser();
        trip(browser, way);
        Subject subject = world.database()
                .owner()
                .sql("select issuer, subject from identities")
                .query((row, _) -> new Subject(row.getString(1), row.getString(2)))
                .optional()
                .orElseThrow(() -> new AssertionError("nobody came by " + way));
        forget();
        return subject;
    }

    /** Signs in through a provider as {@link #UPSTREAM}, by the button of the sign-in page. */
    void trip(FormBrowser browser, WayIn way) {
        browser.get("/login");
        HttpResponse<String> left = browser.post("/auth/login/" + way.provider(), "to", "/security");
        String there = Apps.page(left)
                .select("a[href^='" + world.sandbox().baseUrl() + "']")
                .attr("href");
        try (var person = new dev.concierge.sandbox.Visitor()) {
            var back = person.allow(there, UPSTREAM);
            String posted = back.posted();
            follow(browser, posted == null ? back.callback() : resumed(back.callback(), posted));
        }
    }

    /** The provider's own page posts to us, without our cookies. */
    private URI resumed(URI callback, String posted) {
        HttpRequest request = HttpRequest.newBuilder(callback)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", world.sandbox().baseUrl())
                .header("Sec-Fetch-Site", "cross-site")
                .POST(HttpRequest.BodyPublishers.ofString(posted))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return callback.resolve(Apps.location(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void follow(FormBrowser browser, URI address) {
        URI next = address;
        HttpResponse<String> answer = browser.get(next.toString());
        while (answer.statusCode() == 303) {
            next = next.resolve(Apps.location(answer));
            answer = browser.get(next.toString());
        }
    }

    /** The fourteen days of somebody who leaves are over, the last mail is sent, and the job has done what it does. */
    void overGrace(UUID account, String email) {
        JobRunner jobs = world.server().bean(JobRunner.class);
        world.advance(Departures.GRACE);
        jobs.runDue(Lane.MAINTENANCE);
        mail().to(email);
        world.advance(Duration.ofHours(1));
        jobs.runDue(Lane.MAINTENANCE);
        long left = world.database()
                .owner()
                .sql("select count(*) from accounts where account_id = :id")
                .param("id", account)
                .query(Long.class)
                .single();
        if (left > 0) {
            throw new AssertionError("the account is still there");
        }
    }

    /** Everybody but the administrator is gone, with all that was theirs, and so are the invitations. */
    void forget() {
        world.database()
                .owner()
                .sql("delete from accounts where account_id <> :root")
                .param("root", root.accountId())
                .update();
        world.database().owner().sql("delete from invitations").update();
        world.advance(Duration.ofMinutes(20));
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        http.close();
        world.close();
    }
}
