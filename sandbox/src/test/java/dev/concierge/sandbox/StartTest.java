package dev.concierge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("flow")
class StartTest {
    @TempDir
    Path folder;

    @Test
    void two_sandboxes_live_side_by_side_with_keys_and_state_of_their_own() {
        try (var one = Sandbox.start(SandboxOptions.defaults());
                var two = Sandbox.start(SandboxOptions.defaults())) {
            one.registerClient("c", "s", "http://localhost:1/cb");

            assertThat(one.baseUrl()).isNotEqualTo(two.baseUrl());
            assertThat(one.controlToken()).isNotEqualTo(two.controlToken());
            assertThat(Http.get(one.baseUrl() + "/google/oauth2/v3/certs").body())
                    .isNotEqualTo(
                            Http.get(two.baseUrl() + "/google/oauth2/v3/certs").body());
            assertThatThrownBy(() -> two.mint("google", "linh@home.example", "c", List.of("openid")))
                    .hasMessageContaining("no client c");
        }
    }

    @Test
    void a_taken_port_is_said_plainly() {
        try (var first = Sandbox.start(SandboxOptions.defaults())) {
            int port = URI.create(first.baseUrl()).getPort();

            assertThatThrownBy(() -> Sandbox.start(SandboxOptions.defaults().withPort(port)))
                    .isInstanceOfSatisfying(
                            SandboxFailure.class,
                            failure -> assertThat(failure.exitCode()).isEqualTo(69))
                    .hasMessageContaining("Port " + port);
        }
    }

    @Test
    void a_failed_start_lets_go_of_port_and_data_file() throws Exception {
        var blocked = folder.resolve("file");
        Files.writeString(blocked, "in the way of a folder");
        var options = SandboxOptions.defaults().withDataFile(folder.resolve("data.json"));

        assertThatThrownBy(() -> Sandbox.start(options.withCatalogDirectory(blocked)))
                .isInstanceOfSatisfying(
                        SandboxFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(74));

        Sandbox.start(options).close();
    }

    @Test
    void a_closed_sandbox_answers_nobody_and_its_port_is_free() {
        var sandbox = Sandbox.start(SandboxOptions.defaults());
        int port = URI.create(sandbox.baseUrl()).getPort();
        sandbox.close();

        assertThatThrownBy(() -> Http.get(sandbox.baseUrl() + "/_health")).isInstanceOf(RuntimeException.class);
        Sandbox.start(SandboxOptions.defaults().withPort(port)).close();
    }

    @Test
    void every_address_at_once_is_told_as_the_loopback_number() {
        try (var sandbox = Sandbox.start(SandboxOptions.defaults().withHost("0.0.0.0"))) {
            assertThat(sandbox.baseUrl()).startsWith("http://127.0.0.1:");
        }
    }

    @Test
    void nonsense_is_refused() {
        assertThatThrownBy(() -> SandboxOptions.defaults().withPort(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SandboxOptions.defaults().withControlToken(" "))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
