package dev.concierge.ops.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("flow")
class ProgramTest {

    @TempDir
    Path folder;

    @Test
    void it_reads_its_input_and_sees_only_its_environment() throws Exception {
        Program.Result result =
                run("read line; echo \"$line $GIVEN ${HOME-no home}\"; echo problem >&2; exit 3", "secret\n");
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).isEqualTo("secret yes no home\nproblem");
    }

    @Test
    void one_that_does_not_read_its_input_ends_all_the_same() throws Exception {
        assertThat(run("echo deaf", "x".repeat(1_000_000)).output()).isEqualTo("deaf");
    }

    private Program.Result run(String script, String input) throws Exception {
        return Program.run(
                List.of("sh", "-c", script), Map.of("PATH", System.getenv("PATH"), "GIVEN", "yes"), folder, input);
    }
}
