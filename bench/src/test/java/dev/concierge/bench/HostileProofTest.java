package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the proof at the smallest scale, so that it does not rot; no time is asserted. */
@Tag("performance")
class HostileProofTest {
    @Test
    void no_healthy_answer_fails_while_another_provider_is_in_trouble() throws Exception {
        HostileProof.Result result =
                HostileProof.run(Path.of("..").toAbsolutePath().normalize(), "smallest", System.out);

        assertThat(result.lines()).hasSize(3).allSatisfy(line -> {
            assertThat(line.with().failures()).isZero();
            assertThat(line.with().renewals()).isPositive();
            assertThat(line.refused()).as("the trouble was felt").isPositive();
        });
        assertThat(result.passed()).isTrue();
    }
}
