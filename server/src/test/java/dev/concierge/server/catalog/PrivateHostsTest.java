package dev.concierge.server.catalog;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider's file that names a private address stops the start, unless the operator allowed it (attack H-01). */
@Tag("security")
class PrivateHostsTest {
    @TempDir
    private Path folder;

    private Collection<Provider> withTokensAt(String authority) throws IOException {
        String twitter = new String(
                Objects.requireNonNull(PrivateHostsTest.class.getResourceAsStream("/catalog/twitter.yaml"))
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        Files.writeString(
                folder.resolve("acme.yaml"),
                twitter.replace("id: twitter", "id: acme")
                        .replace("https://api.x.com/2/oauth2/token", "https://" + authority + "/token"));
        return new CatalogLoader(true).load(Optional.of(folder));
    }

    @Test
    void h_01_a_private_address_is_refused_by_name() throws IOException {
        for (String authority : new String[] {"127.0.0.1:8443", "localhost:8443", "10.1.2.3:8443", "[::1]:8443"}) {
            Collection<Provider> providers = withTokensAt(authority);
            assertThatThrownBy(() -> CatalogConfiguration.refusePrivate(providers, "other.example:443"))
                    .isInstanceOf(CatalogException.class)
                    .hasMessage("acme: " + authority + " is private and not in ALLOWED_PRIVATE_HOSTS");
        }
    }

    @Test
    void one_that_the_operator_allowed_is_taken_and_so_are_the_built_in_ones() throws IOException {
        Collection<Provider> providers = withTokensAt("127.0.0.1:8443");
        assertThatCode(() -> CatalogConfiguration.refusePrivate(providers, "x:1, 127.0.0.1:8443"))
                .doesNotThrowAnyException();
        assertThatCode(() ->
                        CatalogConfiguration.refusePrivate(Catalogs.builtIn().all(), ""))
                .doesNotThrowAnyException();
    }
}
