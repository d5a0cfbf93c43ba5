package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the proof at the smallest scale, so that it does not rot; no time is asserted. */
@Tag("performance")
class CostProofTest {
    @Test
    void protections_can_be_switched_off_for_measuring_and_what_is_taken_away_is_refused_by_the_other_node()
            throws Exception {
        CostProof.Result result =
                CostProof.run(Path.of("..").toAbsolutePath().normalize(), CostScale.of("smallest"), System.out);

        assertThat(result.guarded()).isGreaterThanOrEqualTo(4);
        assertThat(result.lines()).extracting(CostLine::variant).containsExactly(CostVariant.values());
        assertThat(result.lines())
                .allSatisfy(line -> assertThat(line.failures()).isZero());
        assertThat(result.sights())
                .hasSize(4)
                .allSatisfy(sight -> assertThat(sight.steady()).isTrue());
    }
}
