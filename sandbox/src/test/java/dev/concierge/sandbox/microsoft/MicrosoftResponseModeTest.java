package dev.concierge.sandbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Visitor.Stop;
import dev.concierge.sandbox.http.Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Field 1 of Microsoft: how the answer travels back. */
@Tag("flow")
class MicrosoftResponseModeTest {
    private final MicrosoftWorld world = new MicrosoftWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void by_form_post_code_and_state_come_in_a_form() {
        var left = world.visitor().allow(world.url("response_mode", "form_post"), MicrosoftWorld.LINH);

        assertThat(left.callback()).hasToString(MicrosoftWorld.LOCALHOST);
        assertThat(Parameters.parse(left.posted()).names()).containsExactly("state", "code", "session_state");
        assertThat(left.parameter("state")).isEqualTo("state-of-the-test");
        assertThat(world.token(world.exchange(left.parameter("code"))).status()).isEqualTo(200);
    }

    @Test
    void a_refusal_travels_the_same_way() {
        var left = world.visitor().deny(world.url("response_mode", "form_post"), MicrosoftWorld.LINH);

        assertThat(left.callback().getRawQuery()).isNull();
        assertThat(left.parameter("error")).isEqualTo("access_denied");
        assertThat(left.parameter("error_subcode")).isEqualTo("cancel");
        assertThat(left.parameter("error_description")).contains("AADSTS65004");
    }

    @Test
    void so_does_a_request_that_cannot_be_read() {
        var left = (Stop.Left) world.visitor().open(world.url("response_mode", "form_post", "prompt", "maybe"));

        assertThat(left.posted()).contains("error=invalid_request");
    }

    @Test
    void the_page_works_without_script_and_runs_only_its_own() {
        var reply = Http.get(world.url("response_mode", "form_post", "scope", "no-such-scope"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'sha256-")
                .doesNotContain("form-action", "unsafe");
        assertThat(reply.body()).contains("<button id=\"continue\"", "action=\"" + MicrosoftWorld.LOCALHOST + "\"");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void a_state_with_markup_stays_text() {
        var state = "\"><script>alert('1')</script>&amp;";

        var left = world.visitor().allow(world.url("response_mode", "form_post", "state", state), MicrosoftWorld.LINH);

        assertThat(left.parameter("state")).isEqualTo(state);
    }

    @Test
    void by_fragment_the_query_stays_empty() {
        var left = world.visitor().allow(world.url("response_mode", "fragment"), MicrosoftWorld.LINH);

        assertThat(left.callback().getRawQuery()).isNull();
        assertThat(left.callback().getRawFragment()).contains("code=", "state=");
    }

    @Test
    void without_a_mode_it_is_the_query_and_has_no_iss() {
        var left = world.visitor().allow(world.url(), MicrosoftWorld.LINH);

        assertThat(left.posted()).isNull();
        assertThat(Parameters.parse(left.callback().getRawQuery()).names())
                .containsExactly("state", "code", "session_state");
    }
}
