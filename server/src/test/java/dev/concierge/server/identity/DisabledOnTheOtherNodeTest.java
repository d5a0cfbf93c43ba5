package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.SoftPasskey;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import dev.concierge.server.web.Role;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** C-15: an administrator disables somebody on one node, and a second later nothing of theirs works on the other. */
@Tag("security")
class DisabledOnTheOtherNodeTest {
    private World world;
    private HttpClient http;
    private Visitor root;
    private Visitor linh;
    private UUID integration;
    private final List<String> codes = new ArrayList<>();

    @BeforeEach
    void start() {
        world = World.start(2, Map.of("concierge.identity.sign-in-burst", "1000"));
        http = HttpClient.newHttpClient();
        root = world.visitor().signUp().raisedTo(Role.ADMIN);
        linh = world.visitor().signUp();
        integration = linh.connected(Visitor.LINH_WORK);
    }

    @AfterEach
    void stop() {
        http.close();
        world.close();
    }

    private Api there(String bearer) {
        return new Api(http, world.node(1), world.url("/"), bearer);
    }

    private FormBrowser browserThere() {
        return new FormBrowser(world.node(1).url(), world.url("/").getAuthority());
    }

    /** Linh's new passkey; the recovery codes that come with it are kept. */
    private SoftPasskey passkey() {
        FormBrowser browser = new FormBrowser(world.server().url());
        assertThat(browser.signIn(linh.email(), linh.password()).statusCode()).isEqualTo(303);
        PasskeyBrowser page = new PasskeyBrowser(browser, world.server().url());
        SoftPasskey passkey = SoftPasskey.fresh();
        codes.addAll(Apps.codes(page.add(page.adding(passkey).created(), "Laptop")));
        return passkey;
    }

    private PasskeyBrowser signedIn(SoftPasskey passkey) {
        PasskeyBrowser browser =
                new PasskeyBrowser(browserThere(), world.server().url());
        browser.signIn(browser.signingIn(passkey).signed());
        return browser;
    }

    private UUID account() {
        return world.database()
                .owner()
                .sql("select account_id from accounts where email = :email")
                .param("email", linh.email())
                .query(UUID.class)
                .single();
    }

    private void disable() {
        String person = "/admin/people/" + account();
        Page page = root.open(person);
        Page done = root.browser().submit(page, "form[action='" + person + "/status']", Map.of("sure", "true"));
        assertThat(done.status()).as(done.text()).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "C-15 access token, session, key, vend by either, refresh, passkey and password stop on the other node")
    void c15_everything_stops_on_the_other_node() {
        String key = linh.apiKey("tokens:vend", "integrations:read");
        SoftPasskey passkey = passkey();
        TokenClient program = new TokenClient(world.node(1), world.url("/"));
        TokenClient.Answer login = login(program);
        assertThat(login.status()).as(login.body()).isEqualTo(200);
        PasskeyBrowser session = signedIn(passkey);
        String token = login.accessToken();
        String own = "/api/v1/oauth/integrations";
        Map<String, BooleanSupplier> open = new LinkedHashMap<>();
        open.put("access token", () -> there(token).get(own).status() == 200);
        open.put("vend by access token", () -> there(token).token(integration).status() == 200);
        open.put("key", () -> there(key).get(own).status() == 200);
        open.put("vend by key", () -> there(key).token(integration).status() == 200);
        open.put("session", session::isIn);
        open.forEach((what, is) -> assertThat(is.getAsBoolean()).as(what).isTrue());
        PasskeyBrowser begun = new PasskeyBrowser(browserThere(), world.server().url());
        SoftPasskey.Ceremony halfway = begun.signingIn(passkey);

        disable();

        Within.aSecond(() -> open.values().stream().noneMatch(BooleanSupplier::getAsBoolean));
        open.forEach((what, is) -> assertThat(is.getAsBoolean()).as(what).isFalse());
        assertThat(there(key).token(integration).status()).isEqualTo(401);
        assertThat(there(token).token(integration).status()).isEqualTo(401);
        assertThat(program.refresh(login.refreshToken()).status()).isEqualTo(401);
        begun.signIn(halfway.signed());
        assertThat(begun.isIn()).as("a passkey whose question was asked before").isFalse();
        assertThat(signedIn(passkey).isIn()).as("a passkey").isFalse();
        assertThat(login(program).status()).isEqualTo(401);
        FormBrowser password = browserThere();
        password.signIn(linh.email(), linh.password());
        assertThat(password.get("/security").statusCode()).as("a password").isEqualTo(303);
        assertThat(Apps.location(password.get("/security"))).startsWith("/login?");
    }

    private TokenClient.Answer login(TokenClient program) {
        return program.post(
                "/api/v1/auth/login",
                "{\"email\":\"" + linh.email() + "\",\"password\":\"" + linh.password() + "\",\"code\":\""
                        + codes.removeFirst() + "\",\"clientKey\":\"" + TokenClient.KEY + "\"}");
    }
}
