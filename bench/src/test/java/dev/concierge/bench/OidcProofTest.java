package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the proof installs is pinned. It runs by {@code ./concierge prove oidc} alone: it needs Node and a package registry. */
@Tag("flow")
class OidcProofTest {
    @Test
    void every_package_is_pinned_by_its_hash_and_no_registry_is_named() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(OidcProofTest.class.getResourceAsStream("/oidc/package-lock.json"))) {
            String lock = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(lock).contains("\"node_modules/oidc-provider\"").doesNotContain("registry", "\"resolved\"");
            int ours = 2;
            assertThat(lock.split("\"version\":", -1).length - ours)
                    .as("packages, and hashes")
                    .isEqualTo(lock.split("\"integrity\":", -1).length);
        }
    }
}
