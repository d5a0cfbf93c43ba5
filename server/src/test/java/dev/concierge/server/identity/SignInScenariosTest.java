package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTParser;
import java.net.http.HttpResponse;
import java.text.ParseException;
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

/** What an installation is first asked to show, end to end over HTTP against the sandbox. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInScenariosTest {
    private WaysInWorld world;

    @BeforeAll
    void start() {
        world = new WaysInWorld("open");
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @AfterEach
    void forget() {
        world.forget();
    }

    private FormBrowser byGoogle() {
        FormBrowser browser = world.browser();
        world.trip(browser, WayIn.GOOGLE);
        assertThat(browser.get("/security").statusCode()).isEqualTo(200);
        return browser;
    }

    /** What a signed-in browser is answered about itself, with its token's claims. */
    private record Told(JsonNode user, Map<String, Object> claims) {}

    private static Told told(FormBrowser browser) throws ParseException {
        HttpResponse<String> answer = browser.json("POST", "/api/v1/me/access-token", "{}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode json = WaysInWorld.json(answer);
        return new Told(json.path("user"), claims(json.path("accessToken").asString("")));
    }

    private static Map<String, Object> claims(String token) throws ParseException {
        return JWTParser.parse(token).getJWTClaimsSet().getClaims();
    }

    @Test
    @DisplayName(
            "a new Google person is a guest without a local id; an administrator sets VNW001; the next sign-in says so, in the answer and in the token")
    void a_new_google_person_gets_a_local_id() throws ParseException {
        Told first = told(byGoogle());
        assertThat(first.user().path("email").asString("")).isEqualTo(WaysInWorld.UPSTREAM);
        assertThat(first.user().path("role").asString("")).isEqualTo("guest");
        assertThat(first.user().path("provider").asString("")).isEqualTo("google");
        assertThat(first.user().has("localId")).isTrue();
        assertThat(first.user().path("localId").isNull()).isTrue();
        assertThat(first.claims()).containsKey("localId").containsEntry("role", "guest");
        assertThat(first.claims().get("localId")).isNull();

        String id = first.user().path("id").asString("");
        FormBrowser admin = world.administrator();
        HttpResponse<String> set = admin.json("PUT", "/api/v1/users/" + id + "/localId", "{\"localId\":\"VNW001\"}");
        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);

        Told again = told(byGoogle());
        assertThat(again.user().path("id").asString("")).isEqualTo(id);
        assertThat(again.user().path("localId").asString("")).isEqualTo("VNW001");
        assertThat(again.claims())
                .containsEntry("sub", id)
                .containsEntry("localId", "VNW001")
                .containsEntry("role", "guest")
                .containsEntry("provider", "google");
        assertThat(admin.get("/api/v1/users/" + id).body()).contains("VNW001");
    }

    @Test
    @DisplayName(
            "somebody imported signs in by Google and by password, on the page and by a program, and is the same account in the same role")
    void an_imported_person_comes_by_google_and_by_password() throws ParseException {
        String email = "old." + UUID.randomUUID() + "@corp.example";
        String id = world.imported(email, WayIn.GOOGLE).toString();

        Told google = told(byGoogle());
        FormBrowser page = world.browser();
        assertThat(page.signIn(email, People.PASSWORD).statusCode()).isEqualTo(303);
        page.get("/security");
        Told password = told(page);
        TokenClient.Answer program = world.program().login(email);
        assertThat(program.status()).as(program.body()).isEqualTo(200);

        for (JsonNode user :
                new JsonNode[] {google.user(), password.user(), program.json().path("user")}) {
            assertThat(user.path("id").asString("")).isEqualTo(id);
            assertThat(user.path("role").asString("")).isEqualTo("user");
            assertThat(user.path("email").asString("")).isEqualTo(email);
        }
        assertThat(google.claims()).containsEntry("role", "user").containsEntry("provider", "google");
        assertThat(claims(program.accessToken())).containsEntry("role", "user").containsEntry("sub", id);
    }

    @Test
    @DisplayName(
            "J-14 whoever came by Google gets a token, and neither it nor the session makes a key without the password that the account has; its page says how to set a new one")
    void a_provider_is_no_proof_where_there_is_a_password() {
        world.imported("old." + UUID.randomUUID() + "@corp.example", WayIn.GOOGLE);
        FormBrowser browser = byGoogle();
        String token = WaysInWorld.json(browser.json("POST", "/api/v1/me/access-token", "{}"))
                .path("accessToken")
                .asString("");
        assertThat(token).isNotEmpty();
        String key = "{\"name\":\"late\",\"scopes\":[\"integrations:read\"],\"days\":30}";

        assertThat(browser.json("POST", "/api/v1/me/api-keys", key).statusCode())
                .isEqualTo(403);
        assertThat(world.browser()
                        .json("POST", "/api/v1/me/api-keys", key, "Authorization", "Bearer " + token)
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.get("/security").body()).contains("href=\"/forgot\"");
        assertThat(browser.json(
                                "POST",
                                "/api/v1/me/api-keys",
                                key.replace("}", ",\"password\":\"" + People.PASSWORD + "\"}"))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    @DisplayName("health, under both of its addresses, to nobody in particular")
    void health() {
        for (String path : new String[] {"/health", "/api/health"}) {
            HttpResponse<String> answer = world.browser().get(path, "Accept", "application/json");
            assertThat(answer.statusCode()).isEqualTo(200);
            JsonNode json = WaysInWorld.json(answer);
            assertThat(json.path("status").asString("")).isEqualTo("healthy");
            assertThat(json.path("environment").asString("")).isEqualTo("test");
        }
    }
}
