package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the proof at the smallest scale, so that it does not rot. */
@Tag("performance")
class StormProofTest {
    @Test
    void a_provider_that_hangs_lets_no_token_of_another_expire() throws Exception {
        StormProof.Result result =
                StormProof.run(Path.of("..").toAbsolutePath().normalize(), StormScale.of("smallest"), System.out);

        assertThat(result.passages()).hasSize(1).allSatisfy(passage -> {
            assertThat(passage.others()).hasSize(175).allMatch(StormGrants.Fate::inTime);
            assertThat(passage.others()).allMatch(fate -> fate.state().equals("live"));
        });
        assertThat(result.passed()).isTrue();
    }
}
