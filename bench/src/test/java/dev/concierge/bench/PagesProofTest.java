package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the proof at the smallest scale, so that it does not rot; no time is asserted. */
@Tag("performance")
class PagesProofTest {
    @Test
    void every_page_is_shown_by_a_browser_and_is_no_heavier_than_a_page_may_be() throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();

        PagesProof.Result result = PagesProof.run(root, PagesScale.of("smallest"), System.out);

        assertThat(result.lines())
                .hasSizeGreaterThan(10)
                .allSatisfy(
                        line -> assertThat(line.passed(false)).as(line.what()).isTrue());
        assertThat(result.passed()).isTrue();
    }
}
