package dev.concierge.server.sync.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.outbound.AnswerHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@Tag("flow")
class MetaApiErrorsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private final MetaApiErrors errors = new MetaApiErrors();

    @ParameterizedTest
    @ValueSource(ints = {4, 17, 32, 341, 613, 80_001, 80_002})
    void limits_mean_wait(int code) {
        assertThat(errors.read(refusal(400, code, 0, Map.of()))).isEqualTo(new ApiOutcome.Busy(null));
    }

    @Test
    void the_longest_of_the_limits_that_were_reached_counts() {
        String usage = "{\"1\":[{\"type\":\"pages\",\"estimated_time_to_regain_access\":5}],"
                + "\"2\":[{\"type\":\"instagram\",\"estimated_time_to_regain_access\":17}]}";
        assertThat(errors.read(refusal(400, 32, 0, Map.of("x-business-use-case-usage", List.of(usage)))))
                .isEqualTo(new ApiOutcome.Busy(Duration.ofMinutes(17)));
        assertThat(errors.read(refusal(400, 32, 0, Map.of("x-business-use-case-usage", List.of("{")))))
                .isEqualTo(new ApiOutcome.Busy(null));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 200, 299})
    void permissions_are_for_the_person(int code) {
        assertThat(errors.read(refusal(403, code, 0, Map.of()))).isEqualTo(new ApiOutcome.NotAllowed());
    }

    @Test
    void a_token_is_refused_with_status_400() {
        assertThat(errors.refusesToken(refusal(400, 190, 463, Map.of()))).isTrue();
        assertThat(errors.refusesToken(refusal(400, 102, 0, Map.of()))).isTrue();
        assertThat(errors.refusesToken(refusal(400, 10, 0, Map.of()))).isFalse();
        assertThat(errors.read(refusal(400, 190, 463, Map.of()))).isEqualTo(new ApiOutcome.Failed("token_refused"));
    }

    @Test
    void what_is_not_there_is_told_from_what_we_asked_wrongly() {
        assertThat(errors.read(refusal(400, 100, 33, Map.of()))).isEqualTo(new ApiOutcome.Missing());
        assertThat(errors.read(refusal(400, 100, 0, Map.of()))).isEqualTo(new ApiOutcome.Failed("http_400"));
        assertThat(errors.read(refusal(500, 2, 0, Map.of()))).isEqualTo(new ApiOutcome.Failed("http_500"));
    }

    private static ApiErrors.Refusal refusal(int status, int code, int subcode, Map<String, List<String>> headers) {
        String body = "{\"error\":{\"message\":\"oh\",\"code\":" + code + ",\"error_subcode\":" + subcode + "}}";
        return new ApiErrors.Refusal(status, JSON.readTree(body), AnswerHeaders.of(headers), null, NOW, null);
    }
}
