package dev.concierge.ops.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("flow")
class LogFileTest {

    @TempDir
    Path folder;

    @Test
    void its_tail_is_its_last_lines_however_long_it_is() throws IOException {
        LogFile log = new LogFile(folder.resolve("a.log"));
        Files.writeString(log.path(), "ä".repeat(100_000) + "\none\ntwo\nthree\n");
        assertThat(log.tail(2)).containsExactly("two", "three");
        assertThat(log.tail(3)).containsExactly("one", "two", "three");
    }

    @Test
    void no_log_has_no_tail() {
        assertThat(new LogFile(folder.resolve("none.log")).tail(5)).isEmpty();
    }

    @Test
    void it_is_put_aside_only_when_it_is_too_large() throws IOException {
        LogFile log = new LogFile(folder.resolve("a.log"));
        Path older = folder.resolve("a.log.1");
        log.rotate();
        Files.write(log.path(), new byte[(int) LogFile.LARGEST_BYTES]);
        log.rotate();
        assertThat(older).doesNotExist();
        Files.write(log.path(), new byte[(int) LogFile.LARGEST_BYTES + 1]);
        log.rotate();
        assertThat(older).hasSize(LogFile.LARGEST_BYTES + 1);
        assertThat(log.path()).doesNotExist();
    }
}
