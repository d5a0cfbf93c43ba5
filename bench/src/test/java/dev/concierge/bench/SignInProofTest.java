package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the proof at the smallest scale, so that it does not rot. */
@Tag("performance")
class SignInProofTest {
    @Test
    void everybody_comes_in_and_many_at_once_cost_waiting_and_not_memory() throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();

        SignInProof.Result result = SignInProof.run(root, SignInProof.scale("smallest"), System.out);

        assertThat(result.lines()).allSatisfy(line -> {
            assertThat(line.failures()).isZero();
            assertThat(line.rate()).isPositive();
            assertThat(line.rawRate()).isPositive();
            assertThat(line.memory().live()).isPositive();
            assertThat(line.memory().resident()).isPositive();
        });
        assertThat(result.flat()).isTrue();
        assertThat(result.passed()).isTrue();
    }
}
