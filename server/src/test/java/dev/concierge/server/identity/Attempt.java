package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.people.PeopleDesk;
import dev.concierge.server.support.SoftPasskey;
import dev.concierge.server.web.ClientAddress;
import dev.concierge.server.web.Role;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One cell of the table in {@code docs/ways-in.md}: what opens an account is made while nothing stands against it, the account becomes what it is, and it is tried. */
final class Attempt {
    private static final Visitor OPERATOR = new Visitor(new ClientAddress(InetAddress.ofLiteral("192.0.2.7")), "test");

    private final WaysInWorld world;
    private final WayIn way;
    private final Standing standing;
    private final FormBrowser browser;
    private final TokenClient program;
    private final String email;
    private UUID account = new UUID(0, 0);
    private SoftPasskey passkey = SoftPasskey.fresh();
    private String credential;
    /** Where the passkey was added: a password alone is too little for an account that has one. */
    private @Nullable FormBrowser owners;

    Attempt(WaysInWorld world, WayIn way, Standing standing) {
        this.world = world;
        this.way = way;
        this.standing = standing;
        this.browser = world.browser();
        this.program = world.program();
        this.email = standing == Standing.INVITED ? WaysInWorld.UPSTREAM : WaysInWorld.address();
        this.credential = invented();
    }

    /** A credential of the right form that nobody was handed. */
    private String invented() {
        return switch (way) {
            case REFRESH_TOKEN -> "cr_" + "A".repeat(70);
            case ACCESS_TOKEN -> "e30.e30.AAAA";
            case LINK -> "/link/sign-in/" + "A".repeat(43);
            default -> "ck_" + "A".repeat(43);
        };
    }

    Entry run() {
        make();
        if (standing.has(way)) {
            prepare();
        }
        become();
        Entry entry = tried();
        boolean none = entry == Entry.REFUSED && !standing.has(way);
        return none ? Entry.NONE : entry;
    }

    private void make() {
        boolean service = standing == Standing.SERVICE || (way == WayIn.SERVICE_KEY && standing.has(way));
        if (service) {
            account = services().create(world.root(), "Rack", "user", OPERATOR).id();
        } else if (standing == Standing.IMPORTED) {
            account = world.imported(email, way);
        } else if (standing == Standing.INVITED) {
            world.invite(email);
        } else {
            account = world.person(email, Role.GUEST);
            if (way.isProvider()) {
                world.join(account, way);
            }
        }
        if (standing == Standing.UNPROVED) {
            sql("update accounts set email_verified = false where account_id = :id");
        }
    }

    private ServiceAccounts services() {
        return world.world().server().bean(ServiceAccounts.class);
    }

    private void prepare() {
        switch (way) {
            case PASSWORD, PROGRAM, GOOGLE, GITHUB, MICROSOFT, OIDC -> {}
            case PASSKEY -> {
                owners = signedIn();
                passkey = passkeys(owners).added();
            }
            case LINK -> credential = asked();
            case SESSION -> browser.signIn(email, People.PASSWORD);
            case REFRESH_TOKEN -> credential = program.login(email).refreshToken();
            case ACCESS_TOKEN -> credential = program.login(email).accessToken();
            case API_KEY -> credential = ownKey();
            case SERVICE_KEY -> credential = serviceKey();
        }
    }

    private FormBrowser signedIn() {
        FormBrowser another = world.browser();
        another.signIn(email, People.PASSWORD);
        another.get("/security");
        return another;
    }

    private PasskeyBrowser passkeys(FormBrowser of) {
        return new PasskeyBrowser(of, world.world().server().url());
    }

    /** The path of the link that was sent, or of one that nobody was sent. */
    private String asked() {
        browser.get("/login/link");
        browser.post("/login/link", "email", email);
        return world.mail().to(email).stream().anyMatch(letter -> letter.link() != null)
                ? world.mail().link(email, "/link/sign-in/")
                : credential;
    }

    private String ownKey() {
        HttpResponse<String> made = signedIn()
                .json(
                        "POST",
                        "/api/v1/me/api-keys",
                        "{\"name\":\"key\",\"scopes\":[\"integrations:read\"],\"days\":30}");
        return WaysInWorld.json(made).path("value").asString("");
    }

    private String serviceKey() {
        NewKeyOutcome made = services()
                .createKey(world.root(), account, new KeyRequest("key", List.of("integrations:read"), 30), OPERATOR);
        if (!(made instanceof NewKeyOutcome.Made(NewApiKey key))) {
            throw new IllegalStateException(made.toString());
        }
        return key.value().reveal();
    }

    private void become() {
        boolean service = way == WayIn.SERVICE_KEY && standing.has(way);
        switch (standing) {
            case ACTIVE, UNPROVED, SERVICE, INVITED, IMPORTED -> {}
            case DISABLED -> {
                if (service) {
                    services().setActive(world.root(), account, false, OPERATOR);
                } else {
                    world.world().server().bean(PeopleDesk.class).setActive(world.root(), account, false, OPERATOR);
                }
            }
            case SECOND_FACTOR ->
                Apps.enrol(owners == null ? signedIn() : owners, world.world().clock());
            case ADMINISTRATOR ->
                world.world()
                        .server()
                        .bean(AdminCreate.class)
                        .create(email, "Somebody", Role.ADMIN, Secret.of(People.PASSWORD));
            case LEAVING -> leave();
            case DELETED -> {
                if (service) {
                    services().delete(world.root(), account, OPERATOR);
                } else {
                    leave();
                    world.overGrace(account, email);
                }
            }
        }
    }

    /** As its person does it, by the page. */
    private void leave() {
        FormBrowser own = owners == null ? signedIn() : owners;
        own.get("/profile/delete");
        HttpResponse<String> left = own.post("/profile/delete");
        assertThat(left.statusCode()).as(Apps.text(left)).isEqualTo(303);
    }

    private void sql(String text) {
        world.world().database().owner().sql(text).param("id", account).update();
    }

    private Entry tried() {
        return switch (way) {
            case PASSWORD -> {
                // Nobody can write more of an account without an address than its id.
                browser.signIn(standing == Standing.SERVICE ? account + "@corp.example" : email, People.PASSWORD);
                yield inBrowser();
            }
            case GOOGLE, GITHUB, MICROSOFT, OIDC -> {
                world.trip(browser, way);
                yield inBrowser();
            }
            case PASSKEY -> {
                PasskeyBrowser passkeys = passkeys(browser);
                SoftPasskey.Ceremony ceremony = passkeys.signingIn(passkey);
                if (passkey.handle().isEmpty()) {
                    ceremony.userHandle(Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(account.toString().getBytes(StandardCharsets.UTF_8)));
                }
                passkeys.signIn(ceremony.signed());
                yield inBrowser();
            }
            case LINK -> {
                String path = standing.has(way) ? credential : asked();
                if (browser.get(path).statusCode() != 200) {
                    browser.get("/login");
                }
                browser.post(path);
                yield inBrowser();
            }
            case SESSION -> settled(this::inBrowser);
            case PROGRAM -> answered(program.login(standing == Standing.SERVICE ? account.toString() : email));
            case REFRESH_TOKEN -> answered(program.refresh(credential));
            case ACCESS_TOKEN, API_KEY, SERVICE_KEY ->
                settled(() -> {
                    TokenClient.Answer me = program.me(credential);
                    assertThat(me.status()).as(me.body()).isIn(200, 401, 403);
                    return me.status() == 200 ? who(me.json().path("id").asString("")) : Entry.REFUSED;
                });
        };
    }

    /** What a node holds in memory of who is in goes within a second; nothing else is asked twice. */
    private static Entry settled(java.util.function.Supplier<Entry> attempt) {
        long deadline = System.nanoTime() + 1_000_000_000L;
        Entry entry = attempt.get();
        while (entry == Entry.IN && System.nanoTime() < deadline) {
            entry = attempt.get();
        }
        return entry;
    }

    private Entry inBrowser() {
        HttpResponse<String> page = browser.get("/security");
        String location = Apps.location(page);
        if (location.startsWith("/login/second")) {
            boolean enrols = !Apps.page(browser.get("/login/second"))
                    .select("form[action='/login/second/enrol']")
                    .isEmpty();
            return enrols ? Entry.SET_UP : Entry.SECOND;
        }
        if (location.equals("/leaving")) {
            return Entry.KEEP;
        }
        return page.statusCode() == 200
                ? who(WaysInWorld.json(browser.get("/api/v1/me", "Accept", "application/json"))
                        .path("id")
                        .asString(""))
                : Entry.REFUSED;
    }

    private Entry answered(TokenClient.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isNotEqualTo(429);
        if (answer.status() == 200) {
            return who(answer.json().path("user").path("id").asString(""));
        }
        if (answer.json().has("factors")) {
            return Entry.SECOND;
        }
        return answer.body().contains("must set up a second factor") ? Entry.SET_UP : Entry.REFUSED;
    }

    private Entry who(String id) {
        return id.equals(account.toString()) ? Entry.IN : Entry.NEW;
    }
}
