package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the proof at the smallest scale, so that it does not rot; no speed is asserted. */
@Tag("performance")
class RotateProofTest {
    @Test
    void the_key_is_rotated_across_a_kill_without_a_failed_vend() throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();

        RotateProof.Result result = RotateProof.run(root, RotateScale.of("smallest"), System.out);

        assertThat(result.firstFailure()).isNull();
        assertThat(result.end().state()).isEqualTo("destroyed");
        assertThat(result.killedAt()).isBetween(0.3, 0.95);
        assertThat(result.end().done()).isGreaterThanOrEqualTo(600);
        assertThat(result.passed()).as(result.toString()).isTrue();
    }
}
