package dev.concierge.ops.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("flow")
class CountsTest {

    @TempDir
    Path root;

    @Test
    void every_run_of_every_module_is_summed_and_every_tag_has_a_row() throws IOException {
        tally("server", "run-1", "tag.flow=7\ntag.security=2\nprovider.google=3\nprovider.oidc=1\n");
        tally("ops", "run-1", "tag.flow=1\n");
        tally("ops", "run-2", "tag.end-to-end=1\nprovider.google=1\n");

        assertThat(Counts.read(root).table(11))
                .containsExactly(
                        "Tests by tag, and those that name a provider:",
                        "  flow             8      google           4",
                        "  token            0      oidc             1",
                        "  isolation        0",
                        "  security         2",
                        "  performance      0",
                        "  end-to-end       1");
    }

    @Test
    void tests_that_nobody_counted_are_not_passed_over_in_silence() throws IOException {
        tally("server", "run-1", "tag.flow=7\n");
        assertThat(Counts.read(root).table(9)).last().isEqualTo("  no tag           2");
    }

    @Test
    void counts_of_earlier_runs_are_forgotten() throws IOException {
        tally("server", "run-1", "tag.flow=7\n");
        Counts.clear(root);
        assertThat(Counts.read(root).tags()).containsEntry("flow", 0);
    }

    private void tally(String module, String name, String text) throws IOException {
        Path folder = Files.createDirectories(root.resolve(module).resolve("target/tally"));
        Files.writeString(folder.resolve(name + ".properties"), text);
    }
}
