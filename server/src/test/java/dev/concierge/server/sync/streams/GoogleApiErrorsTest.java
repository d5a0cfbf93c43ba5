package dev.concierge.server.sync.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.outbound.AnswerHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@Tag("flow")
class GoogleApiErrorsTest {
    private static final AnswerHeaders NOTHING = AnswerHeaders.of(Map.of());
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant NOW = Instant.parse("2026-11-21T07:30:00Z");

    private final GoogleApiErrors errors = new GoogleApiErrors();

    @ParameterizedTest
    @ValueSource(strings = {"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded"})
    void a_403_that_speaks_of_limits_means_wait(String reason) {
        assertThat(read(403, reason, "", null)).isEqualTo(new ApiOutcome.Busy(null));
        assertThat(read(403, reason, "", Duration.ofSeconds(9))).isEqualTo(new ApiOutcome.Busy(Duration.ofSeconds(9)));
    }

    @Test
    void the_daily_limit_is_over_at_midnight_where_google_counts_days() {
        assertThat(read(403, "dailyLimitExceeded", "", null)).isEqualTo(new ApiOutcome.Busy(Duration.ofMinutes(30)));
    }

    @Test
    void a_missing_scope_is_for_the_person_and_an_api_that_is_off_for_the_operator() {
        assertThat(read(403, "insufficientPermissions", "", null)).isEqualTo(new ApiOutcome.NotAllowed());
        assertThat(read(403, "accessNotConfigured", "", null)).isEqualTo(new ApiOutcome.Failed("api_switched_off"));
    }

    @Test
    void one_calendar_that_may_not_be_read_is_missing_and_no_more() {
        assertThat(read(403, "forbidden", "", null)).isEqualTo(new ApiOutcome.Missing());
        assertThat(read(404, "notFound", "", null)).isEqualTo(new ApiOutcome.Missing());
    }

    @Test
    void a_gone_or_unreadable_token_of_the_feed_is_too_old_and_another_bad_request_is_not() {
        assertThat(read(410, "", "", null)).isEqualTo(new ApiOutcome.TooOld());
        assertThat(read(400, "invalid", "syncToken", null)).isEqualTo(new ApiOutcome.TooOld());
        assertThat(read(400, "invalid", "pageToken", null)).isEqualTo(new ApiOutcome.TooOld());
        assertThat(read(400, "invalid", "maxResults", null)).isEqualTo(new ApiOutcome.Failed("http_400"));
    }

    @Test
    void an_error_without_a_readable_body_goes_by_its_status() {
        assertThat(errors.read(new ApiErrors.Refusal(503, null, NOTHING, null, NOW, null)))
                .isEqualTo(new ApiOutcome.Busy(null));
        assertThat(errors.read(new ApiErrors.Refusal(502, null, NOTHING, null, NOW, null)))
                .isEqualTo(new ApiOutcome.Failed("http_502"));
    }

    private ApiOutcome read(int status, String reason, String location, @Nullable Duration retryAfter) {
        String body = "{\"error\":{\"code\":" + status + ",\"errors\":[{\"reason\":\"" + reason + "\",\"location\":\""
                + location + "\"}]}}";
        return errors.read(new ApiErrors.Refusal(
                status, JSON.readTree(body), NOTHING, retryAfter, NOW, ZoneId.of("America/Los_Angeles")));
    }
}
