package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Sandbox;
import dev.concierge.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("flow")
class CatalogFileTest {
    @TempDir
    Path folder;

    @Test
    void every_address_is_the_sandboxs_own() throws IOException {
        try (var sandbox =
                Sandbox.start(SandboxOptions.defaults().withCatalogDirectory(folder.resolve("new/catalog")))) {
            var lines = Files.readAllLines(folder.resolve("new/catalog/google.yaml"));
            var google = sandbox.baseUrl() + "/google";

            assertThat(lines)
                    .contains(
                            "homepage: " + google + "/connections",
                            "  endpoint: " + google + "/o/oauth2/v2/auth",
                            "  issuer: " + google,
                            "  endpoint: " + google + "/token",
                            "  endpoint: " + google + "/revoke",
                            "  byHand: " + google + "/connections",
                            "  jwks: " + google + "/oauth2/v3/certs",
                            "  userinfo: " + google + "/v1/userinfo",
                            "    baseUrl: " + google + "/calendar/v3");
            assertThat(lines).noneMatch(line -> line.contains("{{"));
            assertThat(lines.stream().filter(line -> line.contains("https://")))
                    .allMatch(line -> line.contains("https://www.googleapis.com/auth/"));
        }
    }

    @Test
    void a_second_start_replaces_the_file() throws IOException {
        var options = SandboxOptions.defaults().withCatalogDirectory(folder);
        Sandbox.start(options).close();
        try (var second = Sandbox.start(options)) {
            assertThat(Files.readString(folder.resolve("google.yaml"))).contains(second.baseUrl());
        }
        try (var files = Files.list(folder)) {
            assertThat(files).allMatch(file -> file.toString().endsWith(".yaml"));
        }
    }
}
