package dev.concierge.ops.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.ops.process.Marker;
import dev.concierge.ops.process.Ports;
import dev.concierge.postgres.EmbeddedPostgres;
import dev.concierge.postgres.EmbeddedPostgresOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo with the real server and the real sandbox, as a person meets it. */
@Tag("end-to-end")
class DemoIT {

    @TempDir
    Path root;

    private Path folder;

    @BeforeEach
    void makeAClone() throws IOException {
        folder = root.resolve(".concierge/demo");
        DemoProcess.prepareWithTheRealPrograms(root);
    }

    @AfterEach
    void leaveNothingRunning() throws IOException {
        new Marker(folder).end(Duration.ZERO);
        EmbeddedPostgres.stopLeftover(
                EmbeddedPostgresOptions.durable(folder.resolve("postgres"), root.resolve(".concierge/pgsql")));
        Files.delete(root.resolve(".concierge/pgsql"));
    }

    @Test
    void a_person_signs_in_and_finds_everything_again_after_ctrl_c_and_after_a_kill() throws Exception {
        String address;
        try (DemoProcess demo = start()) {
            address = demo.valueOf("Open");
            requireSignIn(demo);
            demo.signal("INT");
            assertThat(demo.exitCode()).isZero();
        }
        assertThat(new Marker(folder).processes()).isEmpty();
        assertThat(Ports.isFree(URI.create(address).getPort())).isTrue();

        try (DemoProcess demo = start()) {
            assertThat(demo.valueOf("Open")).isEqualTo(address);
            requireSignIn(demo);
            demo.signal("KILL");
        }

        try (DemoProcess demo = start()) {
            assertThat(demo.valueOf("Open")).isEqualTo(address);
            requireSignIn(demo);
            demo.signal("TERM");
            assertThat(demo.exitCode()).isZero();
        }
        assertThat(new Marker(folder).processes()).isEmpty();
    }

    private static void requireSignIn(DemoProcess demo) throws IOException, InterruptedException {
        try (DemoVisitor visitor = new DemoVisitor(demo.valueOf("Open"))) {
            assertThat(visitor.get("/login").statusCode()).isEqualTo(200);
            var answer = visitor.signIn(demo.valueOf("Sign in"), demo.valueOf("Password"));
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(visitor.get("/").statusCode()).isEqualTo(200);
        }
    }

    private DemoProcess start() throws IOException {
        return DemoProcess.start(root, Map.of()).awaitLine(DemoProcess.READY).awaitLine("Ctrl-C");
    }
}
