package dev.concierge.server.support;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.AdminCreate;
import dev.concierge.server.web.Role;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Somebody at a browser, doing what people do by the pages' own forms and links. */
public final class Visitor {
    /** The seeded people of the sandbox. */
    public static final String LINH_WORK = "linh.tran@meridian.example";

    public static final String LINH_HOME = "linh@home.example";
    public static final String CALENDAR = "https://www.googleapis.com/auth/calendar.events.readonly";
    public static final String CALENDAR_LIST = "https://www.googleapis.com/auth/calendar.calendarlist.readonly";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final String ENROL = "form[action='/login/second/enrol']";
    private static final String SECOND = "form[action='/login/second']";

    private final World world;
    private final Browser browser;
    private final String email;
    private @Nullable AuthenticatorApp app;
    private final String password = "a long enough pass phrase " + UUID.randomUUID();

    Visitor(World world, Browser browser) {
        this.world = world;
        this.browser = browser;
        this.email = "person" + NUMBER.incrementAndGet() + "@people.example";
    }

    public Browser browser() {
        return browser;
    }

    public String email() {
        return email;
    }

    public String password() {
        return password;
    }

    /** Makes an account and is signed in with it. */
    public Visitor signUp() {
        Page form = browser.open(world.url("/signup"));
        Page after = browser.submit(
                form, "form[action='/signup']", Map.of("name", "Ada Example", "email", email, "password", password));
        if (!after.path().equals("/login")) {
            throw new AssertionError("sign-up ended at " + after.uri() + " " + after.status() + ": " + after.text());
        }
        Page signedIn = signIn();
        if (!signedIn.path().equals("/")) {
            throw new AssertionError(
                    "sign-in ended at " + signedIn.uri() + " " + signedIn.status() + ": " + signedIn.text());
        }
        return this;
    }

    /** Is given a role as an operator gives it; the session goes on with it. Who becomes an administrator sets up a second factor, as one must. */
    public Visitor raisedTo(Role role) {
        world.server().bean(AdminCreate.class).create(email, "Ada Example", role, Secret.of(password));
        return role == Role.ADMIN ? withAuthenticator() : this;
    }

    /** Sets up an authenticator app, where that is asked for or else under Security. */
    public Visitor withAuthenticator() {
        Page here = open("/security");
        if (here.has("main a[href^='/login?to=']")) {
            here = signIn();
        }
        boolean asked = here.has(ENROL);
        Page shown = browser.submit(here, asked ? ENROL : "form[action='/security/factors']", Map.of());
        AuthenticatorApp scanned = AuthenticatorApp.scanning(shown, world.clock());
        Page codes = browser.submit(
                shown,
                asked ? "form[action='/login/second/confirm']" : "form[action='/security/factors/confirm']",
                Map.of("code", scanned.code(), "name", "Phone"));
        if (app == null) {
            scanned.keep(List.of(codes.find(".code pre").text().split("\\s+", -1)));
            app = scanned;
        }
        return this;
    }

    /** The app that was set up first. */
    public AuthenticatorApp app() {
        return Objects.requireNonNull(app, "no authenticator was set up");
    }

    /** With a code of the app, where one is asked for. */
    public Page signIn() {
        return signIn(password);
    }

    public Page signIn(String withPassword) {
        Page form = browser.open(world.url("/login"));
        Page next = browser.submit(form, "form[action='/login']", Map.of("email", email, "password", withPassword));
        return app != null && next.has(SECOND) ? browser.submit(next, SECOND, Map.of("code", app.code())) : next;
    }

    public Page open(String path) {
        return browser.open(world.url(path));
    }

    /** Presses Connect and answers the page with the way to the provider. */
    public Page beginPage() {
        return browser.submitOnly(open("/integrations"), "form[action='/integrations/google/connect']", Map.of());
    }

    /** Presses Connect and answers the provider's address, where nobody has been yet. */
    public URI beginConnect() {
        Page next = beginPage();
        return URI.create(
                next.find("a[href^='" + world.sandbox().baseUrl() + "']").attr("href"));
    }

    /** Goes to the provider, chooses an account there, allows all but some scopes, and answers the callback address it is sent to. */
    public URI consent(URI authorization, String account, Set<String> unticked) {
        Page chooser = browser.open(authorization);
        Page consent = browser.submit(chooser, "form[action='account']", Map.of("account", account));
        List<Browser.Field> fields = new ArrayList<>();
        consent.document().select("input[name=scope]").forEach(box -> {
            if (!unticked.contains(box.val())) {
                fields.add(new Browser.Field("scope", box.val()));
            }
        });
        fields.add(new Browser.Field("decision", "allow"));
        List<Browser.Field> all = new ArrayList<>();
        consent.document()
                .select("form[action='consent'] input[type=hidden]")
                .forEach(input -> all.add(new Browser.Field(input.attr("name"), input.val())));
        all.addAll(fields);
        Page back = browser.send(
                "POST",
                consent.uri().resolve(consent.find("form[action='consent']").attr("action")),
                Browser.encode(all),
                Map.of("Content-Type", "application/x-www-form-urlencoded"));
        return Browser.location(back);
    }

    /** Connects an account at the sandbox; the page it ends at. */
    public Page connect(String account) {
        return connect(account, Set.of());
    }

    public Page connect(String account, Set<String> unticked) {
        return browser.open(consent(beginConnect(), account, unticked));
    }

    /** Connects and answers the new integration's id. */
    public UUID connected(String account) {
        Page page = connect(account);
        String path = page.path();
        if (!path.startsWith("/integrations/")) {
            throw new AssertionError("connecting ended at " + page.uri() + " " + page.status() + ": " + page.text());
        }
        return UUID.fromString(path.substring("/integrations/".length()));
    }

    /** Makes an API key with these scopes by the page, and answers it: the one time it is shown. */
    public String apiKey(String... scopes) {
        return namedKey("test key", scopes);
    }

    /** {@link #apiKey}, under a name that the account has no other key of. */
    public String namedKey(String name, String... scopes) {
        Page security = open("/security");
        List<Browser.Field> fields = new ArrayList<>();
        fields.add(new Browser.Field("name", name));
        for (String scope : scopes) {
            fields.add(new Browser.Field("scope", scope));
        }
        fields.add(new Browser.Field("days", "90"));
        Page made = browser.submitExactly(security, "form[action='/security/keys']", fields);
        return ShownKey.in(made.body());
    }
}
