package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.TestServer;
import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Accounts of programs, as an administrator makes them and as nobody else can. */
@Tag("security")
class ServiceAccountTest {
    private static final String API = "/api/v1/service-accounts";
    private static final String PAGE = "/admin/services";
    private static final String KEY = "{\"name\":\"rack 4\",\"scopes\":[\"integrations:read\",\"integrations:write\"]}";
    private static final Pattern SHOWN = Pattern.compile("ck_[A-Za-z0-9_-]{43}");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static People people;
    private static TokenClient client;

    @BeforeAll
    static void start() {
        people = People.start();
        client = TokenClient.at(people);
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    private static FormBrowser admin() {
        return people.signedIn(people.person(Role.ADMIN));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private static String made(FormBrowser admin, String name) {
        HttpResponse<String> answer = admin.json("POST", API, "{\"name\":\"" + name + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer).path("id").asString("");
    }

    private static String key(FormBrowser admin, String id) {
        HttpResponse<String> answer = admin.json("POST", API + "/" + id + "/api-keys", KEY);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer).path("value").asString("");
    }

    private static long audited(String action, String id) {
        return people.count("select count(*) from audit_events where action = '" + action + "' and outcome = 'done'"
                + " and actor like 'person:%' and account_id = '" + id + "'");
    }

    @Test
    @DisplayName("an administrator makes one and its key; the key works, the list says so, and the trail who did it")
    void an_administrator_makes_one() {
        FormBrowser admin = admin();
        String id = made(admin, "Nightly report");
        String key = key(admin, id);

        TokenClient.Answer me = client.me(key);
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json().path("id").asString("")).isEqualTo(id);
        assertThat(me.json().path("role").asString("")).isEqualTo("user");
        assertThat(me.json().path("email").isNull()).isTrue();
        assertThat(client.send("GET", "/api/v1/oauth/integrations", "", "Authorization", "Bearer " + key)
                        .status())
                .isEqualTo(200);

        JsonNode shown = json(admin.get(API + "/" + id, "Accept", "application/json"));
        assertThat(shown.path("name").asString("")).isEqualTo("Nightly report");
        assertThat(shown.path("livingKeys").asInt(0)).isOne();
        assertThat(admin.get(API, "Accept", "application/json").body()).contains(id);
        assertThat(admin.get(API + "/" + id + "/api-keys", "Accept", "application/json")
                        .body())
                .contains("rack 4")
                .doesNotContain(key);
        assertThat(audited("service_account.create", id)).isOne();
        assertThat(audited("api_key.create", id)).isOne();
    }

    @Test
    @DisplayName("there is no way to sign in to one, and none can be added")
    void there_is_no_way_in() {
        FormBrowser admin = admin();
        String id = made(admin, "Unopenable");
        assertThat(people.count("select count(*) from passwords where account_id = '" + id + "'"))
                .isZero();
        assertThat(people.count("select count(*) from identities where account_id = '" + id + "'"))
                .isZero();
        assertThat(client.login("").status()).isEqualTo(401);
        String key = key(admin, id);
        String[] bearer = {"Authorization", "Bearer " + key};
        String another = "{\"name\":\"x\",\"scopes\":[\"tokens:vend\"]}";
        assertThat(client.send("POST", "/api/v1/me/api-keys", another, bearer).status())
                .isEqualTo(403);
        assertThat(client.send("POST", "/api/v1/me/access-token", "{}", bearer).status())
                .isEqualTo(403);
        TokenClient.Answer asked = client.send("POST", "/api/v1/oauth/google/authorize", "{}", bearer);
        assertThat(asked.status()).isEqualTo(403);
        assertThat(asked.body()).contains("nobody who could sign in");
        for (String forbidden : List.of("email = 'a@corp.example'", "role = 'manager'", "role = 'admin'")) {
            assertThat(refusedByTheDatabase(id, forbidden)).as(forbidden).isTrue();
        }
    }

    private static boolean refusedByTheDatabase(String id, String change) {
        try {
            people.database()
                    .owner()
                    .sql("update accounts set " + change + " where account_id = :id")
                    .param("id", UUID.fromString(id))
                    .update();
            return false;
        } catch (DataIntegrityViolationException e) {
            return true;
        }
    }

    @Test
    @DisplayName("L-01 a role above user, fields that nobody asked for, names that cannot be shown")
    void l01_what_is_refused() {
        FormBrowser admin = admin();
        for (String body : List.of(
                "{\"name\":\"x\",\"role\":\"manager\"}",
                "{\"name\":\"x\",\"role\":\"admin\"}",
                "{\"name\":\"x\",\"role\":\"USER\"}",
                "{\"name\":\"x\",\"email\":\"a@corp.example\"}",
                "{\"name\":\"x\",\"kind\":\"person\"}",
                "{\"name\":\"\"}",
                "{\"name\":\"two\\nlines\"}",
                "{}")) {
            assertThat(admin.json("POST", API, body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(admin.post(PAGE, "name", "x", "role", "admin").statusCode()).isEqualTo(422);
        assertThat(admin.json("POST", API, "{\"name\":\"guest\",\"role\":\"guest\"}")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    @DisplayName("L-02 nobody but an administrator sees or changes any, by page, API, token or key")
    void l02_for_administrators_alone() {
        FormBrowser admin = admin();
        String id = made(admin, "Guarded");
        String key = key(admin, id);
        for (Role role : List.of(Role.GUEST, Role.USER, Role.MANAGER)) {
            FormBrowser other = people.signedIn(people.person(role));
            for (String path : List.of("", "/" + id, "/" + id + "/api-keys", "/" + UUID.randomUUID())) {
                assertThat(other.get(API + path, "Accept", "application/json").statusCode())
                        .isEqualTo(403);
            }
            assertThat(other.json("POST", API, "{\"name\":\"x\"}").statusCode()).isEqualTo(403);
            assertThat(other.json("POST", API + "/" + id + "/api-keys", KEY).statusCode())
                    .isEqualTo(403);
            assertThat(other.json("PUT", API + "/" + id + "/status", "{\"active\":false}")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(other.json("POST", API + "/" + id + "/delete", "{}").statusCode())
                    .isEqualTo(403);
            assertThat(other.get(PAGE).statusCode()).isEqualTo(403);
            assertThat(other.post(PAGE + "/" + id + "/delete", "sure", "true").statusCode())
                    .isEqualTo(403);
            assertThat(other.get("/security").body()).doesNotContain(PAGE);
        }
        assertThat(client.send("GET", API, "", "Authorization", "Bearer " + key).status())
                .isEqualTo(403);
        assertThat(client.me(key).status()).isEqualTo(200);
        assertThat(
                        people.count(
                                "select count(*) from audit_events where action like 'service_account.%' and outcome = 'refused'"))
                .isPositive();
    }

    @Test
    @DisplayName("J-14 an old sign-in proves the password before it makes one, a key, or deletes one")
    void j14_a_fresh_proof() {
        String root = people.person(Role.ADMIN);
        FormBrowser admin = people.signedIn(root);
        String id = made(admin, "Fresh");
        people.clock().advance(Duration.ofMinutes(11));
        assertThat(admin.json("POST", API, "{\"name\":\"x\"}").statusCode()).isEqualTo(403);
        assertThat(admin.json("POST", API + "/" + id + "/api-keys", KEY).statusCode())
                .isEqualTo(403);
        assertThat(admin.json("POST", API + "/" + id + "/delete", "{}").statusCode())
                .isEqualTo(403);
        assertThat(admin.post(PAGE + "/" + id + "/keys", "name", "k", "scope", "tokens:vend")
                        .statusCode())
                .isEqualTo(422);
        assertThat(admin.post(PAGE + "/" + id + "/delete", "sure", "true").statusCode())
                .isEqualTo(422);
        assertThat(admin.json("GET", API + "/" + id, "").statusCode()).isEqualTo(200);
        assertThat(admin.json("POST", API + "/" + id + "/delete", "{\"password\":\"" + people.proof(root) + "\"}")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    @DisplayName("C-15 disabled on one node, its key stops on the other within a second; enabled, it goes on")
    void c15_disabled() {
        FormBrowser admin = admin();
        String id = made(admin, "Paused");
        String key = key(admin, id);
        try (TestServer second = people.secondNode()) {
            TokenClient there = new TokenClient(second, people.server().url());
            assertThat(there.me(key).status()).isEqualTo(200);
            assertThat(admin.json("PUT", API + "/" + id + "/status", "{\"active\":false}")
                            .statusCode())
                    .isEqualTo(200);
            Within.aSecond(() -> there.me(key).status() == 401);
            assertThat(admin.json("PUT", API + "/" + id + "/status", "{\"active\":true}")
                            .statusCode())
                    .isEqualTo(200);
            Within.aSecond(() -> there.me(key).status() == 200);
            assertThat(admin.json("POST", API + "/" + id + "/delete", "{}").statusCode())
                    .isEqualTo(204);
            Within.aSecond(() -> there.me(key).status() == 401);
        }
        assertThat(admin.get(API + "/" + id, "Accept", "application/json").statusCode())
                .isEqualTo(404);
        assertThat(people.count("select count(*) from api_keys where account_id = '" + id + "'"))
                .isZero();
        assertThat(audited("service_account.delete", id)).isOne();
    }

    @Test
    @DisplayName("L-02 a person is no service account: neither shown, disabled nor deleted here, and given no key")
    void a_person_is_none() {
        FormBrowser admin = admin();
        UUID person = people.idOf(people.person(Role.USER));
        assertThat(admin.get(API + "/" + person, "Accept", "application/json").statusCode())
                .isEqualTo(404);
        assertThat(admin.json("PUT", API + "/" + person + "/status", "{\"active\":false}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(admin.json("POST", API + "/" + person + "/delete", "{}").statusCode())
                .isEqualTo(404);
        assertThat(admin.json("POST", API + "/" + person + "/api-keys", KEY).statusCode())
                .isEqualTo(404);
        assertThat(people.count(
                        "select count(*) from accounts where status = 'active' and account_id = '" + person + "'"))
                .isOne();
        assertThat(people.database()
                        .owner()
                        .sql("select service_account_delete(:id)")
                        .param("id", person)
                        .query(Boolean.class)
                        .single())
                .isFalse();
    }

    @Test
    @DisplayName("by the pages: make one, make a key that is shown once, end it, disable, enable, delete")
    void by_the_pages() {
        FormBrowser admin = admin();
        assertThat(admin.get(PAGE).body()).contains("Service accounts");
        HttpResponse<String> made = admin.post(PAGE, "name", "Ferry prices", "role", "guest");
        assertThat(made.statusCode()).isEqualTo(303);
        String page = made.headers().firstValue("Location").orElse("");
        String id = page.substring(page.lastIndexOf('/') + 1);
        assertThat(admin.get(page).body()).contains("Ferry prices").contains("No keys yet");
        assertThat(admin.post(page + "/keys", "name", "", "scope", "tokens:vend")
                        .statusCode())
                .isEqualTo(422);
        HttpResponse<String> answer =
                admin.post(page + "/keys", "name", "rack 9", "scope", "integrations:read", "days", "30");
        assertThat(answer.statusCode()).isEqualTo(200);
        Matcher key = SHOWN.matcher(answer.body());
        assertThat(key.find()).isTrue();
        assertThat(client.me(key.group()).status()).isEqualTo(200);
        assertThat(admin.get(page).body()).contains("rack 9").doesNotContain(key.group());
        String keyId = people.database()
                .owner()
                .sql("select key_id::text from api_keys where account_id = :id")
                .param("id", UUID.fromString(id))
                .query(String.class)
                .single();
        assertThat(admin.post(page + "/keys/" + keyId + "/revoke").statusCode()).isEqualTo(303);
        assertThat(admin.post(page + "/keys/" + keyId + "/revoke").statusCode()).isEqualTo(404);
        assertThat(client.me(key.group()).status()).isEqualTo(401);
        assertThat(admin.post(page + "/status", "active", "false").statusCode()).isEqualTo(303);
        assertThat(admin.get(page).body()).contains("Disabled").contains("Enable it");
        assertThat(admin.post(page + "/delete").statusCode()).isEqualTo(422);
        assertThat(admin.post(page + "/delete", "sure", "true").statusCode()).isEqualTo(303);
        assertThat(admin.get(page).statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("E-01 a key of one service account ends no key of another")
    void keys_belong_to_their_account() {
        FormBrowser admin = admin();
        String one = made(admin, "One");
        String other = made(admin, "Other");
        HttpResponse<String> answer = admin.json("POST", API + "/" + one + "/api-keys", KEY);
        String keyId = json(answer).path("key").path("id").asString("");
        assertThat(admin.json("DELETE", API + "/" + other + "/api-keys/" + keyId, "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.me(json(answer).path("value").asString("")).status()).isEqualTo(200);
        assertThat(admin.json("DELETE", API + "/" + one + "/api-keys/" + keyId, "")
                        .statusCode())
                .isEqualTo(204);
    }
}
