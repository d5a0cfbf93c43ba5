package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the proof at the smallest scale, so that it does not rot; no time is judged. */
@Tag("performance")
class SyncScaleProofTest {
    @Test
    void healthy_providers_are_read_beside_one_that_hangs_and_no_budget_is_passed() throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();

        SyncScaleProof.Result result = SyncScaleProof.run(root, SyncScaleAmount.of("smallest"), System.out);

        assertThat(result.waves()).hasSize(2).allSatisfy(wave -> {
            assertThat(wave.outcomes(SyncScaleAmount.HEALTHY).get("done")).isGreaterThanOrEqualTo(48);
            assertThat(wave.healthy()).isTrue();
        });
        assertThat(result.budgets()).hasSizeGreaterThan(4).allMatch(SyncScaleBudgets.Line::kept);
        assertThat(result.passed()).as(result.budgets().toString()).isTrue();
    }
}
