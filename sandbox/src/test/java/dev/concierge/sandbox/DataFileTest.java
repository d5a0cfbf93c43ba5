package dev.concierge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.google.GoogleWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What survives a restart with {@code --data}. */
@Tag("flow")
class DataFileTest {
    @TempDir
    Path folder;

    @Test
    void a_restart_is_not_noticed_by_a_client() {
        String refresh;
        String access;
        String code;
        String sync;
        String keys;
        try (var world = world()) {
            var tokens = world.tokens();
            refresh = tokens.text("refresh_token");
            access = tokens.text("access_token");
            sync = world.events(access, "").text("nextSyncToken");
            world.sandbox
                    .calendar(GoogleWorld.LINH)
                    .add("Before", LocalDateTime.parse("2026-11-22T10:00"), LocalDateTime.parse("2026-11-22T11:00"));
            keys = Http.get(world.google + "/oauth2/v3/certs").body();
            code = world.code();
            world.sandbox.knobs().set(Knobs.GRACE_SECONDS, 42L);
            world.pass(Duration.ofMinutes(5));
        }
        try (var world = world()) {
            assertThat(world.sandbox.clock().offset()).isEqualTo(Duration.ofMinutes(5));
            assertThat(world.sandbox.knobs().get(Knobs.GRACE_SECONDS)).isEqualTo(42);
            assertThat(Http.get(world.google + "/oauth2/v3/certs").body()).isEqualTo(keys);
            assertThat(world.events(access, "?syncToken=" + sync)
                            .json()
                            .path("items")
                            .size())
                    .isEqualTo(1);
            assertThat(world.refresh(refresh).status()).isEqualTo(200);
            assertThat(world.token(world.exchange(code)).status()).isEqualTo(200);
        }
        try (var world = world()) {
            assertThat(world.token(world.exchange(code)).text("error")).isEqualTo("invalid_grant");
        }
    }

    @Test
    void what_was_ended_stays_ended() {
        String refresh;
        try (var world = world()) {
            refresh = world.tokens().text("refresh_token");
            world.sandbox.revoke("google", GoogleWorld.LINH, GoogleWorld.CLIENT);
        }
        try (var world = world()) {
            assertThat(world.refresh(refresh).text("error")).isEqualTo("invalid_grant");
            assertThat(world.tokens().text("refresh_token")).isNotEmpty();
        }
    }

    @Test
    void people_and_calendars_are_not_sown_twice() {
        int before;
        try (var world = world()) {
            before = world.sandbox.calendar(GoogleWorld.LINH).events().size();
        }
        try (var world = world()) {
            assertThat(world.sandbox.calendar(GoogleWorld.LINH).events()).hasSize(before);
            assertThat(world.sandbox.people().all()).hasSize(4);
        }
    }

    @Test
    void the_ledger_begins_anew() {
        try (var world = world()) {
            world.tokens();
        }
        try (var world = world()) {
            assertThat(world.sandbox.ledger().entries()).isEmpty();
        }
    }

    private GoogleWorld world() {
        return new GoogleWorld(SandboxOptions.defaults()
                .withClock(new SettableClock("2026-11-21T09:00:00Z"))
                .withDataFile(folder.resolve("data.json")));
    }
}
