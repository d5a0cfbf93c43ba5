package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.AuthenticatorApp;
import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program signs people in, and what a signed-in browser gets for one. */
@Tag("security")
class ApiSignInTest {
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

    @BeforeEach
    void goOn() {
        people.clock().advance(Duration.ofHours(1));
    }

    @AfterEach
    void release() {
        people.clock().release();
    }

    @Test
    @DisplayName("U5 the answer names the user, the token its issuer, audience, sign-in, factors, epoch and times")
    void what_the_answer_holds() {
        String email = people.person();
        long before = people.clock().instant().getEpochSecond();
        TokenClient.Answer answer = client.login("  " + email.toUpperCase(Locale.ROOT));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.raw().headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.raw().headers().allValues("Set-Cookie")).isEmpty();
        JsonNode user = answer.json().path("user");
        assertThat(user.path("id").asString("")).isEqualTo(people.idOf(email).toString());
        assertThat(user.path("email").asString("")).isEqualTo(email);
        assertThat(user.path("role").asString("")).isEqualTo("guest");
        assertThat(user.has("localId")).isTrue();
        assertThat(user.path("localId").isNull()).isTrue();
        assertThat(user.path("provider").asString("")).isEqualTo("password");
        assertThat(answer.json().path("tokenType").asString("")).isEqualTo("Bearer");

        JsonNode claims = answer.claims();
        String origin = people.server().url().toString();
        assertThat(claims.path("iss").asString("")).isEqualTo(origin);
        assertThat(claims.path("aud").asString("")).isEqualTo(origin + "/api");
        assertThat(claims.path("sub").asString("")).isEqualTo(people.idOf(email).toString());
        assertThat(claims.path("sid").asString("")).hasSize(36);
        assertThat(claims.path("jti").asString("")).hasSize(36);
        assertThat(claims.path("iat").asLong(0)).isBetween(before, before + 60);
        assertThat(claims.path("exp").asLong(0)).isEqualTo(claims.path("iat").asLong(0) + 15 * 60);
        assertThat(claims.path("auth_time").asLong(0)).isBetween(before, before + 60);
        assertThat(claims.path("amr").toString()).isEqualTo("[\"pwd\"]");
        assertThat(claims.path("epoch").asInt(-1)).isZero();
        assertThat(claims.propertyNames())
                .containsExactlyInAnyOrder(
                        "iss",
                        "aud",
                        "sub",
                        "sid",
                        "jti",
                        "iat",
                        "exp",
                        "role",
                        "localId",
                        "provider",
                        "amr",
                        "auth_time",
                        "epoch");
        assertThat(client.me(answer.accessToken()).json().path("email").asString(""))
                .isEqualTo(email);
        assertThat(people.count("select count(*) from audit_events where action = 'token.start' and account_id = '"
                        + people.idOf(email) + "'"))
                .isOne();
    }

    @Test
    @DisplayName("U6 ACCESS_TOKEN_EXPIRE_MINUTES is how long an access token lives")
    void a_life_of_another_length() {
        try (People others = People.start(Map.of("ACCESS_TOKEN_EXPIRE_MINUTES", "1440"))) {
            JsonNode claims = TokenClient.at(others).login(others.person()).claims();
            assertThat(claims.path("exp").asLong(0) - claims.path("iat").asLong(0))
                    .isEqualTo(86_400);
        }
    }

    @Test
    @DisplayName("an account with a second factor signs in with a code, once; the answer before names what is taken")
    void a_second_factor_is_asked_for() {
        String email = people.person();
        AuthenticatorApp app = Apps.enrol(people.signedIn(email), people.clock());

        TokenClient.Answer asked = client.login(email);
        assertThat(asked.status()).isEqualTo(401);
        assertThat(asked.json().path("factors").asString("")).isEqualTo("recovery_code totp");
        assertThat(asked.accessToken()).isEmpty();
        assertThat(client.login(email, app.wrong()).json().path("detail").asString(""))
                .isEqualTo("That code does not fit, or was used already.");

        String code = app.code();
        TokenClient.Answer in = client.login(email, code);
        assertThat(in.status()).as(in.body()).isEqualTo(200);
        assertThat(in.claims().path("amr").toString()).isEqualTo("[\"mfa\",\"otp\",\"pwd\"]");
        assertThat(client.me(in.accessToken()).status()).isEqualTo(200);
        assertThat(client.login(email, code).status()).as("the same code again").isEqualTo(401);
        assertThat(client.login(email, app.recoveryCodes().getFirst()).status()).isEqualTo(200);
        assertThat(client.login(email, app.recoveryCodes().getFirst()).status())
                .as("a recovery code works once")
                .isEqualTo(401);
    }

    @Test
    @DisplayName("a sign-in without a second factor ends when the account gets one")
    void a_sign_in_from_before_the_factor() {
        String email = people.person();
        TokenClient.Answer before = client.login(email);
        assertThat(client.me(before.accessToken()).status()).isEqualTo(200);

        Apps.enrol(people.signedIn(email), people.clock());

        assertThat(client.me(before.accessToken()).status()).isEqualTo(401);
        assertThat(client.refresh(before.refreshToken()).status()).isEqualTo(401);
    }

    @Test
    @DisplayName("a role that must have a second factor and has none gets no token")
    void a_role_that_must_have_one() {
        String email = people.person();
        people.change(email, "role = 'admin'");

        TokenClient.Answer answer = client.login(email);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("detail").asString("")).contains("with a browser first");
    }

    @Test
    @DisplayName(
            "J-03 an unknown address, a wrong password, no address and a disabled account are one answer, and one line each")
    void j03_refusals_are_alike() {
        String disabled = people.person();
        people.change(disabled, "status = 'disabled'");
        String wanted = client.login(people.person(), "not the password", TokenClient.KEY)
                .neutral();
        assertThat(wanted).startsWith("401");
        for (String email : List.of("nobody@corp.example", "no address at all", disabled)) {
            assertThat(client.login(email).neutral()).as(email).isEqualTo(wanted);
        }
        assertThat(people.count(
                        "select count(*) from audit_events where action = 'session.start' and outcome = 'refused'"))
                .isGreaterThanOrEqualTo(4);
    }

    @Test
    @DisplayName("J-01 guesses by the API and by the page share their counters, and an unknown address has the same")
    void j01_guesses_are_slowed() {
        String email = people.person();
        people.clock().hold();
        for (String address : List.of(email, "nobody.at.all@corp.example")) {
            int last = 0;
            for (int guess = 0; guess < 4; guess++) {
                last = client.login(address, "guess number " + guess, "").status();
            }
            assertThat(last).isEqualTo(401);
            assertThat(people.browser().signIn(address, "another guess").statusCode())
                    .isEqualTo(422);
            TokenClient.Answer limited = client.login(address, "one more guess", "");
            assertThat(limited.status()).isEqualTo(429);
            assertThat(limited.raw().headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    @DisplayName("bodies that are none, fields that nobody asked for, client keys that are no secrets")
    void odd_bodies() {
        String email = people.person();
        String body = "{\"email\":\"" + email + "\",\"password\":\"" + People.PASSWORD + "\"%s}";
        for (String more : List.of(
                ",\"role\":\"admin\"",
                ",\"localId\":\"VNW001\"",
                ",\"clientKey\":\"short\"",
                ",\"clientKey\":\"" + " ".repeat(40) + "\"",
                ",\"clientKey\":\"" + "x".repeat(201) + "\"",
                ",\"clientKey\":7",
                ",\"password\":\"x\"")) {
            assertThat(client.post("/api/v1/auth/login", body.formatted(more)).status())
                    .as(more)
                    .isEqualTo(400);
        }
        assertThat(client.post("/api/v1/auth/login", body.formatted(",\"clientKey\":null"))
                        .status())
                .isEqualTo(200);
        for (String wrong : List.of("[]", "null", "{", "{}", "{\"email\":null,\"password\":null}", "\"x\"")) {
            assertThat(client.post("/api/v1/auth/login", wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
            assertThat(client.post("/api/v1/auth/refresh", wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
            assertThat(client.post("/api/v1/auth/logout", wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(client.send(
                                "POST",
                                "/api/v1/auth/login",
                                body.formatted(""),
                                "Content-Type",
                                "application/x-www-form-urlencoded")
                        .status())
                .as("no form of another site's")
                .isEqualTo(415);
        assertThat(client.send("GET", "/api/v1/auth/login", "").status()).isIn(401, 405);
    }

    @Test
    @DisplayName("K-05 a browser's cookies mean nothing where programs sign in")
    void cookies_mean_nothing_there() {
        String alice = people.person();
        FormBrowser browser = people.signedIn(alice);
        String bob = people.person();
        String body = "{\"email\":\"" + bob + "\",\"password\":\"" + People.PASSWORD + "\"}";
        assertThat(browser.json("POST", "/api/v1/auth/login", body, "Origin", "https://evil.example")
                        .statusCode())
                .as("a page of others")
                .isEqualTo(403);
        HttpResponse<String> answer = browser.json("POST", "/api/v1/auth/login", body);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("user").path("email").asString(""))
                .isEqualTo(bob);
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(browser.get("/api/v1/me").body()).contains(alice);
    }

    @Test
    @DisplayName("a signed-in browser gets an access token, which ends with its session, on every node")
    void a_browser_gets_one() {
        String email = people.person();
        FormBrowser browser = people.signedIn(email);
        HttpResponse<String> made = browser.json("POST", "/api/v1/me/access-token", "{}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        JsonNode answer = JSON.readTree(made.body());
        assertThat(answer.path("refreshToken").isNull()).isTrue();
        String token = answer.path("accessToken").asString("");
        assertThat(client.me(token).json().path("email").asString("")).isEqualTo(email);
        String again = JSON.readTree(
                        browser.json("POST", "/api/v1/me/access-token", "{}").body())
                .path("accessToken")
                .asString("");
        assertThat(client.me(again).status()).isEqualTo(200);
        assertThat(people.count("select count(*) from token_families where account_id = '" + people.idOf(email) + "'"))
                .as("one sign-in for all tokens of a session")
                .isOne();
        try (var second = people.secondNode()) {
            TokenClient there = new TokenClient(second, people.server().url());
            assertThat(there.me(token).status()).isEqualTo(200);
            browser.post("/logout");
            Within.aSecond(() -> there.me(token).status() == 401);
            assertThat(client.me(again).status()).isEqualTo(401);
        }
    }

    @Test
    @DisplayName("J-14 K-05 N-02 a browser's token wants the form check, a fresh proof, and a browser")
    void a_browsers_token_is_guarded() {
        FormBrowser browser = people.signedIn(people.person());
        String check = browser.check();
        browser.useCheck("");
        assertThat(browser.json("POST", "/api/v1/me/access-token", "{}").statusCode())
                .isEqualTo(403);
        browser.useCheck(check);
        assertThat(browser.json("POST", "/api/v1/me/access-token", "{}", "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        people.clock().advance(Duration.ofMinutes(11));
        assertThat(browser.json("POST", "/api/v1/me/access-token", "{}").statusCode())
                .isEqualTo(403);
        assertThat(browser.json("POST", "/api/v1/me/access-token", "{\"password\":\"a guess at it\"}")
                        .statusCode())
                .isEqualTo(403);
        String token = JSON.readTree(
                        browser.json("POST", "/api/v1/me/access-token", "{\"password\":\"" + People.PASSWORD + "\"}")
                                .body())
                .path("accessToken")
                .asString("");
        assertThat(client.me(token).status()).isEqualTo(200);
        String[] bearer = {"Authorization", "Bearer " + token};
        assertThat(client.send("POST", "/api/v1/me/access-token", "{}", bearer).status())
                .as("a token makes no token")
                .isEqualTo(403);
        assertThat(people.browser()
                        .json("POST", "/api/v1/me/access-token", "{}")
                        .statusCode())
                .as("nobody")
                .isIn(401, 403);
    }

    @Test
    @DisplayName("J-14 a token has its person's rights: keys while the proof is fresh, none by a password sent along")
    void a_token_has_its_persons_rights() {
        String email = people.person();
        TokenClient.Answer login = client.login(email);
        String[] bearer = {"Authorization", "Bearer " + login.accessToken()};
        String key = "{\"name\":\"%s\",\"scopes\":[\"tokens:vend\"]%s}";
        assertThat(client.send("GET", "/api/v1/me/sessions", "", bearer).status())
                .isEqualTo(200);
        assertThat(client.send("POST", "/api/v1/me/api-keys", key.formatted("one", ""), bearer)
                        .status())
                .isEqualTo(201);
        people.clock().advance(Duration.ofMinutes(11));
        assertThat(client.send("POST", "/api/v1/me/api-keys", key.formatted("two", ""), bearer)
                        .status())
                .isEqualTo(403);
        TokenClient.Answer proved = client.send(
                "POST",
                "/api/v1/me/api-keys",
                key.formatted("three", ",\"password\":\"" + People.PASSWORD + "\""),
                bearer);
        assertThat(proved.status()).isEqualTo(403);
        assertThat(proved.raw().headers().allValues("Set-Cookie")).isEmpty();
        assertThat(client.send("GET", "/api/v1/me/api-keys", "", bearer).body()).contains("\"one\"");
    }

    @Test
    @DisplayName(
            "J-14 L-01 an administrator's token administers for ten minutes after the proof, a refreshed one not again")
    void administration_wants_a_fresh_proof() {
        String admin = people.person(Role.ADMIN);
        people.signedIn(admin);
        TokenClient.Answer login = client.login(admin, people.proof(admin));
        String registrations = "/api/v1/registrations";
        assertThat(client.send("GET", registrations, "", "Authorization", "Bearer " + login.accessToken())
                        .status())
                .isEqualTo(200);
        people.clock().advance(Duration.ofMinutes(10));
        int late = client.send("GET", registrations, "", "Authorization", "Bearer " + login.accessToken())
                .status();
        TokenClient.Answer next = client.refresh(login.refreshToken());
        int refreshed = client.send("GET", registrations, "", "Authorization", "Bearer " + next.accessToken())
                .status();
        String user = people.person(Role.USER);
        int users = client.send(
                        "GET",
                        registrations,
                        "",
                        "Authorization",
                        "Bearer " + client.login(user).accessToken())
                .status();
        assertThat(users).isIn(403, 404);
        assertThat(late).isEqualTo(users);
        assertThat(refreshed).isEqualTo(users);
        assertThat(next.json().path("user").path("role").asString("")).isEqualTo("admin");
        assertThat(client.send(
                                "GET",
                                registrations,
                                "",
                                "Authorization",
                                "Bearer "
                                        + client.login(admin, people.proof(admin))
                                                .accessToken())
                        .status())
                .as("after another proof")
                .isEqualTo(200);
    }
}
