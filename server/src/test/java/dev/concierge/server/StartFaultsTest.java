package dev.concierge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A wrong configuration ends the start with one line for each fault, and nothing else. */
@Tag("flow")
class StartFaultsTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int serve(String... arguments) {
        PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
        String[] all = new String[arguments.length + 2];
        all[0] = "serve";
        all[1] = "--server.port=0";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return new Commands(err, err).run(all);
    }

    private String[] lines() {
        return said.toString(StandardCharsets.UTF_8).split("\n");
    }

    @Test
    void a_missing_file_is_one_line() {
        assertThat(serve("--SECRET_KEY_FILE=/nowhere")).isEqualTo(78);
        assertThat(lines()).containsExactly("SECRET_KEY_FILE cannot be read: /nowhere.");
    }

    @Test
    void a_setting_that_cannot_be_read_is_one_line() {
        assertThat(serve("--PUBLIC_URL=http://concierge.example.org")).isEqualTo(78);
        assertThat(lines())
                .containsExactly("PUBLIC_URL must be https; http is for localhost outside of production only.");
    }

    @Test
    void every_line_of_a_fault_of_ours_is_told() {
        IllegalArgumentException fault = new IllegalArgumentException("first\nsecond");
        assertThat(StartFaults.of(new IllegalStateException(fault))).hasValueSatisfying(report -> {
            assertThat(report.exitCode()).isEqualTo(78);
            assertThat(report.lines()).containsExactly("first", "second");
        });
    }

    @Test
    void a_fault_of_a_library_or_of_ours_keeps_its_stack_trace() {
        assertThat(StartFaults.of(new IllegalStateException("bug"))).isEmpty();
        assertThat(StartFaults.of(new RuntimeException(jdkFault()))).isEmpty();
    }

    private static Throwable jdkFault() {
        return catchThrowable(() -> java.net.URI.create(broken()));
    }

    private static String broken() {
        return "no uri";
    }
}
