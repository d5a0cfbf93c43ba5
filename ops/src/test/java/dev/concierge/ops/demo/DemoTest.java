package dev.concierge.ops.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.ops.ExitCode;
import dev.concierge.ops.process.Marker;
import dev.concierge.postgres.EmbeddedPostgres;
import dev.concierge.postgres.EmbeddedPostgresOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole verb as a process, with the real PostgreSQL and stand-ins for server and sandbox. */
@Tag("end-to-end")
class DemoTest {

    @TempDir
    Path root;

    private Path folder;

    @BeforeEach
    void makeAClone() throws IOException {
        folder = root.resolve(".concierge/demo");
        DemoProcess.prepare(root);
    }

    @AfterEach
    void leaveNothingRunning() throws IOException {
        new Marker(folder).end(Duration.ZERO);
        EmbeddedPostgres.stopLeftover(
                EmbeddedPostgresOptions.durable(folder.resolve("postgres"), root.resolve(".concierge/pgsql")));
        Files.delete(root.resolve(".concierge/pgsql"));
    }

    @Test
    void the_first_start_makes_everything_and_the_second_finds_it() throws Exception {
        try (DemoProcess demo = start()) {
            demo.awaitLine(DemoProcess.READY).awaitLine("Ctrl-C");
            demo.signal("INT");
            assertThat(demo.exitCode()).isZero();
            assertThat(demo.said())
                    .contains("make the keys", "make the database", "make the person", "linh@demo.example")
                    .containsPattern("(?m)^Concierge is ready in \\d+\\.\\d s\\.$");
            assertThat(demo.said().lines().toList())
                    .endsWith("Stopping ...", "  server stopped", "  sandbox stopped", "  PostgreSQL stopped");
        }
        List<String> first = events();
        assertThat(first.getFirst()).matches("registered .*|initialised");
        assertThat(first).filteredOn(event -> event.startsWith("made ")).hasSize(2);
        assertThat(first.get(first.size() - 2)).isEqualTo("server stopped");
        assertThat(first.getLast()).isEqualTo("sandbox stopped");
        String key = Files.readString(folder.resolve("encryption.key"));

        try (DemoProcess demo = start()) {
            demo.awaitLine(DemoProcess.READY).awaitLine("Ctrl-C");
            demo.signal("TERM");
            assertThat(demo.exitCode()).isZero();
            assertThat(demo.said()).doesNotContain("make the");
        }
        List<String> second = events().subList(first.size(), events().size());
        assertThat(second).filteredOn(event -> event.startsWith("registered ")).hasSize(7);
        List<String> other = second.stream()
                .filter(event -> !event.startsWith("registered "))
                .toList();
        assertThat(other).hasSize(3);
        assertThat(other.getFirst())
                .isEqualTo(first.stream()
                        .filter(event -> event.startsWith("serving"))
                        .findFirst()
                        .orElseThrow());
        assertThat(Files.readString(folder.resolve("encryption.key"))).isEqualTo(key);
    }

    @Test
    void secrets_are_random_and_closed_to_others() throws Exception {
        try (DemoProcess demo = start()) {
            demo.awaitLine(DemoProcess.READY).awaitLine("Ctrl-C");
            demo.signal("TERM");
            demo.exitCode();
            String secrets = Files.readString(folder.resolve("secrets.env"));
            assertThat(demo.said()).contains(value(secrets, "PERSON_PASSWORD"));
            assertThat(secrets.lines()
                            .filter(line -> !line.startsWith("PERSON_PASSWORD"))
                            .map(line -> line.substring(line.indexOf('=') + 1)))
                    .noneMatch(demo.said()::contains);
        }
        for (String name : List.of("secrets.env", "sign-in.txt")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void after_a_kill_the_next_start_finds_its_ports_and_its_database_again() throws Exception {
        String serving;
        try (DemoProcess demo = start()) {
            demo.awaitLine(DemoProcess.READY);
            serving = events().stream()
                    .filter(event -> event.startsWith("serving"))
                    .findFirst()
                    .orElseThrow();
            demo.signal("KILL");
        }
        try (DemoProcess demo = start()) {
            demo.awaitLine(DemoProcess.READY).awaitLine("Ctrl-C");
            assertThat(demo.said()).contains("left running by an earlier demo").doesNotContain("is taken");
            assertThat(events()).filteredOn(serving::equals).hasSize(2);
            demo.signal("TERM");
            assertThat(demo.exitCode()).isZero();
        }
    }

    @Test
    void a_program_that_dies_ends_the_demo_and_its_last_words_are_shown() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("die"), "");
        try (DemoProcess demo = start()) {
            assertThat(demo.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(demo.said())
                    .contains("the server ended with 3", "the reason of its death", "PostgreSQL stopped");
        }
    }

    @Test
    void a_second_demo_is_told_of_the_first() throws Exception {
        try (DemoProcess demo = start()) {
            demo.awaitLine(DemoProcess.READY);
            try (DemoProcess second = start()) {
                assertThat(second.exitCode()).isEqualTo(ExitCode.FAILED);
                assertThat(second.said()).contains("runs already (process ");
            }
            demo.signal("TERM");
            assertThat(demo.exitCode()).isZero();
        }
    }

    @Test
    void a_second_ctrl_c_does_not_wait_for_a_server_that_hangs() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("hang"), "");
        try (DemoProcess demo = start()) {
            demo.awaitLine(DemoProcess.READY).awaitLine("Ctrl-C");
            demo.signal("INT");
            demo.awaitLine("Stopping");
            demo.signal("INT");
            assertThat(demo.exitCode()).isEqualTo(130);
        }
    }

    @Test
    void a_taken_port_is_said_and_the_next_one_used_and_remembered() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                DemoProcess demo = start("--port", Integer.toString(taken.getLocalPort()))) {
            demo.awaitLine("Open");
            assertThat(demo.said())
                    .contains("Port " + taken.getLocalPort() + " (pages) is taken by another program; using ");
            demo.signal("TERM");
            demo.exitCode();
            assertThat(events()).anyMatch(event -> event.startsWith("serving " + demo.valueOf("Open")));
        }
    }

    @Test
    void a_reset_begins_anew() throws Exception {
        try (DemoProcess demo = start()) {
            demo.awaitLine(DemoProcess.READY);
            demo.signal("KILL");
        }
        String before = Files.readString(folder.resolve("secrets.env"));
        try (DemoProcess demo = start("--reset")) {
            demo.awaitLine(DemoProcess.READY);
            assertThat(demo.said()).contains("delete the data of earlier demos", "make the keys", "make the person");
            assertThat(Files.readString(folder.resolve("secrets.env"))).isNotEqualTo(before);
            demo.signal("TERM");
            assertThat(demo.exitCode()).isZero();
        }
    }

    @Test
    void it_refuses_production() throws Exception {
        try (DemoProcess demo = DemoProcess.start(root, Map.of("ENVIRONMENT", "production"))) {
            assertThat(demo.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(demo.said()).hasLineCount(1).contains("ENVIRONMENT is production");
            assertThat(folder).doesNotExist();
        }
    }

    @Test
    void a_dry_run_tells_the_plan_and_does_nothing() throws Exception {
        try (DemoProcess demo = start("--dry-run")) {
            assertThat(demo.exitCode()).isZero();
            assertThat(demo.said()).isEqualTo("""
                    1. choose ports and passwords
                    2. start PostgreSQL; at the same time: start the provider sandbox; at the same time: make the keys
                    3. register at the sandbox; at the same time: make the database and its four roles
                    4. start the server
                    5. make the person; at the same time: make the administrator""");
            assertThat(folder).doesNotExist();
        }
    }

    @Test
    void a_word_it_does_not_know_is_wrong_usage() throws Exception {
        try (DemoProcess demo = start("--prot", "1")) {
            assertThat(demo.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(demo.said()).contains("--prot", "--port");
        }
    }

    private DemoProcess start(String... words) throws IOException {
        return DemoProcess.start(root, Map.of(), words);
    }

    private List<String> events() throws IOException {
        return Files.readAllLines(folder.resolve("events.txt"));
    }

    private static String value(String secrets, String name) {
        return secrets.lines()
                .filter(line -> line.startsWith(name + "="))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 1);
    }
}
