package dev.concierge.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** E-02, E-04, E-08: texts of Eve's choice where a cursor, a name, a key or an id is expected. */
@Tag("isolation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignInputTest {
    private static final String INTEGRATIONS = Endpoints.INTEGRATIONS;

    /** Lists in pages, by the address that one person has for them. */
    private static final Map<String, Function<TwoAccounts.Person, String>> LISTS = Map.of(
            "integrations", _ -> INTEGRATIONS + "?limit=1",
            "activity", person -> INTEGRATIONS + "/" + person.integration + "/activity?limit=1",
            "runs", _ -> "/api/v1/sync/runs?limit=1",
            "records", _ -> "/api/v1/sync/records?limit=1");

    private TwoAccounts two;

    @BeforeAll
    void start() {
        two = new TwoAccounts();
        for (TwoAccounts.Person person : List.of(two.alice(), two.eve())) {
            person.api.post(INTEGRATIONS + "/sync", "");
        }
        two.world().advance(Duration.ofSeconds(2));
        two.world().server().bean(JobRunner.class).runDue(Lane.SYNC);
    }

    @AfterAll
    void stop() {
        two.close();
    }

    @TestFactory
    @DisplayName("E-02 Eve reads on from a cursor of Alice's, and Alice from one of Eve's")
    Stream<DynamicTest> one_reads_on_from_a_cursor_of_the_other() {
        return LISTS.entrySet().stream()
                .map(list -> DynamicTest.dynamicTest(list.getKey(), () -> {
                    String alices = list.getValue().apply(two.alice());
                    String eves = list.getValue().apply(two.eve());
                    assertThat(status(two.eve(), eves, cursor(two.alice(), alices)))
                            .isEqualTo(400);
                    assertThat(status(two.alice(), alices, cursor(two.eve(), eves)))
                            .isEqualTo(400);
                    assertThat(status(two.alice(), alices, cursor(two.alice(), alices)))
                            .isEqualTo(200);
                    assertThat(status(two.eve(), eves, cursor(two.eve(), eves))).isEqualTo(200);
                    if (!alices.equals(eves)) {
                        assertThat(status(two.eve(), alices, cursor(two.eve(), eves)))
                                .as("Alice's list from her own cursor")
                                .isEqualTo(404);
                    }
                }));
    }

    @TestFactory
    @DisplayName("E-02 a cursor is changed, cut short, made longer, made up, or another list's")
    Stream<DynamicTest> a_cursor_is_changed() {
        return LISTS.entrySet().stream()
                .map(list -> DynamicTest.dynamicTest(list.getKey(), () -> {
                    String path = list.getValue().apply(two.eve());
                    String own = cursor(two.eve(), path);
                    List<String> wrong = new ArrayList<>(List.of("AAAA", "%00", "null", "'", own + "A", own + own));
                    for (int i = 0; i < own.length() - 1; i++) {
                        wrong.add(own.substring(0, i) + (own.charAt(i) == 'A' ? 'B' : 'A') + own.substring(i + 1));
                        wrong.add(own.substring(0, own.length() - 1 - i));
                    }
                    wrong.removeIf(String::isEmpty);
                    LISTS.forEach((name, address) -> {
                        if (!name.equals(list.getKey())) {
                            wrong.add(cursor(two.eve(), address.apply(two.eve())));
                        }
                    });
                    assertThat(wrong)
                            .allSatisfy(text ->
                                    assertThat(status(two.eve(), path, text)).isEqualTo(400));
                }));
    }

    @Test
    @DisplayName("E-02 an unknown field names another account")
    void an_unknown_field_names_another_account() {
        String alice = two.alice().account.toString();
        for (String field : List.of("accountId", "account_id", "userId", "owner", "tenantId", "localId", "role")) {
            String body = "{\"scopes\":[],\"" + field + "\":\"" + alice + "\"}";
            assertThat(two.eve()
                            .api
                            .post("/api/v1/oauth/google/authorize", body)
                            .status())
                    .as(field)
                    .isEqualTo(400);
        }
        assertThat(two.eve()
                        .api
                        .post("/api/v1/oauth/google/authorize", "{\"scopes\":[]}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("E-04 people whose addresses are parts and patterns of one another")
    void people_whose_addresses_are_parts_and_patterns_of_one_another() {
        List<String> addresses = List.of(
                "abc@names.example",
                "abcdef@names.example",
                "bc@names.example",
                "a_c@names.example",
                "a%c@names.example",
                "%@names.example",
                "null@names.example",
                "undefined@names.example");
        for (String address : addresses) {
            signUp(address);
            Browser browser = signedIn(address, pass(address));
            assertThat(me(browser)).as(address).isEqualTo(address);
        }
        for (String address : addresses) {
            for (String other : addresses) {
                if (!other.equals(address)) {
                    assertThat(me(signedIn(address, pass(other))))
                            .as("%s by the password of %s", address, other)
                            .isEmpty();
                }
            }
        }
        for (String pattern :
                List.of("%", "_", "abc", "@names.example", "abc@names.example%", "abc@names.exampl_", "")) {
            assertThat(me(signedIn(pattern, pass("abc@names.example"))))
                    .as(pattern)
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("E-04 parts and patterns of Alice's key")
    void parts_and_patterns_of_alices_key() {
        String key = two.alice().key;
        List<String> parts = new ArrayList<>(List.of(
                key.substring(0, 11),
                key.substring(3),
                key + "x",
                key.toLowerCase(Locale.ROOT),
                key.toUpperCase(Locale.ROOT),
                "ck_",
                "ck_%",
                "ck_" + "_".repeat(43),
                "%",
                "null",
                "undefined",
                ""));
        for (int i = 1; i < key.length(); i += 5) {
            parts.add(key.substring(0, i));
            parts.add(key.substring(0, i) + "_" + key.substring(i + 1));
        }
        parts.remove(key);
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String part : parts) {
                Api api = new Api(http, two.world().server(), two.world().url("/"), part);
                assertThat(api.get("/api/v1/me").status()).as(part).isEqualTo(401);
            }
        }
        assertThat(two.alice().api.get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("E-04 parts and patterns of Alice's ids and of names in filters")
    void parts_and_patterns_of_alices_ids_and_of_names() {
        String id = two.alice().integration.toString();
        for (String part : List.of(
                id.substring(0, 8),
                id.substring(0, 35),
                id + "0",
                id.substring(9),
                "%25",
                "_",
                "null",
                "undefined",
                "%20")) {
            for (TwoAccounts.Person person : List.of(two.eve(), two.alice())) {
                assertThat(person.api.get(INTEGRATIONS + "/" + part).status())
                        .as(part)
                        .isIn(400, 404);
                if (!part.equals("%20")) { // blank: no filter, so her own
                    Api.Answer runs = person.api.get("/api/v1/sync/runs?integration=" + part);
                    // fewer digits are read as another id, with zeros in front
                    assertThat(runs.status() == 400
                                    || (runs.json().path("items").isArray()
                                            && runs.json().path("items").isEmpty()))
                            .as("%s: %s", part, runs.raw().body())
                            .isTrue();
                }
            }
        }
        for (String filter : List.of(
                "label=%25",
                "label=_", "label=%25%25", "provider=%25", "provider=goog", "provider=googl_", "label=null")) {
            Api.Answer answer = two.alice().api.get(INTEGRATIONS + "?" + filter);
            assertThat(answer.status()).as(filter).isEqualTo(200);
            assertThat(answer.json().path("items")).as(filter).isEmpty();
        }
        assertThat(two.alice().api.get(INTEGRATIONS + "?provider=google").json().path("items"))
                .isNotEmpty();
    }

    @TestFactory
    @DisplayName("E-08 SQL in a label, a filter, a path, a header")
    Stream<DynamicTest> sql_where_none_is_expected() {
        return Payloads.ALL.stream()
                .map(payload -> DynamicTest.dynamicTest(payload.replace('\u0000', '0'), () -> {
                    Map<String, String> before = two.rows(two.alice().account);
                    Payloads payloads = new Payloads(two);
                    payloads.inAddresses(payload);
                    payloads.inALabel(payload);
                    payloads.inHeadersAndAtSignIn(payload);
                    assertThat(two.rows(two.alice().account)).isEqualTo(before);
                }));
    }

    private static String cursor(TwoAccounts.Person person, String path) {
        String cursor = person.api.get(path).json().path("nextCursor").asString("");
        assertThat(cursor).as("a second page of %s", path).isNotEmpty();
        return cursor;
    }

    private static int status(TwoAccounts.Person person, String path, String cursor) {
        return person.api.get(path + "&cursor=" + cursor).status();
    }

    private static String pass(String address) {
        return "a long enough pass phrase " + UUID.nameUUIDFromBytes(address.getBytes(StandardCharsets.UTF_8));
    }

    private void signUp(String address) {
        Browser browser = new Browser();
        browser.submit(
                browser.open(two.world().url("/signup")),
                "form[action='/signup']",
                Map.of("name", "null", "email", address, "password", pass(address)));
    }

    private Browser signedIn(String address, String password) {
        Browser browser = new Browser();
        browser.submit(
                browser.open(two.world().url("/login")),
                "form[action='/login']",
                Map.of("email", address, "password", password));
        return browser;
    }

    /** The address of who is signed in there; empty for nobody. */
    private String me(Browser browser) {
        Page page = browser.get(two.world().url("/api/v1/me"), Map.of("Accept", "application/json"));
        return page.status() == 200
                ? tools.jackson.databind.json.JsonMapper.shared()
                        .readTree(page.body())
                        .path("email")
                        .asString()
                : "";
    }
}
