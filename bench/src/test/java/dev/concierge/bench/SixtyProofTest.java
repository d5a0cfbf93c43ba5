package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the proof at the smallest scale, so that it does not rot; no time is asserted. */
@Tag("performance")
class SixtyProofTest {
    @Test
    void people_go_through_all_their_steps_at_once_without_an_error() throws Exception {
        SixtyProof.Result result = SixtyProof.run(
                Path.of("..").toAbsolutePath().normalize(), SixtyProof.Amount.of("smallest"), System.out);

        assertThat(result.errors()).isEmpty();
        assertThat(result.lines())
                .hasSize(SixtyStep.values().length)
                .allSatisfy(
                        line -> assertThat(line.count()).as(line.step().words()).isPositive());
        assertThat(result.passed()).isTrue();
    }
}
