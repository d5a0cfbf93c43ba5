package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("performance")
class MainTest {
    private static final String LIBRARIES = "concierge.libraries";

    @TempDir
    Path libraries;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);

    /** It took what Maven had last left in server/target, by a version written into the code. */
    @Test
    void what_is_measured_is_the_program_that_the_launcher_installed() {
        System.setProperty(LIBRARIES, libraries.toString());
        try {
            assertThatThrownBy(() -> Main.run(out, "vend", "--scale=smallest"))
                    .hasMessageContaining(libraries.resolve("server.jar").toString());
        } finally {
            System.clearProperty(LIBRARIES);
        }
    }

    @Test
    void without_a_name_the_proofs_are_listed() throws Exception {
        assertThat(Main.run(out)).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("vend  ", "kill  ");
    }

    @Test
    void a_proof_that_there_is_not_is_wrong_usage() throws Exception {
        assertThat(Main.run(out, "speed")).isEqualTo(64);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("There are: ", "vend");
    }
}
