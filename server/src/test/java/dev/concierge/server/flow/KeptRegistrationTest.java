package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Client;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import dev.concierge.server.web.Role;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients that administrators keep here, on an installation of two nodes whose environment names Google's alone. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeptRegistrationTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CLIENT = "kept-client-of-github";
    private static final String SECRET = "a-secret-that-only-github-knows";
    private static final String WRONG = "a-secret-that-nobody-ever-knew";
    private static final String PAGE = "/admin/providers/github";
    private static final String API = "/api/v1/registrations/github";
    private static final String FORM = "form[action='" + PAGE + "']";
    private static final String LINH = "linh.tran@meridian.example";

    private World world;
    private HttpClient http;
    private Visitor admin;

    @BeforeAll
    void start() {
        world = World.start(2, Map.of("concierge.identity.sign-up-burst", "1000"));
        http = HttpClient.newHttpClient();
        admin = world.visitor().signUp().raisedTo(Role.ADMIN);
        String callback = world.url("/api/v1/oauth/github/callback").toString();
        world.sandbox().registerClient(new Client("github", CLIENT, SECRET, "Concierge", List.of(callback)));
    }

    @AfterAll
    void stop() {
        http.close();
        world.close();
    }

    @AfterEach
    void forget() {
        Page page = admin.open(PAGE);
        if (page.has("form[action='" + PAGE + "/remove']")) {
            admin.browser().submit(page, "form[action='" + PAGE + "/remove']", Map.of("sure", "true"));
        }
        world.advance(Duration.ofMinutes(3));
        admin.browser().submit(admin.open("/"), "form[action='/logout']", Map.of());
        admin.signIn();
    }

    private Page keep(Map<String, String> fields) {
        return admin.browser().submit(admin.open(PAGE), FORM, fields);
    }

    private Page kept() {
        Page saved = keep(Map.of("clientId", CLIENT, "clientSecret", SECRET));
        assertThat(saved.status()).as(saved.text()).isEqualTo(200);
        assertThat(saved.text()).contains("Saved.");
        return saved;
    }

    private Page test() {
        return admin.browser().submit(admin.open(PAGE), "form[action='" + PAGE + "/test']", Map.of());
    }

    private Page api(Visitor person, String method, String path, String body) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "Accept",
                "application/json",
                "Origin",
                "http://" + world.url("/").getAuthority()));
        headers.put(
                "X-CSRF-TOKEN",
                person.open("/integrations").find("input[name=_csrf]").val());
        if (!body.isEmpty()) {
            headers.put("Content-Type", "application/json");
        }
        return person.browser().send(method, world.url(path), body, headers);
    }

    private UUID connect(Visitor person) {
        Page next = person.browser()
                .submitOnly(person.open("/integrations"), "form[action='/integrations/github/connect']", Map.of());
        String address =
                next.find("a[href^='" + world.sandbox().baseUrl() + "']").attr("href");
        try (var visitor = new dev.concierge.sandbox.Visitor()) {
            Page page = person.browser()
                    .open(visitor.allow(address, LINH, List.of()).callback());
            assertThat(page.path()).as(page.text()).startsWith("/integrations/");
            return UUID.fromString(page.path().substring("/integrations/".length()));
        }
    }

    private String trail() {
        return String.join(
                "\n",
                world.database()
                        .owner()
                        .sql("select row_to_json(e)::text from audit_events e where action like 'registration.%'")
                        .query(String.class)
                        .list());
    }

    @Test
    void an_administrator_keeps_a_client_and_a_person_connects_with_it() {
        Visitor ada = world.visitor().signUp();
        assertThat(ada.open("/integrations").has("form[action='/integrations/github/connect']"))
                .isFalse();

        Page page = kept();
        UUID integration = connect(ada);

        assertThat(page.text())
                .contains(world.url("/api/v1/oauth/github/callback").toString())
                .contains(world.url("/auth/callback/github").toString())
                .contains("Make an OAuth app");
        Api backend = new Api(http, world.node(1), world.url("/"), ada.apiKey("tokens:vend"));
        assertThat(backend.token(integration).status()).isEqualTo(200);
        assertThat(trail()).contains("registration.keep", "provider:github").doesNotContain(SECRET, CLIENT);
    }

    @Test
    void a_client_switched_off_for_connecting_is_offered_to_nobody_and_keeps_what_is_connected() {
        kept();
        Visitor ada = world.visitor().signUp();
        UUID integration = connect(ada);

        Page page = admin.open(PAGE);
        String version = page.find(FORM + " input[name=version]").val();
        Page saved = admin.browser().submitExactly(page, FORM, List.of(new Browser.Field("clientId", CLIENT)));

        assertThat(saved.text()).contains("Used for nothing new").contains("Switched off");
        assertThat(saved.find(FORM + " input[name=version]").val()).isNotEqualTo(version);
        assertThat(ada.open("/integrations").has("form[action='/integrations/github/connect']"))
                .isFalse();
        assertThat(new Api(http, world.server(), world.url("/"), ada.apiKey("tokens:vend"))
                        .token(integration)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void the_other_node_uses_it_within_a_second() {
        Visitor ada = world.visitor().signUp();
        Api other = new Api(http, world.node(1), world.url("/"), ada.apiKey("integrations:read"));
        assertThat(configured(other)).isFalse();

        kept();
        assertThat(seenWithinASecond(other, true)).isTrue();
        forget();
        assertThat(seenWithinASecond(other, false)).isTrue();
    }

    private static boolean seenWithinASecond(Api node, boolean wanted) {
        Instant deadline = Instant.now().plusSeconds(1);
        while (Instant.now().isBefore(deadline)) {
            if (configured(node) == wanted) {
                return true;
            }
        }
        return false;
    }

    private static boolean configured(Api node) {
        for (JsonNode provider : node.get("/api/v1/oauth/providers").json().path("items")) {
            if (provider.path("id").asString().equals("github")) {
                return provider.path("configured").asBoolean();
            }
        }
        throw new AssertionError("the catalog lost GitHub");
    }

    @Test
    void a_test_tells_a_wrong_secret_from_a_right_one_and_stores_nothing() {
        long before = grants();
        keep(Map.of("clientId", CLIENT, "clientSecret", WRONG));
        Page wrong = test();
        assertThat(wrong.text()).contains("It does not work yet.", "GitHub does not accept our client id or secret.");

        keep(Map.of("clientId", CLIENT, "clientSecret", SECRET));
        Page right = test();
        assertThat(right.text()).contains("It works.", "GitHub knows this client and its secret.");

        assertThat(grants()).as("grants before and after").isEqualTo(before);
        assertThat(trail()).containsPattern("\"verdict\": ?\"refused\"");
    }

    @Test
    void the_environments_client_is_tested_too_and_is_read_only_here() {
        Page google = admin.open("/admin/providers/google");
        assertThat(google.text()).contains("Named by the environment", "By environment", "concierge-test");
        assertThat(google.has("form[action='/admin/providers/google']")).isFalse();
        Page works = admin.browser().submit(google, "form[action='/admin/providers/google/test']", Map.of());
        assertThat(works.text()).contains("It works.");

        Page put = api(
                admin,
                "PUT",
                "/api/v1/registrations/google",
                "{\"clientId\":\"another\",\"clientSecret\":\"another-secret\"}");
        assertThat(put.status()).isEqualTo(400);
        assertThat(put.body()).contains("GOOGLE_CLIENT_ID");
        assertThat(rows()).isZero();
    }

    private long grants() {
        return world.database()
                .owner()
                .sql("select (select count(*) from grants) + (select count(*) from pending_grants)")
                .query(Long.class)
                .single();
    }

    private long rows() {
        return world.database()
                .owner()
                .sql("select count(*) from registrations")
                .query(Long.class)
                .single();
    }

    @Test
    void a_client_is_removed_only_by_who_says_so_twice() {
        kept();
        Page refused = admin.browser().submit(admin.open(PAGE), "form[action='" + PAGE + "/remove']", Map.of());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(rows()).isEqualTo(1);

        forget();
        assertThat(rows()).isZero();
        assertThat(admin.open(PAGE).text()).contains("Not set up");
    }

    @Test
    void too_many_tests_are_slowed_down() {
        kept();
        world.clock().hold();
        for (int time = 0; time < 5; time++) {
            assertThat(test().status()).isEqualTo(200);
        }
        Page sixth = test();
        world.clock().release();
        assertThat(sixth.status()).isEqualTo(429);
        assertThat(sixth.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    @DisplayName("L-10 two administrators save the same registration at once")
    void of_two_administrators_at_once_the_second_is_told_and_loses_nothing() {
        kept();
        Page first = admin.open(PAGE);
        Page second = admin.open(PAGE);
        admin.browser().submit(first, FORM, Map.of("expires", "2099-03-31"));

        Page conflict = admin.browser().submit(second, FORM, Map.of("expires", "2098-01-01", "clientSecret", WRONG));

        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.find(FORM + " input[name=expires]").val()).isEqualTo("2098-01-01");
        assertThat(conflict.body()).doesNotContain(WRONG);
        assertThat(admin.open(PAGE).find(FORM + " input[name=expires]").val()).isEqualTo("2099-03-31");
        assertThat(test().text()).as("the secret of the first is still there").contains("It works.");
        Page again = admin.browser().submit(conflict, FORM, Map.of());
        assertThat(again.find(FORM + " input[name=expires]").val()).isEqualTo("2098-01-01");
    }

    @Test
    void the_api_keeps_shows_tests_and_removes_with_the_version() {
        Page made = api(
                admin,
                "PUT",
                API,
                "{\"clientId\":\"" + CLIENT + "\",\"clientSecret\":\"" + SECRET
                        + "\",\"secretExpiresOn\":\"2099-01-31\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        JsonNode item = JSON.readTree(made.body());
        assertThat(item.path("source").asString()).isEqualTo("here");
        assertThat(item.path("kept").path("version").asLong()).isEqualTo(1);
        assertThat(item.path("kept").path("secretExpiresOn").asString()).isEqualTo("2099-01-31");
        assertThat(item.path("redirectUri").asString()).endsWith("/api/v1/oauth/github/callback");
        assertThat(made.body()).doesNotContain(SECRET);

        assertThat(api(admin, "POST", API + "/test", "").body()).contains("\"verdict\":\"accepted\"");
        Page stale = api(admin, "PUT", API, "{\"clientId\":\"" + CLIENT + "\",\"clientSecret\":\"" + WRONG + "\"}");
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.body()).contains("conflict").doesNotContain(WRONG);
        assertThat(api(admin, "PUT", API, "{\"version\":1,\"clientId\":\"other\"}")
                        .status())
                .as("another client id without its secret")
                .isEqualTo(400);
        assertThat(api(admin, "PUT", API, "{\"version\":1,\"clientId\":\"x\",\"owner\":\"me\"}")
                        .status())
                .as("an unknown field")
                .isEqualTo(400);
        assertThat(api(admin, "DELETE", API + "?version=7", "").status()).isEqualTo(409);
        assertThat(api(admin, "DELETE", API + "?version=1", "").status()).isEqualTo(204);
        assertThat(api(admin, "DELETE", API + "?version=1", "").status()).isEqualTo(404);
        assertThat(api(admin, "POST", API + "/test", "").status()).isEqualTo(404);
    }

    @Test
    void nobody_but_administrators_sees_or_changes_anything() {
        kept();
        for (Role role : List.of(Role.GUEST, Role.USER, Role.MANAGER)) {
            Visitor eve = world.visitor().signUp().raisedTo(role);
            assertThat(eve.open("/").has("a[href='/admin/providers']"))
                    .as(role.word())
                    .isFalse();
            for (String path : List.of("/admin/providers", PAGE)) {
                Page page = eve.open(path);
                assertThat(page.status()).as("%s %s", role, path).isEqualTo(403);
                assertThat(page.body()).doesNotContain(CLIENT);
            }
            for (String call : List.of("GET " + API, "DELETE " + API + "?version=1", "POST " + API + "/test")) {
                String[] parts = call.split(" ", 2);
                assertThat(api(eve, parts[0], parts[1], "").status())
                        .as("%s %s", role, call)
                        .isEqualTo(403);
            }
            assertThat(api(eve, "PUT", API, "{\"version\":1,\"clientId\":\"evil\",\"clientSecret\":\"evil-secret\"}")
                            .status())
                    .isEqualTo(403);
            Api key = new Api(http, world.server(), world.url("/"), eve.apiKey("integrations:write"));
            assertThat(key.get(API).status()).isEqualTo(403);
        }
        Visitor other = world.visitor().signUp().raisedTo(Role.ADMIN);
        Api key = new Api(http, world.server(), world.url("/"), other.apiKey("integrations:write"));
        assertThat(key.get(API).status()).as("an administrator's key").isEqualTo(403);
        assertThat(admin.open(PAGE).text()).contains(CLIENT);
        assertThat(admin.open("/").text()).contains("Administration", "Providers");
        assertThat(trail()).containsPattern("\"outcome\": ?\"refused\"");
    }

    @Test
    void a_secret_about_to_end_warns_and_one_that_ended_is_said_to_be_over() {
        LocalDate day =
                LocalDate.ofInstant(world.clock().instant(), ZoneOffset.UTC).plusDays(20);
        keep(Map.of("clientId", CLIENT, "clientSecret", SECRET, "expires", day.toString()));

        assertThat(admin.open("/admin/providers").text())
                .contains("The client secret of GitHub ends on", "20 days left");
        Page past = keep(Map.of("clientSecret", SECRET, "expires", "2020-01-01"));
        assertThat(past.status()).isEqualTo(422);
        assertThat(past.text()).contains("That day has passed.");
    }

    @Test
    void a_row_moved_or_written_by_another_hand_is_used_by_nobody() {
        kept();
        world.database()
                .owner()
                .sql("update registrations set id = gen_random_uuid(), version = version + 1")
                .update();
        Page saved = keep(Map.of("expires", "2099-05-05"));

        assertThat(saved.text()).contains("cannot be read", "Set it again");
        assertThat(admin.open("/integrations").has("form[action='/integrations/github/connect']"))
                .isFalse();
        keep(Map.of("clientSecret", SECRET));
        assertThat(test().text()).contains("It works.");
    }

    @Test
    @DisplayName("L-11 the form of a kept secret is sent unchanged, empty, with a mask in it, and for another client")
    void l11_a_kept_secret_stays_when_its_field_says_nothing() {
        kept();
        Page form = admin.open(PAGE);
        assertThat(form.find(FORM + " input[name=clientSecret]").attr("type")).isEqualTo("password");
        assertThat(form.find(FORM + " input[name=clientSecret]").val())
                .as("so that another type of the field shows nothing")
                .isEmpty();

        assertThat(admin.browser().submit(form, FORM, Map.of()).text()).contains("Saved.");
        assertThat(test().text()).as("unchanged means kept").contains("It works.");
        assertThat(world.database()
                        .owner()
                        .sql("select count(*) from audit_events where action = 'registration.test'")
                        .query(Long.class)
                        .single())
                .isPositive();
        for (String mask : List.of("********", "\u2022\u2022\u2022\u2022\u2022\u2022", "xxxxxxxx", "----")) {
            Page refused = keep(Map.of("clientSecret", mask));
            assertThat(refused.status()).as(mask).isEqualTo(422);
            assertThat(refused.find(FORM + " input[name=clientSecret]").val()).isEmpty();
        }
        assertThat(keep(Map.of("clientId", "another-client")).status())
                .as("another client's")
                .isEqualTo(422);
        assertThat(test().text()).contains("It works.");
    }

    @Test
    @DisplayName("L-11 the secret is looked for in pages, answers and tables")
    void the_secret_is_in_no_page_no_answer_and_no_table() {
        kept();
        for (String path : List.of("/admin/providers", PAGE, API, "/api/v1/registrations", "/api/v1/oauth/providers")) {
            assertThat(admin.browser().get(world.url(path), Map.of()).body())
                    .as(path)
                    .doesNotContain(SECRET);
        }
        assertThat(world.database()
                        .owner()
                        .sql("select row_to_json(r)::text || encode(client_secret, 'escape') from registrations r")
                        .query(String.class)
                        .single())
                .contains(CLIENT)
                .doesNotContain(SECRET);
    }
}
