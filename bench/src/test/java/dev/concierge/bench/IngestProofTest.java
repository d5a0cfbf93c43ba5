package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the proof at the smallest scale, so that it does not rot; no time is asserted. */
@Tag("performance")
class IngestProofTest {
    @Test
    void every_record_is_stored_once_nothing_is_taken_for_changed_and_every_search_finds_what_is_there()
            throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();

        IngestProof.Result result = IngestProof.run(root, IngestScale.of("smallest"), System.out);

        assertThat(result.records()).isEqualTo(result.scale().records());
        assertThat(result.stretches()).extracting(IngestProof.Stretch::to).containsExactly(1_000, 3_000);
        assertThat(result.complete()).isTrue();
        assertThat(result.lines())
                .hasSizeGreaterThan(40)
                .allSatisfy(line -> assertThat(line.right()).as(line.what()).isTrue());
        assertThat(result.passed()).isTrue();
    }
}
