package dev.concierge.sandbox.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.Knobs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class GithubIdentityTest {
    private final GithubWorld world = new GithubWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void the_profile_has_a_number_that_stays_and_often_no_address() {
        var linh = world.user(token(GithubWorld.LINH));
        assertThat(linh.json().path("id").asLong()).isPositive();
        assertThat(linh.text("login")).isEqualTo("linhtran");
        assertThat(linh.text("name")).isEqualTo("Linh Tran");
        assertThat(linh.text("email")).isEqualTo(GithubWorld.LINH);

        assertThat(world.user(token(GithubWorld.ANA)).json().path("email").isNull())
                .isTrue();
        assertThat(world.user(token(GithubWorld.LINH)).json().path("id"))
                .isEqualTo(linh.json().path("id"));
    }

    @Test
    void addresses_need_their_scope_and_the_primary_one_is_not_always_first() {
        var emails = world.api("/api/user/emails", token(GithubWorld.JONAS)).json();
        assertThat(emails.get(0).path("verified").asBoolean()).isFalse();
        assertThat(emails.get(1).path("email").asString()).isEqualTo(GithubWorld.JONAS);
        assertThat(emails.get(1).path("primary").asBoolean()).isTrue();

        world.newVisitor();
        var narrow = world.tokens("scope", "read:user").text("access_token");
        assertThat(world.api("/api/user/emails", narrow).status()).isEqualTo(404);
    }

    @Test
    void a_private_address_is_told_to_whom_it_was_granted() {
        var emails = world.api("/api/user/emails", token(GithubWorld.ANA)).json();

        assertThat(emails.get(0).path("email").asString()).isEqualTo(GithubWorld.ANA);
        assertThat(emails.get(0).path("visibility").asString()).isEqualTo("private");
        assertThat(emails.get(1).path("email").asString()).endsWith("@users.noreply.github.example");
    }

    @Test
    void every_answer_tells_scopes_and_limits() {
        var reply = world.user(token(GithubWorld.LINH));

        assertThat(reply.header("X-OAuth-Scopes")).isEqualTo("read:user, user:email");
        assertThat(reply.header("x-ratelimit-limit")).isEqualTo("5000");
        assertThat(reply.header("x-ratelimit-remaining")).isEqualTo("4999");
        assertThat(reply.header("x-ratelimit-resource")).isEqualTo("core");
    }

    @Test
    void the_limit_is_per_person_and_ends_with_its_hour() {
        world.knobs().set(GithubKnobs.REQUESTS_PER_HOUR, 1L);
        var token = token(GithubWorld.LINH);
        assertThat(world.user(token).status()).isEqualTo(200);

        var over = world.user(token);
        assertThat(over.status()).isEqualTo(403);
        assertThat(over.header("x-ratelimit-remaining")).isEqualTo("0");
        assertThat(world.user(token(GithubWorld.ANA)).status()).isEqualTo(200);

        world.pass(Duration.ofHours(1));
        assertThat(world.user(token).status()).isEqualTo(200);
    }

    @Test
    void no_token_and_a_wrong_token_are_told_apart() {
        Reply none = Http.get(world.base + "/api/user");
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.text("message")).isEqualTo("Requires authentication");
        assertThat(world.user("gho_unknown").text("message")).isEqualTo("Bad credentials");
    }

    @Test
    void an_unverified_account_and_a_wrong_subject_are_knobs() {
        var token = token(GithubWorld.LINH);
        world.knobs().set(GithubKnobs.UNVERIFIED_ACCOUNTS, List.of(GithubWorld.LINH));
        assertThat(world.api("/api/user/emails", token)
                        .json()
                        .get(0)
                        .path("verified")
                        .asBoolean())
                .isFalse();

        var id = world.user(token).json().path("id");
        world.knobs().set(Knobs.WRONG_SUBJECT, true);
        assertThat(world.user(token).json().path("id")).isNotEqualTo(id);
    }

    private String token(String account) {
        world.newVisitor();
        return world.token(world.exchange(world.allow(account).parameter("code")))
                .text("access_token");
    }
}
