package dev.concierge.server.identity;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.support.AuthenticatorApp;
import dev.concierge.server.support.KeptMail;
import dev.concierge.server.support.SettableClock;
import dev.concierge.server.support.TestDatabase;
import dev.concierge.server.support.TestServer;
import dev.concierge.server.web.Role;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server with people on it. Requests come from the address that a test names, through a trusted proxy on loopback. */
final class People implements AutoCloseable {
    static final String PASSWORD = "tin kettle hums at six";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final SettableClock clock = new SettableClock();
    private final TestDatabase database = TestDatabase.create();
    private final TestServer.Keys keys = TestServer.Keys.random();
    private final Map<String, String> settings;
    private final TestServer server;
    private final Map<String, AuthenticatorApp> apps = new ConcurrentHashMap<>();

    private People(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("TRUSTED_PROXIES", "127.0.0.1,::1");
        this.settings = Map.copyOf(all);
        server = TestServer.start(database, clock, keys, all);
    }

    static People start() {
        return start(Map.of());
    }

    static People start(Map<String, String> settings) {
        return new People(settings);
    }

    /** Another node of the same installation. */
    TestServer secondNode() {
        Map<String, String> all = new HashMap<>(settings);
        all.put("PUBLIC_URL", server.url().toString());
        return TestServer.start(database, clock, keys, all);
    }

    /** A new person, with {@link #PASSWORD}; the address is returned. */
    String person() {
        return person(Role.GUEST);
    }

    String person(Role role) {
        String email = "person" + NUMBER.incrementAndGet() + "@corp.example";
        AdminCreate.Outcome outcome =
                server.bean(AdminCreate.class).create(email, "Somebody Else", role, Secret.of(PASSWORD));
        if (!(outcome instanceof AdminCreate.Outcome.Created)) {
            throw new IllegalStateException(outcome.toString());
        }
        return email;
    }

    /** What an administrator does to an account: the columns, the epoch, and the news of it. */
    void change(String email, String columns) {
        UUID id = idOf(email);
        database.owner()
                .sql("update accounts set " + columns + ", epoch = epoch + 1 where account_id = :id")
                .param("id", id)
                .update();
        database.owner()
                .sql("select pg_notify('concierge', :id)")
                .param("id", id.toString())
                .query((_, _) -> 0)
                .single();
    }

    UUID idOf(String email) {
        return database.owner()
                .sql("select account_id from accounts where email = :email")
                .param("email", email)
                .query(UUID.class)
                .single();
    }

    FormBrowser browser() {
        return new FormBrowser(server.url());
    }

    /** A browser in which this person is signed in, on {@code /security}. Who must have a second factor sets up an app the first time. */
    FormBrowser signedIn(String email) {
        FormBrowser browser = browser();
        int status = browser.signIn(email, PASSWORD).statusCode();
        if (status != 303) {
            throw new IllegalStateException("sign-in answered " + status);
        }
        if (browser.get("/security").statusCode() == 303) {
            secondStep(browser, email);
            browser.get("/security");
        }
        return browser;
    }

    private void secondStep(FormBrowser browser, String email) {
        AuthenticatorApp app = apps.get(email);
        if (app == null) {
            apps.put(email, Apps.enrolHalfway(browser, clock));
        } else {
            browser.get("/login/second");
            browser.post("/login/second", "code", app.code(), "to", "/security");
        }
    }

    /** What this person writes where a page asks once more who they are: a code of the app that {@link #signedIn} set up, or the password. */
    String proof(String email) {
        AuthenticatorApp app = apps.get(email);
        return app == null ? PASSWORD : app.code();
    }

    /** Mailboxes; of people started with {@code LANES=none}. */
    KeptMail mail() {
        return new KeptMail(server);
    }

    long count(String sql) {
        return database.owner().sql(sql).query(Long.class).single();
    }

    TestServer server() {
        return server;
    }

    TestDatabase database() {
        return database;
    }

    SettableClock clock() {
        return clock;
    }

    @Override
    public void close() {
        server.close();
        database.close();
    }
}
