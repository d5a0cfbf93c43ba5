package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the proof at the smallest scale, so that it does not rot. */
@Tag("flow")
class SyncKillProofTest {
    @Test
    void pages_that_a_kill_interrupts_are_stored_once_and_nothing_is_lost() throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();

        SyncKillProof.Result result = SyncKillProof.run(root, SyncKillScale.of("smallest"), System.out);

        assertThat(result.rounds())
                .hasSize(1)
                .allSatisfy(round -> assertThat(round.interrupted()).hasSizeGreaterThanOrEqualTo(4));
        assertThat(result.rounds().getFirst().writing()).isPositive();
        assertThat(result.records().items()).isGreaterThan(500);
        assertThat(result.records().same()).as(result.records().toString()).isTrue();
        assertThat(result.feed().same()).as(result.feed().toString()).isTrue();
        assertThat(result.unlike()).isZero();
        assertThat(result.outcomes()).isEqualTo(Map.of("interrupted", (long) result.interrupted()));
        assertThat(result.passed()).as(result.toString()).isTrue();
    }
}
