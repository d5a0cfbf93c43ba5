package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import dev.concierge.server.web.Role;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each use of a client that the environment names is switched there, and the pages say so. */
@Tag("flow")
class EnvironmentSwitchesTest {
    private static final String CONNECT = "form[action='/integrations/google/connect']";
    private static final String SIGN_IN = "form[action='/auth/login/google']";

    private static JsonNode registration(Visitor admin) {
        return JsonMapper.shared()
                .readTree(admin.open("/api/v1/registrations/google").body());
    }

    @Test
    void connecting_is_switched_off_and_signing_in_goes_on() {
        try (World world = World.start(1, Map.of("GOOGLE_CONNECT_ENABLED", "false"))) {
            Visitor admin = world.visitor().signUp().raisedTo(Role.ADMIN);
            assertThat(admin.open("/integrations").has(CONNECT)).isFalse();
            Page forced = admin.browser()
                    .send(
                            "POST",
                            world.url("/integrations/google/connect"),
                            Browser.encode(List.of(new Browser.Field("_csrf", token(admin)))),
                            Map.of(
                                    "Content-Type",
                                    "application/x-www-form-urlencoded",
                                    "Origin",
                                    "http://" + world.url("/").getAuthority()));
            assertThat(forced.status()).isGreaterThanOrEqualTo(400);
            assertThat(forced.body()).doesNotContain(world.sandbox().baseUrl());
            assertThat(world.visitor().open("/login").has(SIGN_IN)).isTrue();

            JsonNode google = registration(admin);
            assertThat(google.path("source").asString()).isEqualTo("environment");
            assertThat(google.path("connects").asBoolean()).isFalse();
            assertThat(google.path("signsIn").asBoolean()).isTrue();
            assertThat(admin.open("/admin/providers/google").text())
                    .contains("Named by the environment, which wins.", "For signing in only.")
                    .contains("GOOGLE_CONNECT_ENABLED and GOOGLE_SIGN_IN_ENABLED");
        }
    }

    @Test
    void signing_in_is_switched_off_and_what_can_be_connected_goes_on() {
        try (World world = World.start(1, Map.of("GOOGLE_SIGN_IN_ENABLED", "false"))) {
            Visitor admin = world.visitor().signUp().raisedTo(Role.ADMIN);
            assertThat(world.visitor().open("/login").has(SIGN_IN)).isFalse();
            assertThat(world.visitor().open("/auth/login/google").status()).isEqualTo(404);
            UUID integration = admin.connected(Visitor.LINH_WORK);
            assertThat(admin.open("/integrations/" + integration).status()).isEqualTo(200);

            assertThat(registration(admin).path("signsIn").asBoolean()).isFalse();
            assertThat(admin.open("/admin/providers/google").text()).contains("For connecting.");
        }
    }

    private static String token(Visitor visitor) {
        return visitor.open("/integrations").find("input[name=_csrf]").val();
    }
}
