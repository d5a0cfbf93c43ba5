package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knob;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Visitor.Stop;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A sign-in through a provider works once, for ten minutes, in the browser that began it, for whom the provider proves (A, B and C of the cases). */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StolenSignInTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SESSION = "__Host-session";
    private static final String BROWSER = "__Host-browser";
    private static final String REFUSED = "/login?problem=refused";

    private ProviderWorld providers;
    private SignInTrips trips;

    @BeforeAll
    void start() {
        providers = new ProviderWorld(
                Map.of("concierge.identity.sign-up-burst", "1000", "concierge.identity.sign-in-burst", "1000"));
        trips = new SignInTrips(providers);
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    @AfterEach
    void honestAgain() {
        trips.world().sandbox().knobs().resetAll();
        trips.world().sandbox().knobs("microsoft").resetAll();
        trips.world().database().owner().sql("delete from accounts").update();
    }

    private record Traces(long accounts, long identities, long sessions, long trips, int exchanges) {}

    private Traces traces() {
        return new Traces(
                trips.rows("accounts"),
                trips.rows("identities"),
                trips.rows("sessions"),
                trips.rows("authorization_requests"),
                trips.world().sandbox().ledger().entries("google", "token").size());
    }

    /** Begins, consents, and stops at the callback's address. */
    private URI caught(Visitor visitor, String account) {
        try (var person = new dev.concierge.sandbox.Visitor()) {
            return person.allow(trips.begin(visitor, "google"), account).callback();
        }
    }

    /** No side effect, no call, and a clean address at the end. */
    private void refused(Browser browser, URI callback) {
        Traces before = traces();
        Page answer = browser.get(callback, Map.of("Accept", "text/html"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue(REFUSED);
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith(SESSION));
        assertThat(traces()).isEqualTo(before);
    }

    private void signsIn(Visitor visitor, URI callback) {
        Page page = visitor.browser().open(callback);
        assertThat(page.uri().toString())
                .as(page.text())
                .isEqualTo(trips.world().url("/").toString());
        assertThat(cookie(visitor, SESSION)).isNotNull();
    }

    private @Nullable String cookie(Visitor visitor, String name) {
        return visitor.browser().jar(trips.world().url("/")).get(name);
    }

    @Test
    @DisplayName("A-01 a callback comes without state, with an empty one, with a guessed one, and with two")
    void a_callback_comes_without_state_with_an_empty_one_with_a_guessed_one_and_with_two() {
        Visitor alice = trips.stranger();
        URI callback = caught(alice, Visitor.LINH_WORK);
        String state = FlowCase.parameter(callback, "state");
        Browser browser = alice.browser();

        refused(browser, FlowCase.with(callback, "state"));
        refused(browser, FlowCase.with(callback, "state", ""));
        refused(browser, FlowCase.with(callback, "state", "A".repeat(43)));
        refused(browser, FlowCase.with(callback, "state", state, "A".repeat(43)));
        refused(browser, FlowCase.with(callback, "iss", "https://evil.example"));
        refused(browser, FlowCase.with(callback, "iss"));
        refused(browser, FlowCase.with(callback, "id_token", "e30.e30.e30"));
        assertThat(trips.refusals("state")).isPositive();

        signsIn(alice, callback);
    }

    @Test
    @DisplayName("A-02, A-04 a callback is loaded again, fifty times at once, and after ten minutes")
    void a_callback_works_once_and_for_ten_minutes() throws Exception {
        Visitor alice = trips.stranger();
        URI callback = caught(alice, Visitor.LINH_WORK);
        List<String> landings = atOnce(
                50,
                () -> alice.browser()
                        .get(callback, Map.of())
                        .headers()
                        .firstValue("Location")
                        .orElse(""));
        assertThat(landings).filteredOn("/"::equals).hasSize(1);
        assertThat(landings).filteredOn(REFUSED::equals).hasSize(49);
        assertThat(trips.rows("sessions")).isEqualTo(1);

        URI late = caught(trips.stranger(), Visitor.LINH_WORK);
        trips.world().advance(Duration.ofMinutes(10).plusSeconds(1));
        refused(alice.browser(), late);
    }

    @Test
    @DisplayName("A-05 Eve's callback is loaded in Bob's browser, with and without a session of his")
    void eves_callback_signs_bob_in_as_nobody() {
        Visitor bob = trips.stranger();
        trips.signIn(bob, "google", Visitor.LINH_WORK);
        String session = cookie(bob, SESSION);
        Visitor eve = trips.stranger();
        URI hers = caught(eve, Visitor.LINH_HOME);

        refused(bob.browser(), hers);
        refused(trips.stranger().browser(), hers);
        refused(new Browser(), hers);
        assertThat(cookie(bob, SESSION)).isEqualTo(session);
        assertThat(trips.account(bob).email()).isEqualTo(Visitor.LINH_WORK);

        signsIn(eve, hers);
    }

    @Test
    @DisplayName("A-09 a sign-in's answer goes to the connect callback and the reverse, and to another provider's")
    void an_answer_belongs_to_its_own_callback() {
        Visitor alice = trips.stranger();
        URI callback = caught(alice, Visitor.LINH_WORK);
        for (String other : List.of("github", "microsoft", "Google", "notion", "nobody")) {
            URI elsewhere = URI.create(callback.toString().replace("/auth/callback/google", "/auth/callback/" + other));
            refused(alice.browser(), elsewhere);
        }
        Traces before = traces();
        URI connect = URI.create(callback.toString().replace("/auth/callback/google", FlowCase.CALLBACK));
        assertThat(Browser.location(alice.browser().get(connect, Map.of())).getPath())
                .isEqualTo("/connect/refused");
        assertThat(traces().sessions()).isEqualTo(before.sessions());
        assertThat(trips.rows("integrations")).isZero();

        Visitor carol = trips.stranger().signUp();
        URI connecting = carol.consent(carol.beginConnect(), Visitor.LINH_WORK, java.util.Set.of());
        Page page = carol.browser()
                .get(URI.create(connecting.toString().replace(FlowCase.CALLBACK, "/auth/callback/google")), Map.of());
        assertThat(page.headers().firstValue("Location")).hasValue(REFUSED);
        assertThat(trips.rows("identities")).isZero();
    }

    @Test
    @DisplayName("A-11, B-08 Eve puts Bob's code into her own callback, and the provider ignores PKCE")
    void a_code_of_somebody_else_signs_nobody_in() {
        Visitor bob = trips.stranger();
        Visitor eve = trips.stranger();
        String code = FlowCase.parameter(caught(bob, Visitor.LINH_WORK), "code");
        Page page = eve.browser().open(FlowCase.with(caught(eve, Visitor.LINH_HOME), "code", code));
        assertThat(page.uri().toString()).endsWith("/login?problem=provider-refused");
        assertThat(trips.rows("sessions")).isZero();
    }

    @Test
    @DisplayName("B-01, B-03, B-04, B-07, B-08, B-15 the provider lies in its ID token")
    void a_lying_id_token_signs_nobody_in() {
        lie(Knobs.WRONG_NONCE, true, "id_token_nonce");
        lie(Knobs.WRONG_AUDIENCE, true, "id_token_audience");
        lie(Knobs.ALGORITHM_NONE, true, "id_token_algorithm");
        lie(Knobs.ID_TOKEN_CLAIMS, json("{\"iss\":\"https://evil.example\"}"), "id_token_issuer");
        lie(Knobs.ID_TOKEN_CLAIMS, json("{\"azp\":\"another-client\"}"), "id_token_audience");
        lie(Knobs.ID_TOKEN_CLAIMS, json("{\"exp\":1}"), "id_token_time");
        lie(Knobs.ID_TOKEN_CLAIMS, json("{\"sub\":null}"), "id_token_subject");
        lie(Knobs.ID_TOKEN_CLAIMS, json("{\"sub\":\"\"}"), "id_token_subject");
        lie(Knobs.ID_TOKEN_CLAIMS, json("{\"nonce\":null}"), "id_token_nonce");

        Visitor honest = trips.stranger();
        signsIn(honest, caught(honest, Visitor.LINH_WORK));
    }

    private <T> void lie(Knob<T> knob, T value, String reason) {
        Visitor alice = trips.stranger();
        long before = trips.refusals(reason);
        trips.world().sandbox().knobs().set(knob, value);
        Page page = trips.signIn(alice, "google", Visitor.LINH_WORK);
        trips.world().sandbox().knobs().resetAll();
        assertThat(page.uri().toString()).as(reason).endsWith(REFUSED);
        assertThat(trips.refusals(reason)).isEqualTo(before + 1);
        assertThat(trips.rows("accounts") + trips.rows("sessions")).isZero();
    }

    @Test
    @DisplayName("B-04 Microsoft's tenant is another than the issuer says")
    void microsofts_issuer_must_be_the_one_of_the_tenant() {
        for (String lie : List.of(
                "{\"tid\":\"11111111-2222-3333-4444-555555555555\"}",
                "{\"iss\":\"https://login.microsoftonline.com/{tenantid}/v2.0\"}",
                "{\"tid\":null}",
                "{\"oid\":null}")) {
            trips.world().sandbox().knobs("microsoft").set(Knobs.ID_TOKEN_CLAIMS, json(lie));
            Page page = trips.signIn(trips.stranger(), "microsoft", Visitor.LINH_WORK);
            assertThat(page.uri().toString()).as(lie).endsWith(REFUSED);
        }
        assertThat(trips.rows("accounts") + trips.rows("sessions")).isZero();
    }

    @Test
    @DisplayName("A-14, A-20 the person says no; the provider breaks, redirects or refuses")
    void what_goes_wrong_at_the_provider_ends_at_the_sign_in_page_in_plain_words() {
        Visitor alice = trips.stranger();
        try (var person = new dev.concierge.sandbox.Visitor()) {
            Stop.Left left = person.deny(trips.begin(alice, "google"), "jonas.weber@home.example");
            Page page = alice.browser().open(left.callback());
            assertThat(page.uri().toString()).endsWith("/login?problem=denied");
            assertThat(page.text()).contains("You said no there");
        }
        for (int status : List.of(302, 307, 500, 503)) {
            trips.world().sandbox().knobs().set(Knobs.FAIL_NEXT, List.of(Fault.FailNext.of("token", status)));
            Page page = trips.signIn(alice, "google", Visitor.LINH_WORK);
            assertThat(page.uri().toString()).endsWith("/login?problem=provider-unavailable");
        }
        trips.world().sandbox().knobs().set(Knobs.CLIENT_SECRET_EXPIRED, true);
        assertThat(trips.signIn(alice, "google", Visitor.LINH_WORK).uri().toString())
                .endsWith("/login?problem=misconfigured");
        assertThat(trips.rows("accounts") + trips.rows("sessions")).isZero();
    }

    @Test
    @DisplayName("A-14 Mallory says no in Alice's name")
    void mallory_says_no_in_alices_name() {
        Visitor alice = trips.stranger();
        URI callback = caught(alice, Visitor.LINH_WORK);
        URI denied = FlowCase.query(
                callback,
                List.of(
                        new Browser.Field("error", "access_denied"),
                        new Browser.Field("state", FlowCase.parameter(callback, "state")),
                        new Browser.Field("iss", FlowCase.parameter(callback, "iss"))));

        refused(trips.stranger().browser(), denied);
        refused(new Browser(), denied);

        signsIn(alice, callback);
    }

    @Test
    @DisplayName("A-23 the start of a sign-in carries parameters of the protocol")
    void the_start_of_a_sign_in_carries_parameters_of_the_protocol() {
        Visitor alice = trips.stranger();
        List<Browser.Field> forged = List.of(
                new Browser.Field("prompt", "none"),
                new Browser.Field("redirect_uri", "https://evil.example/"),
                new Browser.Field("client_id", "evil"),
                new Browser.Field("response_type", "token"),
                new Browser.Field("response_mode", "fragment"),
                new Browser.Field("code_challenge", "evil"),
                new Browser.Field("code_challenge_method", "plain"),
                new Browser.Field("state", "evil"),
                new Browser.Field("nonce", "evil"),
                new Browser.Field("access_type", "offline"),
                new Browser.Field("scope", "openid https://www.googleapis.com/auth/drive"),
                new Browser.Field("claims", "{}"),
                new Browser.Field("to", "/security&scope=evil"));
        Page door = alice.open("/auth/login/google?" + Browser.encode(forged));

        Page next = alice.browser().submitExactly(door, "form[action='/auth/login/google']", forged.subList(0, 12));
        URI url = URI.create(next.find("a[href^='" + trips.world().sandbox().baseUrl() + "']")
                .attr("href"));

        assertThat(url.toString()).doesNotContain("evil").doesNotContain("drive");
        assertThat(FlowCase.parameter(url, "response_type")).isEqualTo("code");
        assertThat(FlowCase.parameter(url, "code_challenge_method")).isEqualTo("S256");
        assertThat(FlowCase.parameter(url, "scope").split(" ")).containsExactlyInAnyOrder("openid", "email", "profile");
        assertThat(FlowCase.parameter(url, "redirect_uri"))
                .isEqualTo(trips.world().url("/auth/callback/google").toString());
        assertThat(trips.consent(alice, url.toString(), Visitor.LINH_WORK).uri().getHost())
                .isEqualTo("localhost");
    }

    @Test
    @DisplayName("B-12 the provider rolls its keys and withdraws the old one")
    void a_new_key_of_the_provider_is_found_and_a_withdrawn_one_ends() {
        Visitor before = trips.stranger();
        signsIn(before, caught(before, Visitor.LINH_WORK));
        trips.world().sandbox().rotateKeys("google", true);
        trips.world().advance(Duration.ofMinutes(2));

        for (String account : List.of(Visitor.LINH_WORK, Visitor.LINH_HOME)) {
            Visitor after = trips.stranger();
            signsIn(after, caught(after, account));
        }
        assertThat(trips.refusals("id_token_unknown_key")).isZero();
    }

    @Test
    @DisplayName("A-15 the way back leads elsewhere")
    void the_way_back_is_a_path_of_ours_fixed_at_the_start() {
        for (String evil : List.of("//evil.example", "/\\evil.example", "https://evil.example", "/%2f/evil.example")) {
            Visitor alice = trips.stranger();
            Page door = alice.open("/auth/login/google?to="
                    + java.net.URLEncoder.encode(evil, java.nio.charset.StandardCharsets.UTF_8));
            assertThat(door.find("input[name=to]").val()).isEqualTo("/");
            Page next = alice.browser().submitOnly(door, "form[action='/auth/login/google']", Map.of("to", evil));
            Page page = trips.consent(
                    alice,
                    next.find("a[href^='" + trips.world().sandbox().baseUrl() + "']")
                            .attr("href"),
                    Visitor.LINH_WORK);
            assertThat(page.uri()).isEqualTo(trips.world().url("/"));
        }
        Visitor bob = trips.stranger();
        String authorization = trips.begin(bob, bob.open("/auth/login/google?to=/security"), "google");
        assertThat(trips.consent(bob, authorization, Visitor.LINH_WORK).path()).isEqualTo("/security");
    }

    @Test
    @DisplayName("A-22, J-12 somebody else signs in in the same browser; a session planted before is worth nothing")
    void another_sign_in_gets_a_new_session_and_ends_the_one_before() {
        Visitor shared = trips.stranger();
        trips.signIn(shared, "google", Visitor.LINH_WORK);
        String first = cookie(shared, SESSION);
        URI connecting = shared.consent(shared.beginConnect(), Visitor.LINH_WORK, java.util.Set.of());
        Page door = shared.open("/auth/login/google");
        assertThat(door.text()).contains(Visitor.LINH_WORK);

        trips.consent(shared, trips.begin(shared, door, "google"), Visitor.LINH_HOME);

        assertThat(cookie(shared, SESSION)).isNotEqualTo(first);
        assertThat(trips.account(shared).email()).isEqualTo(Visitor.LINH_HOME);
        assertThat(Browser.location(shared.browser().get(connecting, Map.of())).getPath())
                .isEqualTo("/connect/refused");
        Visitor thief = trips.stranger();
        thief.browser().jar(trips.world().url("/")).put(SESSION, java.util.Objects.requireNonNull(first));
        assertThat(thief.open("/security").path()).isEqualTo("/login");
    }

    @Test
    @DisplayName("K-05 another site begins a sign-in by a link or by a form")
    void another_site_begins_nothing() {
        Visitor alice = trips.stranger();
        alice.open("/login");
        assertThat(alice.open("/auth/login/google").status()).isEqualTo(200);
        for (Map<String, String> headers : List.of(
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Origin", "https://evil.example"),
                Map.of("Content-Type", "application/x-www-form-urlencoded"))) {
            Page posted = alice.browser().send("POST", trips.world().url("/auth/login/google"), "to=/", headers);
            assertThat(posted.status()).isEqualTo(403);
        }
        assertThat(trips.rows("authorization_requests where kind = 'sign_in' and browser_hash = sha256('"
                        + cookie(alice, BROWSER) + "'::bytea)"))
                .isZero();
    }

    @Test
    @DisplayName("C-15 a disabled account comes through its provider")
    void a_disabled_account_is_refused_in_the_same_plain_words() {
        Visitor linh = trips.stranger();
        trips.signIn(linh, "google", Visitor.LINH_WORK);
        trips.world()
                .database()
                .owner()
                .sql("update accounts set status = 'disabled'")
                .update();

        Page page = trips.signIn(trips.stranger(), "google", Visitor.LINH_WORK);

        assertThat(page.uri().toString()).endsWith(REFUSED);
        assertThat(page.text()).doesNotContainIgnoringCase("disabled");
        assertThat(trips.rows("sessions")).isEqualTo(1);
        assertThat(trips.refusals("account disabled")).isEqualTo(1);
    }

    @Test
    @DisplayName("A-18 Microsoft's form: another browser resumes, a handle is used twice, no trip is named")
    void a_posted_answer_works_once_in_the_browser_that_began() {
        Visitor linh = trips.stranger();
        URI resume;
        try (var person = new dev.concierge.sandbox.Visitor()) {
            Stop.Left left = person.allow(trips.begin(linh, "microsoft"), Visitor.LINH_WORK);
            resume = Browser.location(post(left.callback(), java.util.Objects.requireNonNull(left.posted())));
        }
        assertThat(resume.getPath()).isEqualTo("/auth/callback/microsoft/resume");
        assertThat(linh.browser().open(resume).path()).isEqualTo("/");
        Page twice = linh.browser().get(resume, Map.of());
        assertThat(twice.headers().firstValue("Location")).hasValue(REFUSED);

        Page unasked = post(trips.world().url("/auth/callback/microsoft"), "state=" + "A".repeat(43) + "&code=x");
        assertThat(unasked.headers().firstValue("Location")).hasValue(REFUSED);
        Page byForm = post(trips.world().url("/auth/callback/google"), "state=" + "A".repeat(43) + "&code=x");
        assertThat(byForm.headers().firstValue("Location")).hasValue(REFUSED);
        assertThat(trips.rows("callback_forms")).isZero();
    }

    private static Page post(URI callback, String form) {
        return new Browser()
                .send(
                        "POST",
                        callback,
                        form,
                        Map.of("Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site"));
    }

    private static ObjectNode json(String text) {
        return JSON.readValue(text, ObjectNode.class);
    }

    private static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(java.util.Collections.nCopies(times, work))) {
                answers.add(answer.get());
            }
            return answers;
        }
    }
}
