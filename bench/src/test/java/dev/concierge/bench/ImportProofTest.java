package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the proof at the smallest scale, so that it does not rot. */
@Tag("end-to-end")
class ImportProofTest {
    @Test
    void everybody_is_brought_over_once_and_one_of_them_signs_in_and_takes_a_renewed_token() throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();

        ImportProof.Result result = ImportProof.run(root, ImportScale.of("smallest"), System.out);

        assertThat(result.accounts()).isEqualTo(150);
        assertThat(result.grants()).isEqualTo(300);
        assertThat(result.vended()).isTrue();
        assertThat(result.renewed()).isTrue();
        assertThat(result.first().exitCode()).isZero();
        assertThat(result.second().said()).contains("150 lines are in already, 0 are refused");
        assertThat(result.passed()).isTrue();
    }
}
