package dev.concierge.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.outbound.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator lets out is what the program calls (H-15). */
@Tag("security")
class EgressListTest {
    private static final Path PAGE = Path.of("..", "docs", "egress.md");

    @Test
    @DisplayName("H-15 an operator locks the way out by the documented list, and a catalog entry needs another host")
    void the_documented_hosts_of_each_provider_are_those_of_its_catalog_entry() throws IOException {
        List<String> documented = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals("## Hosts by catalog entry"))
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(documented).isEqualTo(rows());
    }

    @Test
    void every_provider_is_reached_over_tls_at_its_usual_port_by_name() {
        assertThat(Catalogs.builtIn().all())
                .isNotEmpty()
                .allSatisfy(provider -> assertThat(provider.allowedHosts())
                        .isNotEmpty()
                        .allSatisfy(host -> {
                            assertThat(host.port()).isEqualTo(443);
                            assertThat(host.isPrivateAsWritten()).isFalse();
                        }));
    }

    private static List<String> rows() {
        return Catalogs.IDS.stream()
                .map(id -> Catalogs.builtIn().require(id))
                .map(provider -> "| `" + provider.id() + "` | "
                        + provider.allowedHosts().stream()
                                .map(HostPort::host)
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + " |")
                .toList();
    }
}
