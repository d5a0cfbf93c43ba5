package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the proof at the smallest scale, so that it does not rot. */
@Tag("token")
class RaceProofTest {
    @Test
    void the_newest_consent_wins_against_a_refresh_under_way_and_the_loser_is_dead_where_it_can_be() throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();

        RaceProof.Result result = RaceProof.run(root, RaceScale.of("smallest"), System.out);

        assertThat(result.ends()).hasSize(8).allSatisfy(end -> {
            assertThat(end.newest()).as("the newest consent won").isTrue();
            assertThat(end.loser()).isEqualTo(end.cell().rule().narrow() ? RaceEnd.Loser.DEAD : RaceEnd.Loser.KEPT);
        });
        assertThat(result.passed()).isTrue();
    }
}
