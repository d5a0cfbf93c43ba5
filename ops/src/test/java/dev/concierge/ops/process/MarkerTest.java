package dev.concierge.ops.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("flow")
class MarkerTest {

    @TempDir
    Path folder;

    @Test
    void it_finds_and_ends_what_carries_its_word_and_nothing_else() throws Exception {
        Marker ours = new Marker(folder.resolve("demo"));
        Marker others = new Marker(folder.resolve("demo2"));
        Process left = start(ours);
        Process foreign = start(others);
        try {
            assertThat(ours.processes()).extracting(ProcessHandle::pid).containsExactly(left.pid());

            assertThat(ours.end(Duration.ofSeconds(20))).isEqualTo(1);

            assertThat(left.waitFor()).isNotZero();
            assertThat(ours.processes()).isEmpty();
            assertThat(foreign.isAlive()).isTrue();
            assertThat(ours.end(Duration.ofSeconds(20))).isZero();
        } finally {
            foreign.destroyForcibly();
            left.destroyForcibly();
        }
    }

    private static Process start(Marker marker) throws IOException {
        List<String> words = new ArrayList<>(Programs.java(WaitingProgram.class));
        words.add(1, marker.argument());
        Process process = new ProcessBuilder(words).start();
        assertThat(process.inputReader().readLine()).isEqualTo("waiting");
        return process;
    }
}
