package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Knobs;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class UserinfoTest {
    private final GoogleWorld world = new GoogleWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void it_says_who_the_person_is() {
        var reply = world.api("/v1/userinfo", world.tokens().text("access_token"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().propertyNames())
                .containsExactlyInAnyOrder("sub", "hd", "email", "email_verified", "name", "given_name", "family_name");
    }

    @Test
    void it_says_only_what_the_scopes_allow() {
        var reply = world.api("/v1/userinfo", world.tokens("scope", "openid").text("access_token"));

        assertThat(reply.json().propertyNames()).containsExactlyInAnyOrder("sub", "hd");
    }

    @Test
    void without_an_identity_scope_it_is_forbidden() {
        var token = world.tokens("scope", GoogleWorld.READ_EVENTS).text("access_token");

        assertThat(world.api("/v1/userinfo", token).status()).isEqualTo(403);
    }

    @Test
    void it_can_name_somebody_else() {
        var token = world.tokens().text("access_token");
        var honest = world.api("/v1/userinfo", token).text("sub");
        world.sandbox.knobs().set(Knobs.WRONG_SUBJECT, true);

        assertThat(world.api("/v1/userinfo", token).text("sub"))
                .matches("1\\d{20}")
                .isNotEqualTo(honest);
    }

    @Test
    void a_token_is_needed_and_only_the_header_counts() {
        var token = world.tokens().text("access_token");
        var url = world.google + "/v1/userinfo";

        for (var refused : new Http.Reply[] {
            Http.get(url),
            Http.get(url + "?access_token=" + token),
            Http.form(url, Map.of("access_token", token)),
            Http.get(url, "Authorization", token),
            Http.get(url, "Authorization", "Basic " + token),
            Http.bearer(url, token + "x")
        }) {
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(refused.json().path("error").path("status").stringValue())
                    .isEqualTo("UNAUTHENTICATED");
        }
    }

    @Test
    void an_expired_token_is_refused() {
        var token = world.tokens().text("access_token");
        world.pass(Duration.ofHours(1));

        assertThat(world.api("/v1/userinfo", token).status()).isEqualTo(401);
        assertThat(world.sandbox
                        .ledger()
                        .entries("google", "userinfo")
                        .getLast()
                        .reason())
                .isEqualTo("expired");
    }
}
