package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class WholeFlowTest {
    @Test
    void a_person_connects_and_the_client_reads_who_they_are_and_their_events() {
        try (var world = new GoogleWorld()) {
            var callback = world.visitor().allow(world.url(), GoogleWorld.LINH);
            assertThat(callback.callback().toString()).startsWith(GoogleWorld.REDIRECT + "?");
            assertThat(callback.parameter("state")).isEqualTo("state-of-the-test");

            var tokens = world.token(world.exchange(callback.parameter("code")));
            assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);

            var userinfo = world.api("/v1/userinfo", tokens.text("access_token"));
            assertThat(userinfo.text("email")).isEqualTo(GoogleWorld.LINH);

            var events = world.events(tokens.text("access_token"), "");
            assertThat(events.status()).as(events.body()).isEqualTo(200);
            assertThat(events.json().path("items").size()).isBetween(40, 120);

            var refreshed = world.refresh(tokens.text("refresh_token"));
            assertThat(refreshed.status()).isEqualTo(200);
            assertThat(world.count("token", "issued")).isEqualTo(1);
            assertThat(world.count("token", "refreshed")).isEqualTo(1);
        }
    }
}
