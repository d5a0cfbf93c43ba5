package dev.concierge.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong configuration ends the start with one line for each fault, and nothing else. */
class StartFaultsTest {
    @TempDir
    Path folder;

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
    void every_fault_of_the_catalog_is_one_line() throws IOException {
        Files.writeString(folder.resolve("acme.yaml"), "id: acme\nname: 17\ncolour: red\n");
        assertThat(StartFaults.of(new IllegalStateException(catalogFault())))
                .hasValueSatisfying(report -> {
                    assertThat(report.exitCode()).isEqualTo(78);
                    assertThat(report.lines()).contains("first", "second");
                });
    }

    private static Throwable catalogFault() {
        return new IllegalArgumentException("first\nsecond");
    }

    @Test
    void a_fault_of_a_library_or_of_ours_keeps_its_stack_trace() {
        assertThat(StartFaults.of(new IllegalStateException("bug"))).isEmpty();
        assertThat(StartFaults.of(new RuntimeException(jdkFault()))).isEmpty();
    }

    private static Throwable jdkFault() {
        try {
            return new IllegalStateException(java.util.UUID.fromString("no") + "");
        } catch (IllegalArgumentException e) {
            return e;
        }
    }
}
