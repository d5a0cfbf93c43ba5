package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.support.ShownKey;
import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** API keys: made once, shown once, sent in one place. */
@Tag("security")
class ApiKeyTest {
    private static final Pattern KEY = ShownKey.FORM;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static People people;

    @BeforeAll
    static void start() {
        people = People.start();
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    @AfterEach
    void goOn() {
        people.clock().release();
    }

    private record Made(UUID id, String value) {}

    private static Made make(FormBrowser browser, String name) {
        HttpResponse<String> answer = browser.json(
                "POST", "/api/v1/me/api-keys", "{\"name\":\"" + name + "\",\"scopes\":[\"tokens:vend\"],\"days\":30}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonNode made = JSON.readTree(answer.body());
        return new Made(
                UUID.fromString(made.at("/key/id").asString()),
                made.at("/value").asString());
    }

    private static HttpResponse<String> with(String authorization, String path, String... more) {
        FormBrowser program = people.browser();
        String[] headers = new String[more.length + 4];
        headers[0] = "Authorization";
        headers[1] = authorization;
        headers[2] = "Accept";
        headers[3] = "application/json";
        System.arraycopy(more, 0, headers, 4, more.length);
        return program.get(path, headers);
    }

    @Test
    void a_key_made_on_the_page_signs_a_program_in_until_it_is_revoked() {
        String alice = people.person();
        FormBrowser browser = people.signedIn(alice);
        HttpResponse<String> made = browser.post(
                "/security/keys",
                "name",
                "ferry-prices",
                "scope",
                "tokens:vend",
                "scope",
                "integrations:read",
                "days",
                "90");
        assertThat(made.statusCode()).isEqualTo(200);
        Matcher shown = KEY.matcher(made.body());
        assertThat(shown.find()).isTrue();
        HttpResponse<String> me = with("Bearer " + shown.group(), "/api/v1/me");
        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(me.body()).contains(alice, "\"key\":\"" + shown.group().substring(0, 11) + "\"");

        String id = people.database()
                .owner()
                .sql("select key_id::text from api_keys where name = 'ferry-prices'")
                .query(String.class)
                .single();
        assertThat(browser.post("/security/keys/" + id + "/revoke").statusCode())
                .isEqualTo(303);
        assertThat(with("Bearer " + shown.group(), "/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void g05_a_key_is_shown_exactly_once_and_stored_as_a_hash() {
        FormBrowser browser = people.signedIn(people.person());
        HttpResponse<String> made = browser.post("/security/keys", "name", "once", "scope", "tokens:vend", "days", "7");
        Matcher shown = KEY.matcher(made.body());
        assertThat(shown.find()).isTrue();
        assertThat(made.headers().firstValue("cache-control")).contains("no-store");
        String key = shown.group();
        assertThat(browser.get("/security").body()).doesNotContain(key).contains(key.substring(0, 11));
        assertThat(browser.get("/api/v1/me/api-keys").body())
                .doesNotContain(key)
                .contains(key.substring(0, 11));
        HttpResponse<String> reloaded =
                browser.post("/security/keys", "name", "once", "scope", "tokens:vend", "days", "7");
        assertThat(reloaded.statusCode()).as("a reload makes no second key").isEqualTo(422);
        assertThat(reloaded.body()).doesNotContain(key).contains("of this name already");
        String secret = key.substring(11);
        assertThat(people.count("select count(*) from api_keys k where k::text like '%" + secret + "%'"))
                .isZero();
        assertThat(people.count("select count(*) from audit_events e where e::text like '%" + secret + "%'"))
                .isZero();
    }

    @Test
    void n01_every_key_that_does_not_work_is_refused_in_the_same_words() {
        String alice = people.person();
        FormBrowser browser = people.signedIn(alice);
        String key = make(browser, "n01").value();
        Made revoked = make(browser, "n01 revoked");
        browser.json("DELETE", "/api/v1/me/api-keys/" + revoked.id(), "");
        String disabled = people.person();
        String ofDisabled = make(people.signedIn(disabled), "n01 disabled").value();
        people.database()
                .owner()
                .sql("update accounts set status = 'disabled' where email = :email")
                .param("email", disabled)
                .update();

        String wanted = neutral(with("Bearer ck_" + "A".repeat(43), "/api/v1/me"));
        assertThat(wanted).contains("401").doesNotContain("A".repeat(43));
        for (String odd : List.of(
                "Bearer " + key.substring(0, 11),
                "Bearer " + key.toUpperCase(java.util.Locale.ROOT),
                "Bearer " + key + "=",
                "Bearer " + key + "x",
                "Bearer " + key + " " + key,
                "Bearer  " + key,
                "Bearer\t" + key,
                "Bearer",
                key,
                "Basic "
                        + java.util.Base64.getEncoder()
                                .encodeToString((key + ":").getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                "Basic "
                        + java.util.Base64.getEncoder()
                                .encodeToString((alice + ":" + People.PASSWORD)
                                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                "Bearer " + revoked.value(),
                "Bearer " + ofDisabled)) {
            assertThat(neutral(with(odd, "/api/v1/me")))
                    .as(odd.substring(0, Math.min(10, odd.length())))
                    .isEqualTo(wanted);
        }
        assertThat(with("bearer " + key, "/api/v1/me").statusCode())
                .as("a scheme has no case (RFC 9110 section 11.1)")
                .isEqualTo(200);
        people.clock().advance(Duration.ofDays(31));
        assertThat(neutral(with("Bearer " + key, "/api/v1/me"))).as("expired").isEqualTo(wanted);
    }

    private static String neutral(HttpResponse<String> answer) {
        return answer.statusCode()
                + answer.body().replaceAll("urn:request:[0-9a-f-]+", "")
                + answer.headers().firstValue("www-authenticate").orElse("none");
    }

    @Test
    void n05_a_key_counts_in_the_header_and_nowhere_else() {
        FormBrowser browser = people.signedIn(people.person());
        String key = make(browser, "n05").value();
        assertThat(people.browser()
                        .get("/api/v1/me?access_token=" + key, "Accept", "application/json")
                        .statusCode())
                .isEqualTo(401);
        assertThat(with("Bearer " + key, "/api/v1/me?access_token=" + key).statusCode())
                .isEqualTo(400);
        assertThat(with("Bearer " + key, "/api/v1/me?a=b&access_token=").statusCode())
                .isEqualTo(400);
        RawHttp.Answer twice = RawHttp.send(
                people.server().url(),
                "GET /api/v1/me HTTP/1.1",
                "Host: " + people.server().url().getAuthority(),
                "Authorization: Bearer " + key,
                "Authorization: Bearer " + key);
        assertThat(twice.status()).isEqualTo(400);
        FormBrowser cookies = people.browser();
        cookies.plant(SessionCookie.NAME, key);
        cookies.plant("access_token", key);
        assertThat(cookies.get("/api/v1/me", "Accept", "application/json").statusCode())
                .isEqualTo(401);
        HttpResponse<String> both =
                browser.get("/api/v1/me", "Accept", "application/json", "Authorization", "Bearer " + "x".repeat(46));
        assertThat(both.statusCode())
                .as("the cookie does not rescue a wrong key")
                .isEqualTo(401);
        assertThat(both.headers().firstValue("www-authenticate")).contains("Bearer");
        HttpResponse<String> right =
                browser.get("/api/v1/me", "Accept", "application/json", "Authorization", "Bearer " + key);
        assertThat(right.body()).contains("\"key\":\"ck_");
    }

    @Test
    void n02_nobody_makes_a_key_for_another_and_no_key_makes_a_key() {
        String victim = people.person(Role.ADMIN);
        String body = "{\"name\":\"mine\",\"scopes\":[\"tokens:vend\"]}";
        FormBrowser nobody = people.browser();
        nobody.get("/login");
        assertThat(nobody.json("POST", "/api/v1/me/api-keys", body).statusCode())
                .isEqualTo(401);

        FormBrowser eve = people.signedIn(people.person());
        String named = "{\"name\":\"x\",\"scopes\":[\"tokens:vend\"],\"userId\":\"" + people.idOf(victim) + "\"}";
        assertThat(eve.json("POST", "/api/v1/me/api-keys", named).statusCode()).isEqualTo(400);
        for (String field : List.of("accountId", "role", "id", "prefix", "expiresAt", "createdAt")) {
            String smuggled = "{\"name\":\"x\",\"scopes\":[\"tokens:vend\"],\"" + field + "\":\"1\"}";
            assertThat(eve.json("POST", "/api/v1/me/api-keys", smuggled).statusCode())
                    .as("l01 " + field)
                    .isEqualTo(400);
        }
        assertThat(eve.json("POST", "/api/v1/me/api-keys", "{\"name\":\"x\",\"scopes\":[\"admin\"]}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(eve.json("POST", "/api/v1/me/api-keys", "{\"name\":\"x\",\"scopes\":[]}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(eve.json("POST", "/api/v1/me/api-keys", "{\"name\":\"x\",\"scopes\":[\"tokens:vend\"],\"days\":366}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(eve.json("POST", "/api/v1/me/api-keys", "{\"name\":\"x\",\"scopes\":[\"tokens:vend\"],\"days\":0}")
                        .statusCode())
                .isEqualTo(400);

        String key = make(eve, "n02").value();
        FormBrowser program = people.browser();
        HttpResponse<String> minted =
                program.json("POST", "/api/v1/me/api-keys", body, "Authorization", "Bearer " + key);
        assertThat(minted.statusCode()).isEqualTo(403);
        assertThat(with("Bearer " + key, "/api/v1/me/api-keys").statusCode()).isEqualTo(403);
        assertThat(with("Bearer " + key, "/api/v1/me/sessions").statusCode()).isEqualTo(403);
        assertThat(people.count("select count(*) from api_keys where account_id = '" + people.idOf(victim) + "'"))
                .isZero();
        people.database()
                .owner()
                .sql("select expires_at from api_keys where name = 'n02'")
                .query((row, _) -> assertThat(row.getObject(1)).isNotNull())
                .single();
    }

    @Test
    void another_persons_key_is_revoked_by_nobody_else() {
        FormBrowser alice = people.signedIn(people.person());
        Made key = make(alice, "hers");
        FormBrowser eve = people.signedIn(people.person());
        assertThat(eve.json("DELETE", "/api/v1/me/api-keys/" + key.id(), "").statusCode())
                .isEqualTo(404);
        assertThat(eve.post("/security/keys/" + key.id() + "/revoke").statusCode())
                .isEqualTo(404);
        assertThat(with("Bearer " + key.value(), "/api/v1/me").statusCode()).isEqualTo(200);
    }

    @Test
    void j14_an_old_sign_in_must_prove_the_password_before_it_makes_a_key() {
        String alice = people.person();
        FormBrowser browser = people.signedIn(alice);
        people.clock().advance(Duration.ofHours(2));
        HttpResponse<String> asked =
                browser.post("/security/keys", "name", "late", "scope", "tokens:vend", "days", "30");
        assertThat(asked.statusCode()).isEqualTo(422);
        assertThat(asked.body()).contains("Write your password once more").doesNotContainPattern(KEY);
        assertThat(browser.json("POST", "/api/v1/me/api-keys", "{\"name\":\"late\",\"scopes\":[\"tokens:vend\"]}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.post(
                                "/security/keys",
                                "name",
                                "late",
                                "scope",
                                "tokens:vend",
                                "days",
                                "30",
                                "password",
                                "not the password")
                        .body())
                .contains("not your password");
        String before = browser.cookie(SessionCookie.NAME);
        HttpResponse<String> made = browser.post(
                "/security/keys", "name", "late", "scope", "tokens:vend", "days", "30", "password", People.PASSWORD);
        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(made.body()).containsPattern(KEY);
        assertThat(browser.cookie(SessionCookie.NAME))
                .as("j12: a new token at step-up")
                .isNotEqualTo(before);
        FormBrowser thief = people.browser();
        thief.plant(SessionCookie.NAME, before);
        assertThat(thief.get("/security").statusCode())
                .as("the old one is dead")
                .isEqualTo(303);
    }

    @Test
    void j01_guessing_at_the_password_prompt_is_slowed_as_at_the_sign_in() {
        FormBrowser browser = people.signedIn(people.person());
        people.clock().advance(Duration.ofMinutes(11));
        people.clock().hold();
        int last = 0;
        for (int guess = 0; guess < 12; guess++) {
            last = browser.json(
                            "POST",
                            "/api/v1/me/api-keys",
                            "{\"name\":\"k\",\"scopes\":[\"tokens:vend\"],\"password\":\"guess number " + guess + "\"}")
                    .statusCode();
        }
        assertThat(last).isEqualTo(429);
    }

    @Test
    void at_most_fifty_keys_live_also_when_they_are_asked_for_at_once() throws Exception {
        String alice = people.person();
        FormBrowser browser = people.signedIn(alice);
        for (int number = 0; number < 46; number++) {
            make(browser, "key " + number);
        }
        ApiKeys keys = people.server().bean(ApiKeys.class);
        dev.concierge.server.web.Caller.Person person = new dev.concierge.server.web.Caller.Person(
                people.idOf(alice), Role.GUEST, "Alice", alice, UUID.randomUUID());
        Visitor visitor = new Visitor(
                new dev.concierge.server.web.ClientAddress(java.net.InetAddress.ofLiteral("192.0.2.1")), "");
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < 12; number++) {
                String name = "late " + number;
                var _ = threads.submit(
                        () -> keys.create(person, new KeyRequest(name, List.of("tokens:vend"), 1), visitor));
            }
        }
        assertThat(people.count("select count(*) from api_keys where account_id = '" + people.idOf(alice) + "'"))
                .isEqualTo(50);
    }

    @Test
    void a_key_in_use_costs_no_sql_and_its_use_is_written_in_a_batch() {
        FormBrowser browser = people.signedIn(people.person());
        Made key = make(browser, "hot");
        KeyAuthentication authentication = people.server().bean(KeyAuthentication.class);
        Visitor visitor = new Visitor(
                new dev.concierge.server.web.ClientAddress(java.net.InetAddress.ofLiteral("192.0.2.1")), "");
        assertThat(authentication.authenticate(key.value(), visitor)).isPresent();
        people.server().bean(LastUse.class).flush();
        people.server().bean(SystemScope.class).run(_ -> {
            // A look-up by the auth role inside a transaction of the system role would be refused.
            assertThat(authentication.authenticate(key.value(), visitor)).isPresent();
        });
        assertThat(people.count(
                        "select count(*) from api_keys where key_id = '" + key.id() + "' and last_used_at is not null"))
                .isOne();
        assertThat(browser.get("/api/v1/me/api-keys").body()).contains("\"lastUsedAt\":\"2");
    }

    @Test
    void n01_guesses_from_one_network_are_cut_off_and_keys_that_work_go_on_working_there() {
        FormBrowser browser = people.signedIn(people.person());
        String key = make(browser, "neighbour").value();
        String[] from = {"X-Forwarded-For", "2001:db8:77:1::9"};
        assertThat(with("Bearer " + key, "/api/v1/me", from).statusCode()).isEqualTo(200);
        people.clock().hold();
        int last = 0;
        for (int guess = 0; guess < 90 && last != 429; guess++) {
            last = with(
                            "Bearer ck_" + "g".repeat(40) + String.format("%03d", guess),
                            "/api/v1/me",
                            "X-Forwarded-For",
                            "2001:db8:77:1::" + guess)
                    .statusCode();
        }
        assertThat(last).isEqualTo(429);
        assertThat(with("Bearer " + key, "/api/v1/me", from).statusCode()).isEqualTo(200);
        assertThat(people.count("select count(*) from audit_events where action = 'api_key.use'"))
                .as("a flood of guesses is no flood of rows")
                .isBetween(1L, 30L);
    }

    @Test
    void calls_of_one_key_are_limited() {
        try (People slow = People.start(
                Map.of("concierge.identity.call-burst", "3", "concierge.identity.calls-per-second", "1"))) {
            FormBrowser browser = slow.signedIn(slow.person());
            String key = make(browser, "busy").value();
            slow.clock().hold();
            int limited = 0;
            for (int call = 0; call < 8; call++) {
                limited += slow.browser()
                                        .get(
                                                "/api/v1/me",
                                                "Authorization",
                                                "Bearer " + key,
                                                "Accept",
                                                "application/json")
                                        .statusCode()
                                == 429
                        ? 1
                        : 0;
            }
            assertThat(limited).isPositive();
            assertThat(Secret.of(key).toString()).isEqualTo("[secret]");
        }
    }
}
