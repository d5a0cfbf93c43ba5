package dev.concierge.ops.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("flow")
class ChildTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void it_sees_only_the_environment_it_is_given_and_its_words_go_to_the_log() throws IOException {
        try (Child child = start("env; echo done", Map.of("PATH", path(), "GIVEN", "yes"))) {
            assertThat(child.onExit().join()).isZero();
            assertThat(child.log().tail(50)).contains("GIVEN=yes", "done").noneMatch(line -> line.startsWith("HOME="));
        }
    }

    @Test
    void its_exit_code_is_the_programs() throws IOException {
        try (Child child = start("exit 7", Map.of("PATH", path()))) {
            assertThat(child.onExit().join()).isEqualTo(7);
        }
    }

    @Test
    void stopping_waits_for_a_program_that_tidies_up() throws Exception {
        try (Child child = start(
                "trap 'echo tidied; exit 0' TERM; echo up; while :; do sleep 0.1; done", Map.of("PATH", path()))) {
            awaitLine(child, "up");
            assertThat(child.stop(LIMIT)).isTrue();
            assertThat(child.log().tail(5)).contains("tidied");
            assertThat(child.isAlive()).isFalse();
        }
    }

    @Test
    void a_program_that_does_not_end_is_killed() throws Exception {
        try (Child child = start("trap '' TERM; echo up; while :; do sleep 0.1; done", Map.of("PATH", path()))) {
            awaitLine(child, "up");
            assertThat(child.stop(Duration.ofMillis(300))).isFalse();
            assertThat(child.isAlive()).isFalse();
        }
    }

    @Test
    void ctrl_c_on_the_terminal_does_not_reach_it() throws Exception {
        try (Child child = start(
                "echo $$ >program.pid; echo up; while [ ! -f end ]; do sleep 0.1; done; echo ended well",
                Map.of("PATH", path()))) {
            awaitLine(child, "up");
            String pid = Files.readString(folder.resolve("program.pid")).strip();
            assertThat(new ProcessBuilder("kill", "-INT", pid).start().waitFor())
                    .isZero();
            Files.writeString(folder.resolve("end"), "");
            assertThat(child.onExit().join()).isZero();
            assertThat(child.log().tail(5)).contains("ended well");
        }
    }

    @Test
    void it_ends_when_its_parent_is_killed() throws Exception {
        Process parent = new ProcessBuilder(Programs.java(ParentProgram.class, folder.toString())).start();
        assertThat(parent.inputReader().readLine()).isEqualTo("started");
        Path pidFile = folder.resolve("child.pid");
        assertThat(Await.until(() -> isWritten(pidFile), LIMIT, new CompletableFuture<>()))
                .isEqualTo(Await.End.CAME);
        ProcessHandle child = ProcessHandle.of(
                        Long.parseLong(Files.readString(pidFile).strip()))
                .orElseThrow();

        parent.destroyForcibly().waitFor();

        assertThat(Await.until(() -> !child.isAlive(), LIMIT, new CompletableFuture<>()))
                .isEqualTo(Await.End.CAME);
    }

    private Child start(String script, Map<String, String> environment) throws IOException {
        return Child.start(
                "program",
                List.of("sh", "-c", script),
                environment,
                folder,
                new LogFile(folder.resolve("program.log")));
    }

    private static void awaitLine(Child child, String line) throws InterruptedException {
        assertThat(Await.until(() -> child.log().tail(5).contains(line), LIMIT, new CompletableFuture<>()))
                .isEqualTo(Await.End.CAME);
    }

    private static boolean isWritten(Path file) {
        try {
            return Files.exists(file) && Files.size(file) > 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static String path() {
        return System.getenv("PATH");
    }
}
