package dev.concierge.server.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long beforehand a person hears of an end. */
@Tag("flow")
class NearEndsTest {
    @ParameterizedTest
    @CsvSource({"P7D, P2D", "P49D, P14D", "P60D, P14D", "P90D, P14D", "P365D, P14D", "PT7H, PT2H"})
    void the_notice_is_two_sevenths_and_at_most_fourteen_days(Duration whole, Duration notice) {
        assertThat(NearEnds.notice(whole)).isEqualTo(notice);
    }
}
