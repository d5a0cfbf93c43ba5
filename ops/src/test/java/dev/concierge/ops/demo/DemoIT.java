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
    void the_main_line_works_and_is_found_again_after_ctrl_c_and_after_a_kill() throws Exception {
        String address;
        MainLine.Backend backend;
        try (DemoProcess demo = start()) {
            address = demo.valueOf("Open");
            backend = new MainLine(demo).walk();
            new MainLine(demo).requireToken(backend);
            demo.signal("INT");
            assertThat(demo.exitCode()).isZero();
        }
        assertThat(new Marker(folder).processes()).isEmpty();
        assertThat(Ports.isFree(URI.create(address).getPort())).isTrue();

        try (DemoProcess demo = start()) {
            assertThat(demo.valueOf("Open")).isEqualTo(address);
            new MainLine(demo).signIn();
            new MainLine(demo).requireToken(backend);
            demo.signal("KILL");
        }

        try (DemoProcess demo = start()) {
            assertThat(demo.valueOf("Open")).isEqualTo(address);
            new MainLine(demo).signIn();
            new MainLine(demo).requireToken(backend);
            demo.signal("TERM");
            assertThat(demo.exitCode()).isZero();
        }
        assertThat(new Marker(folder).processes()).isEmpty();
    }

    private DemoProcess start() throws IOException {
        return DemoProcess.start(root, Map.of()).awaitLine(DemoProcess.READY).awaitLine("Ctrl-C");
    }
}
