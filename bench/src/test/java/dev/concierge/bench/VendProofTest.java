package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the proof at the smallest scale, so that it does not rot; no speed is asserted. */
@Tag("performance")
class VendProofTest {
    @Test
    void the_vend_proof_runs_without_a_failed_answer() throws Exception {
        Path serverJar = Path.of(Objects.requireNonNull(System.getProperty("concierge.server.jar")));
        Path binaries = Path.of("..", ".concierge", "pgsql").toAbsolutePath().normalize();

        VendProof.Result result = VendProof.run(serverJar, binaries, Scale.SMALLEST, System.out);

        assertThat(result.lines()).hasSize(2).allSatisfy(line -> {
            assertThat(line.failures()).isZero();
            assertThat(line.vendRate()).isPositive();
        });
        assertThat(result.passed()).isTrue();
    }
}
