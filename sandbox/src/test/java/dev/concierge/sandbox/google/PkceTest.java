package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Visitor.Stop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7636. */
@Tag("security")
class PkceTest {
    private final GoogleWorld world = new GoogleWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void the_right_verifier_opens_the_code() {
        assertThat(world.tokens().status()).isEqualTo(200);
    }

    @Test
    void a_wrong_verifier_is_refused_and_spends_the_code() {
        var form = world.exchange(world.code());
        form.put("code_verifier", GoogleWorld.VERIFIER.replace('d', 'e'));

        assertRefused(world.token(form), "verifier_wrong");
        form.put("code_verifier", GoogleWorld.VERIFIER);
        assertRefused(world.token(form), "used");
    }

    @Test
    void a_missing_verifier_is_refused() {
        var form = world.exchange(world.code());
        form.remove("code_verifier");

        assertRefused(world.token(form), "verifier_missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"too-short", "has spaces in it has spaces in it has spaces in it"})
    void a_verifier_of_the_wrong_form_is_refused(String verifier) {
        var form = world.exchange(world.code());
        form.put("code_verifier", verifier);

        assertRefused(world.token(form), "verifier_wrong");
    }

    @Test
    void without_a_challenge_the_request_is_refused_unless_the_knob_allows_it() {
        var url = world.url("code_challenge", "", "code_challenge_method", "");
        assertThat(((Stop.Left) world.visitor().open(url)).parameter("error")).isEqualTo("invalid_request");

        world.sandbox.knobs().set(Knobs.REQUIRE_PKCE, false);
        var form = world.exchange(world.code("code_challenge", "", "code_challenge_method", ""));
        form.remove("code_verifier");
        assertThat(world.token(form).status()).isEqualTo(200);
    }

    @Test
    void a_verifier_that_belongs_to_no_challenge_is_refused() {
        world.sandbox.knobs().set(Knobs.REQUIRE_PKCE, false);

        var form = world.exchange(world.code("code_challenge", "", "code_challenge_method", ""));

        assertRefused(world.token(form), "verifier_unexpected");
    }

    @Test
    void plain_is_accepted_as_google_announces_it() {
        var form = world.exchange(world.code("code_challenge", GoogleWorld.VERIFIER, "code_challenge_method", "plain"));

        assertThat(world.token(form).status()).isEqualTo(200);
    }

    @Test
    void a_challenge_without_a_method_is_plain() {
        var form = world.exchange(world.code("code_challenge_method", ""));
        assertRefused(world.token(form), "verifier_wrong");

        var plain = world.exchange(world.code("code_challenge", GoogleWorld.VERIFIER, "code_challenge_method", ""));
        assertThat(world.token(plain).status()).isEqualTo(200);
    }

    @Test
    void a_challenge_that_no_verifier_can_have_made_is_refused() {
        var left = (Stop.Left) world.visitor().open(world.url("code_challenge", "tooshort"));

        assertThat(left.parameter("error")).isEqualTo("invalid_request");
    }

    private void assertRefused(Reply reply, String reason) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("error")).isEqualTo("invalid_grant");
        assertThat(world.sandbox.ledger().entries("google", "token").getLast().reason())
                .isEqualTo(reason);
    }
}
