package dev.concierge.server.sync.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.outbound.AnswerHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

@Tag("flow")
class TwitterApiErrorsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final String PROBLEMS = "https://api.x.com/2/problems/";

    private final TwitterApiErrors errors = new TwitterApiErrors();

    @Test
    void the_window_ends_when_its_header_says() {
        assertThat(errors.read(refusal(429, "about:blank", Long.toString(NOW.getEpochSecond() + 240))))
                .isEqualTo(new ApiOutcome.Busy(Duration.ofMinutes(4)));
        assertThat(errors.read(refusal(429, "about:blank", "soon"))).isEqualTo(new ApiOutcome.Busy(null));
        assertThat(errors.read(refusal(429, "about:blank", "9223372036854775807")))
                .isEqualTo(new ApiOutcome.Busy(null));
    }

    @Test
    void what_has_to_be_paid_or_enrolled_is_for_the_operator() {
        ApiOutcome off = new ApiOutcome.Failed("api_switched_off");
        assertThat(errors.read(refusal(429, PROBLEMS + "usage-capped", "0"))).isEqualTo(off);
        assertThat(errors.read(refusal(402, PROBLEMS + "credits", "0"))).isEqualTo(off);
        assertThat(errors.read(refusal(403, PROBLEMS + "client-forbidden", "0")))
                .isEqualTo(off);
    }

    @Test
    void a_scope_is_for_the_person() {
        assertThat(errors.read(refusal(403, "about:blank", "0"))).isEqualTo(new ApiOutcome.NotAllowed());
    }

    @Test
    void only_a_page_that_is_not_known_any_more_leads_back_to_the_beginning() {
        assertThat(errors.read(refusal(400, PROBLEMS + "invalid-request", "0", "pagination_token")))
                .isEqualTo(new ApiOutcome.TooOld());
        assertThat(errors.read(refusal(400, PROBLEMS + "invalid-request", "0", "max_results")))
                .isEqualTo(new ApiOutcome.Failed("http_400"));
    }

    private static ApiErrors.Refusal refusal(int status, String type, String reset, String... parameters) {
        String wrong = parameters.length == 0 ? "" : "{\"parameters\":{\"" + parameters[0] + "\":[\"x\"]}}";
        String body = "{\"type\":\"" + type + "\",\"status\":" + status + ",\"errors\":[" + wrong + "]}";
        return new ApiErrors.Refusal(
                status,
                JSON.readTree(body),
                AnswerHeaders.of(Map.of("x-rate-limit-reset", List.of(reset))),
                null,
                NOW,
                null);
    }
}
