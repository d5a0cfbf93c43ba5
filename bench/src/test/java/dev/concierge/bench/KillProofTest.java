package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the proof at the smallest scale, so that it does not rot. */
@Tag("token")
class KillProofTest {
    @Test
    void killed_refreshes_lose_what_a_strict_provider_had_answered_and_nothing_else() throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();

        KillProof.Result result = KillProof.run(root, KillScale.of("smallest"), System.out);

        assertThat(result.rounds()).hasSize(2).allSatisfy(round -> {
            assertThat(round.interrupted()).isEqualTo(4);
            assertThat(round.lost()).as(round.step().words()).isEqualTo(round.step() == KillStep.STORE ? 4 : 0);
            assertThat(round.asDesigned()).isTrue();
        });
        assertThat(result.passed()).isTrue();
    }
}
