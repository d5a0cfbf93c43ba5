package dev.concierge.server.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Secrets;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.AuthenticatorApp;
import dev.concierge.server.support.KeptMail;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import dev.concierge.server.web.Role;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Happy and error paths of several people, an administrator and a backend, with every answer kept and every secret known. */
final class SweepRun {
    private static final Map<String, String> HTML = Map.of("Accept", "text/html");
    private static final List<String> IN_URLS = List.of("code", "state", "nonce");

    private final World world;
    private final HttpClient http;
    private final SecretSearch search;
    private final Answers answers;
    private final List<Visitor> visitors = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<String> tickets = new ArrayList<>();

    SweepRun(World world, HttpClient http, SecretSearch search, Answers answers) {
        this.world = world;
        this.http = http;
        this.search = search;
        this.answers = answers;
    }

    void run() {
        Visitor ada = stranger().signUp();
        String key = key(ada, "tokens:vend", "integrations:read", "integrations:write");
        happy(ada, key);
        ticket(ada, key);
        signInThroughGoogle();
        clientKept();
        links(ada);
        wrongCallbacks(ada);
        wrongCallers(ada, key);
        wrongProvider(ada, key);
        ada.browser().submit(ada.open("/"), "form[action='/logout']", Map.of());
        collect();
    }

    /** Somebody at a browser of their own, whose answers and cookies are kept. */
    Visitor stranger() {
        Visitor visitor = world.visitor();
        visitor.browser().tell((method, page) -> {
            if (page.uri().getAuthority().equals(world.url("/").getAuthority())) {
                answers.heard(method, page);
            }
        });
        visitors.add(visitor);
        return visitor;
    }

    private String key(Visitor visitor, String... scopes) {
        String key = visitor.apiKey(scopes);
        keys.add(key);
        return key;
    }

    private Api.Answer get(String key, String path) {
        return kept("GET", path, new Api(http, world.server(), world.url("/"), key).get(path));
    }

    private Api.Answer post(String key, String path, String body) {
        return kept("POST", path, new Api(http, world.server(), world.url("/"), key).post(path, body));
    }

    private Api.Answer kept(String method, String path, Api.Answer answer) {
        answers.heard(method, path, answer);
        return answer;
    }

    private Api.Answer vend(String key, UUID integration) {
        return get(key, "/api/v1/oauth/integrations/" + integration + "/token");
    }

    private void happy(Visitor ada, String key) {
        UUID integration = ada.connected(Visitor.LINH_WORK);
        world.server().bean(JobRunner.class).runDue(Lane.SYNC);
        assertThat(vend(key, integration).status()).isEqualTo(200);
        world.advance(Duration.ofMinutes(59));
        assertThat(vend(key, integration).status()).isEqualTo(200);
        for (String page : List.of("/", "/integrations", "/integrations/" + integration, "/security", "/problems")) {
            assertThat(ada.open(page).status()).as(page).isEqualTo(200);
        }
        for (String path : List.of(
                "/api/v1/me",
                "/api/v1/oauth/providers",
                "/api/v1/oauth/status",
                "/api/v1/oauth/integrations",
                "/api/v1/oauth/integrations/" + integration,
                "/api/v1/oauth/integrations/" + integration + "/diagnosis",
                "/api/v1/sync/status")) {
            assertThat(get(key, path).status()).as(path).isEqualTo(200);
        }
        UUID second = ada.connected(Visitor.LINH_HOME);
        Page question = ada.open("/integrations/" + second + "/disconnect");
        ada.browser().submit(question, "form[action='/integrations/" + second + "/disconnect']", Map.of());
        ada.connect("ana.ruiz@meridian.example", Set.of(Visitor.CALENDAR_LIST));
        ada.beginConnect();
    }

    /** A backend asks; the person opens its page, is signed in by then or not, and goes to the provider. */
    private void ticket(Visitor ada, String key) {
        String address = post(key, "/api/v1/oauth/google/authorize", "{}")
                .json()
                .path("authorizationUrl")
                .asString();
        String path = URI.create(address).getPath();
        String ticket = path.substring(path.lastIndexOf('/') + 1);
        tickets.add(ticket);
        search.add("connect ticket", ticket);
        assertThat(stranger().browser().get(world.url(path), HTML).status()).isEqualTo(303);
        assertThat(stranger().signUp().open(path).status()).isEqualTo(200);
        Page page = ada.open(path);
        Page next = ada.browser().submitOnly(page, "form[action='" + path + "'], form:not([action])", Map.of());
        assertThat(next.status()).isEqualTo(200);
        ada.browser()
                .open(URI.create(next.find("a[href^='" + world.sandbox().baseUrl() + "']")
                        .attr("href")));
        assertThat(ada.open(path).status()).as("used up").isEqualTo(400);
    }

    private void signInThroughGoogle() {
        Visitor somebody = stranger();
        Page next =
                somebody.browser().submitOnly(somebody.open("/login"), "form[action='/auth/login/google']", Map.of());
        URI away = URI.create(
                next.find("a[href^='" + world.sandbox().baseUrl() + "']").attr("href"));
        assertThat(somebody.browser()
                        .open(somebody.consent(away, Visitor.LINH_HOME, Set.of()))
                        .status())
                .isEqualTo(200);
    }

    /** One that nobody at the provider knows, so that its test is refused as well. */
    private void clientKept() {
        Visitor admin = stranger().signUp().raisedTo(Role.ADMIN);
        String secret = "a-client-secret-kept-here-0001";
        search.add("kept client secret", secret);
        String path = "/admin/providers/github";
        String form = "form[action='" + path + "']";
        Map<String, String> fields = Map.of("clientId", "kept-client", "clientSecret", secret);
        admin.browser().submit(admin.open(path), form, fields);
        admin.browser().submit(admin.open(path), "form[action='" + path + "/test']", Map.of());
        admin.browser().submit(admin.open(path), form, Map.of("clientId", "a blank", "clientSecret", secret));
        secondFactor(admin);
    }

    /** Wrong codes, a recovery code, and the same again. */
    private void secondFactor(Visitor admin) {
        AuthenticatorApp app = admin.app();
        String code = app.recoveryCodes().getFirst();
        search.add("authenticator seed", app.secret());
        search.add("authenticator seed", app.secret().replaceAll("(.{4})(?!$)", "$1 "));
        app.recoveryCodes().forEach(one -> search.add("recovery code", one));
        app.recoveryCodes().forEach(one -> search.add("recovery code", one.replace("-", "")));
        String form = "form[action='/login/second']";
        for (int time = 0; time < 2; time++) {
            admin.browser().submit(admin.open("/"), "form[action='/logout']", Map.of());
            Page asked = admin.browser()
                    .submit(
                            admin.open("/login"),
                            "form[action='/login']",
                            Map.of("email", admin.email(), "password", admin.password()));
            Page wrong = admin.browser().submit(asked, form, Map.of("code", app.secret()));
            assertThat(wrong.status()).isEqualTo(422);
            Page next = admin.browser().submit(wrong, form, Map.of("code", code));
            assertThat(next.status()).isEqualTo(time == 0 ? 200 : 422);
        }
    }

    /** Mails with one-time links; one is opened and taken, one used again. */
    private void links(Visitor ada) {
        KeptMail mail = new KeptMail(world.server());
        Visitor forgetful = stranger();
        forgetful.browser().submit(forgetful.open("/forgot"), "form[action='/forgot']", Map.of("email", ada.email()));
        String reset = mail.link(ada.email(), "/link/reset/");
        String verify = mail.link(ada.email(), "/link/verify/");
        search.add("one-time link", verify.substring(verify.lastIndexOf('/') + 1));
        search.add("one-time link", reset.substring(reset.lastIndexOf('/') + 1));
        assertThat(stranger().open(verify).path()).isEqualTo("/login");
        assertThat(ada.open(verify).status()).isEqualTo(200);
        Page form = forgetful.open(reset);
        assertThat(forgetful
                        .browser()
                        .submitOnly(form, "form", Map.of("password", "too short"))
                        .status())
                .isEqualTo(422);
    }

    private URI caught(Visitor visitor) {
        return visitor.consent(visitor.beginConnect(), Visitor.LINH_WORK, Set.of());
    }

    private void wrongCallbacks(Visitor ada) {
        URI callback = caught(ada);
        stranger().browser().get(callback, HTML);
        search.add("token in front", "ya29.front-channel-token-0001");
        ada.browser().get(URI.create(callback + "&access_token=ya29.front-channel-token-0001"), HTML);
        ada.browser().follow(ada.browser().get(callback, HTML));
        ada.browser().follow(ada.browser().get(callback, HTML));
        var knobs = world.sandbox().knobs();
        knobs.set(Knobs.WRONG_NONCE, true);
        ada.browser().open(caught(ada));
        knobs.resetAll();
        knobs.set(Knobs.CLIENT_SECRET_EXPIRED, true);
        ada.browser().open(caught(ada));
        knobs.resetAll();
    }

    private void wrongCallers(Visitor ada, String key) {
        Visitor guesser = stranger();
        Page login = guesser.open("/login");
        search.add("wrong password", "a wrong \"password\" \\ typed 4711");
        guesser.browser()
                .submit(
                        login,
                        "form[action='/login']",
                        Map.of("email", ada.email(), "password", "a wrong \"password\" \\ typed 4711"));
        search.add("wrong key", "ck_" + "x".repeat(40) + "abc");
        get("ck_" + "x".repeat(40) + "abc", "/api/v1/me");
        get(key, "/api/v1/me?access_token=" + key);
        get(key, "/api/v1/nothing/" + key);
        post(key, "/api/v1/oauth/google/authorize", "{\"secret\":\"" + key + "\"}");
        post(key, "/api/v1/oauth/google/authorize", "{\"" + key + "\":");
        post(key, "/api/v1/oauth/google/authorize", "{\"scopes\":[\"" + key + "\"]}");
    }

    private void wrongProvider(Visitor ada, String key) {
        var knobs = world.sandbox().knobs();
        UUID integration = ada.connected(Visitor.LINH_WORK);
        for (Fault.Malformed.Kind kind : List.of(
                Fault.Malformed.Kind.HTML_200, Fault.Malformed.Kind.CUT_JSON, Fault.Malformed.Kind.WRONG_TYPE)) {
            knobs.set(Knobs.MALFORMED, List.of(new Fault.Malformed("token", 1, kind)));
            world.advance(Duration.ofMinutes(61));
            vend(key, integration);
            knobs.resetAll();
            world.advance(Duration.ofMinutes(5));
        }
        for (int status : List.of(400, 401, 500)) {
            knobs.set(Knobs.FAIL_NEXT, List.of(new Fault.FailNext("token", status, null, null, 1, echo())));
            world.advance(Duration.ofMinutes(61));
            vend(key, integration);
            knobs.resetAll();
            world.advance(Duration.ofMinutes(5));
        }
    }

    /** A provider that says back what it was sent, in every field that it may fill. */
    private JsonNode echo() {
        String sent = world.sandbox().secrets().all().stream()
                .filter(secret ->
                        secret.kind() == Secrets.Kind.REFRESH_TOKEN || secret.kind() == Secrets.Kind.CLIENT_SECRET)
                .map(Secrets.RecordedSecret::value)
                .reduce("", (one, other) -> one + " " + other);
        String state = world.sandbox().secrets().all().stream()
                .filter(secret -> secret.kind() == Secrets.Kind.STATE)
                .map(Secrets.RecordedSecret::value)
                .findFirst()
                .orElseThrow();
        return JsonMapper.builder()
                .build()
                .createObjectNode()
                .put("error", state)
                .put("error_description", "Not valid:" + sent)
                .put("error_uri", "https://provider.example/?" + sent.strip());
    }

    private void collect() {
        world.sandbox()
                .secrets()
                .all()
                .forEach(secret -> search.add("provider's " + secret.kind().json(), secret.value()));
        for (Visitor visitor : visitors) {
            search.add("password", visitor.password());
            // A ticket that waits for a sign-in is a cookie; the answer that is there to carry it carries no other.
            visitor.browser().secrets().stream()
                    .filter(cookie -> tickets.stream().noneMatch(cookie::contains))
                    .forEach(cookie -> search.add("cookie", cookie));
            visitor.browser().visited().forEach(this::collect);
        }
        keys.forEach(key -> search.add("API key", key));
        world.secrets().forEach(secret -> search.add("operator's secret", secret));
    }

    private void collect(URI visited) {
        if (visited.getRawQuery() == null) {
            return;
        }
        Arrays.stream(visited.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2 && IN_URLS.contains(pair[0]))
                .forEach(pair -> search.add("provider's " + pair[0], URLDecoder.decode(pair[1], UTF_8)));
    }
}
