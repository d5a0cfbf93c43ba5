package dev.concierge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the proof at the smallest scale, so that it does not rot. */
@Tag("end-to-end")
class PeopleProofTest {
    @Test
    void every_question_of_an_administrator_is_answered() throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();

        PeopleProof.Result result = PeopleProof.run(root, PeopleScale.of("smallest"), System.out);

        assertThat(result.lines()).hasSizeGreaterThan(15);
        assertThat(result.lines())
                .allSatisfy(line -> assertThat(line.found() > 0)
                        .as(line.question().what())
                        .isEqualTo(line.question().finds()));
        assertThat(result.passed()).isTrue();
    }
}
