package dev.concierge.ops.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class MavenOutputTest {

    private final MavenOutput output = new MavenOutput();

    @Test
    void modules_and_test_classes_get_a_line_and_the_rest_is_silent() {
        assertThat(shown(
                        "[INFO] Scanning for projects...",
                        "[INFO] Building Concierge postgres 0.1.0-SNAPSHOT                       [2/7]",
                        "[INFO] --- surefire:3.5.6:test (default-test) @ concierge-postgres ---",
                        "[INFO] Running dev.concierge.postgres.BinariesTest",
                        "some output of a test",
                        "[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 4.573 s -- in dev.concierge.postgres.BinariesTest",
                        "[ERROR] Tests run: 10, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 19.26 s <<< FAILURE! -- in dev.concierge.postgres.EmbeddedPostgresTest",
                        "[ERROR] dev.concierge.postgres.EmbeddedPostgresTest.one -- Time elapsed: 4.008 s <<< FAILURE!",
                        "[ERROR] Tests run: 13, Failures: 1, Errors: 0, Skipped: 0"))
                .containsExactly(
                        "Concierge postgres (2/7)",
                        "  ok     BinariesTest                                       3 tests    4.573 s",
                        "  FAILED EmbeddedPostgresTest                              10 tests    19.26 s");
    }

    @Test
    void errors_of_a_build_that_fails_are_shown() {
        assertThat(shown(
                        "[INFO] Building Concierge server 0.1.0-SNAPSHOT                         [5/7]",
                        "[ERROR] COMPILATION ERROR : ",
                        "[ERROR] /src/Broken.java:[3,1] ';' expected",
                        "[ERROR] "))
                .containsExactly(
                        "Concierge server (5/7)", "  COMPILATION ERROR : ", "  /src/Broken.java:[3,1] ';' expected");
    }

    private List<String> shown(String... lines) {
        return List.of(lines).stream()
                .map(output::show)
                .flatMap(Optional::stream)
                .toList();
    }
}
