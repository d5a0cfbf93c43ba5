package dev.concierge.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a program may do that a person signed in with: what the person may, and what only programs may. */
@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenBearerTest {
    private static final String INTEGRATIONS = "/api/v1/oauth/integrations";

    private World world;
    private HttpClient http;

    @BeforeAll
    void start() {
        world = World.start();
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    void stop() {
        http.close();
        world.close();
    }

    private Api signedIn(Visitor person) {
        Api stranger = new Api(http, world.server(), world.url("/"), "nothing");
        Api.Answer login = stranger.post(
                "/api/v1/auth/login",
                "{\"email\":\"" + person.email() + "\",\"password\":\"" + person.password() + "\"}");
        assertThat(login.status()).as(login.raw().body()).isEqualTo(200);
        return new Api(
                http,
                world.server(),
                world.url("/"),
                login.json().path("accessToken").asString(""));
    }

    @Test
    @DisplayName("it lists, takes a fresh provider token, and asks to connect; the trail names the person")
    void it_does_what_the_person_may() {
        Visitor linh = world.visitor().signUp();
        UUID integration = linh.connected(Visitor.LINH_WORK);
        Api api = signedIn(linh);

        assertThat(api.get(INTEGRATIONS).json().path("items").size()).isEqualTo(1);
        Api.Answer vended = api.token(integration);
        assertThat(vended.status()).as(vended.raw().body()).isEqualTo(200);
        assertThat(vended.json().path("accessToken").asString("")).isNotEmpty();
        assertThat(world.database()
                        .owner()
                        .sql("select count(*) from audit_vends where integration_id = :id and actor like 'person:%'")
                        .param("id", integration)
                        .query(Long.class)
                        .single())
                .isOne();
        assertThat(api.post("/api/v1/oauth/google/authorize", "{}")
                        .json()
                        .path("authorizationUrl")
                        .asString(""))
                .contains("/connect/");
        assertThat(api.post(INTEGRATIONS + "/" + integration + "/sync", "").status())
                .isEqualTo(202);
    }

    @Test
    @DisplayName("a request is repeated by an access token as by a key, also by the next token of the sign-in")
    void a_request_is_repeated() {
        Visitor linh = world.visitor().signUp();
        Api api = signedIn(linh);
        Map<String, String> once = Map.of("Idempotency-Key", "one");
        Api.Answer first = api.send("POST", "/api/v1/oauth/google/authorize", "{}", once);
        Api.Answer again = api.send("POST", "/api/v1/oauth/google/authorize", "{}", once);
        assertThat(first.status()).as(first.raw().body()).isEqualTo(200);
        assertThat(again.raw().body()).isEqualTo(first.raw().body());
        assertThat(again.raw().headers().firstValue(IdempotencyFilter.REPLAYED)).contains("true");
        assertThat(signedIn(linh)
                        .send("POST", "/api/v1/oauth/google/authorize", "{}", once)
                        .raw()
                        .body())
                .as("another sign-in is another caller")
                .isNotEqualTo(first.raw().body());
    }

    @Test
    @DisplayName("E-01 another person's integration is not there for it")
    void another_persons_is_not_there() {
        Visitor linh = world.visitor().signUp();
        UUID integration = linh.connected(Visitor.LINH_HOME);
        Api eve = signedIn(world.visitor().signUp());
        String nobodys = INTEGRATIONS + "/" + UUID.randomUUID();
        for (String path : new String[] {"", "/token", "/diagnosis"}) {
            assertThat(eve.get(INTEGRATIONS + "/" + integration + path).status())
                    .isEqualTo(404)
                    .isEqualTo(eve.get(nobodys + path).status());
        }
        assertThat(eve.delete(INTEGRATIONS + "/" + integration).status()).isEqualTo(404);
    }
}
