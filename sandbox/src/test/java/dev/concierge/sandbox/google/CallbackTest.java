package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.http.Parameters;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class CallbackTest {
    private final GoogleWorld world = new GoogleWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void it_carries_what_google_sends() {
        var left = world.visitor().allow(world.url(), GoogleWorld.LINH);

        assertThat(Parameters.parse(left.callback().getRawQuery()).names())
                .containsExactly("state", "iss", "code", "scope", "authuser", "hd", "prompt");
        assertThat(left.parameter("iss")).isEqualTo(world.google);
        assertThat(left.parameter("hd")).isEqualTo("meridian.example");
        assertThat(left.parameter("prompt")).isEqualTo("consent");
        assertThat(left.parameter("code")).startsWith("4/").hasSizeLessThanOrEqualTo(256);
    }

    @Test
    void short_names_of_scopes_come_back_as_long_ones() {
        var left = world.visitor().allow(world.url("scope", "email openid profile email"), GoogleWorld.LINH);

        assertThat(left.parameter("scope"))
                .isEqualTo("https://www.googleapis.com/auth/userinfo.email openid"
                        + " https://www.googleapis.com/auth/userinfo.profile");
    }

    @Test
    void a_private_account_has_no_domain() {
        var left = world.visitor().allow(world.url(), GoogleWorld.LINH_HOME);

        assertThat(left.parameter("hd")).isEmpty();
    }

    @Test
    void the_issuer_can_be_left_out_or_wrong() {
        world.sandbox.knobs().set(Knobs.OMIT_ISS, true);
        assertThat(world.visitor().allow(world.url(), GoogleWorld.LINH).parameter("iss"))
                .isEmpty();

        world.sandbox.knobs().reset(Knobs.OMIT_ISS);
        world.sandbox.knobs().set(Knobs.WRONG_ISS, "https://evil.example");
        assertThat(world.visitor().allow(world.url(), GoogleWorld.LINH).parameter("iss"))
                .isEqualTo("https://evil.example");
    }

    @Test
    void a_query_in_the_redirect_uri_stays() {
        var uri = GoogleWorld.REDIRECT + "?tenant=a%20b";
        world.sandbox.registerClient(
                new Client("google", GoogleWorld.CLIENT, GoogleWorld.SECRET, "Concierge", List.of(uri)));

        var left = world.visitor().allow(world.url("redirect_uri", uri), GoogleWorld.LINH);

        assertThat(left.callback().toString()).startsWith(uri + "&state=");
    }

    @Test
    void state_comes_back_unchanged_whatever_it_is() {
        var state = "a b&c=d%/ü\"<>#";

        assertThat(world.visitor()
                        .allow(world.url("state", state), GoogleWorld.LINH)
                        .parameter("state"))
                .isEqualTo(state);
    }
}
