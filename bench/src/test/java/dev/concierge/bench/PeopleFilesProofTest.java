package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the proof at the smallest scale, so that it does not rot. */
@Tag("end-to-end")
class PeopleFilesProofTest {
    @Test
    void what_went_in_comes_out_and_every_row_is_reported() throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();

        PeopleFilesProof.Result result = PeopleFilesProof.run(root, PeopleFilesProof.Amount.of("smallest"), System.out);

        assertThat(result.faults()).isEmpty();
        assertThat(result.many())
                .extracting(PeopleFilesProof.Line::what)
                .containsExactly("CSV in, dry run", "CSV in", "CSV out", "JSON out");
        assertThat(result.many()).allSatisfy(line -> {
            assertThat(line.wrong()).as(line.what()).isZero();
            assertThat(line.memory().live()).as(line.what()).isPositive();
        });
        assertThat(result.passed()).isTrue();
    }

    @Test
    void a_row_that_is_missing_or_differs_is_found() {
        PeopleRows rows = new PeopleRows("few", 100, 10);
        PeopleComparison comparison = new PeopleComparison(List.of(rows));
        for (int number = 2; number <= 100; number++) {
            if (rows.fault(number) == null) {
                PeopleRows.Row row = rows.row(number);
                comparison.take(
                        number == 2
                                ? new PeopleRows.Row(row.email(), row.name(), "admin", row.status(), row.localId())
                                : row);
            }
        }
        comparison.take(rows.row(3));

        assertThat(comparison.wrong())
                .as("one differs, one comes twice, one is missing")
                .isEqualTo(3);
        assertThat(comparison.faults()).hasSize(2);
    }
}
