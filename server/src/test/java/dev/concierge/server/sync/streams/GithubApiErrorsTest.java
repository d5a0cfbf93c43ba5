package dev.concierge.server.sync.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

@Tag("flow")
class GithubApiErrorsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant NOW = Instant.parse("2026-11-21T07:30:00Z");
    private static final ApiOutcome A_MINUTE = new ApiOutcome.Busy(Duration.ofMinutes(1));

    private final GithubApiErrors errors = new GithubApiErrors();

    @Test
    void the_primary_limit_is_over_when_its_window_is() {
        Map<String, String> usedUp = Map.of(
                "x-ratelimit-remaining",
                "0",
                "x-ratelimit-reset",
                Long.toString(NOW.plusSeconds(900).getEpochSecond()));
        assertThat(read(403, "API rate limit exceeded", null, usedUp))
                .isEqualTo(new ApiOutcome.Busy(Duration.ofMinutes(15)));
        assertThat(read(429, "API rate limit exceeded", null, usedUp))
                .isEqualTo(new ApiOutcome.Busy(Duration.ofMinutes(15)));
    }

    @Test
    void a_reset_that_makes_no_sense_is_a_minute() {
        for (String reset : new String[] {"", "soon", "1", "99999999999", "999999999999999999"}) {
            assertThat(read(403, "", null, Map.of("x-ratelimit-remaining", "0", "x-ratelimit-reset", reset)))
                    .as(reset)
                    .isEqualTo(A_MINUTE);
        }
    }

    @Test
    void the_secondary_limit_says_how_long_or_is_a_minute() {
        assertThat(read(403, "", Duration.ofSeconds(7), Map.of()))
                .isEqualTo(new ApiOutcome.Busy(Duration.ofSeconds(7)));
        assertThat(read(403, "You have exceeded a secondary rate limit.", null, Map.of()))
                .isEqualTo(A_MINUTE);
        assertThat(read(429, "", null, Map.of("x-ratelimit-remaining", "12"))).isEqualTo(A_MINUTE);
    }

    @Test
    void what_the_person_did_not_allow_is_told_from_what_is_not_there() {
        assertThat(read(403, "Resource not accessible by integration", null, Map.of()))
                .isEqualTo(new ApiOutcome.NotAllowed());
        assertThat(read(
                        404,
                        "Not Found",
                        null,
                        Map.of("X-Accepted-OAuth-Scopes", "notifications, repo", "X-OAuth-Scopes", "read:user")))
                .isEqualTo(new ApiOutcome.NotAllowed());
        assertThat(read(
                        404,
                        "Not Found",
                        null,
                        Map.of("X-Accepted-OAuth-Scopes", "notifications, repo", "X-OAuth-Scopes", "gist, repo")))
                .isEqualTo(new ApiOutcome.Missing());
        assertThat(read(404, "Not Found", null, Map.of("X-Accepted-OAuth-Scopes", "")))
                .isEqualTo(new ApiOutcome.Missing());
    }

    @Test
    void what_is_no_json_goes_by_its_status() {
        assertThat(errors.read(new ApiErrors.Refusal(503, null, RecordedApi.headers(Map.of()), null, NOW, null)))
                .isEqualTo(new ApiOutcome.Busy(null));
        assertThat(errors.read(new ApiErrors.Refusal(403, null, RecordedApi.headers(Map.of()), null, NOW, null)))
                .isEqualTo(new ApiOutcome.NotAllowed());
    }

    private ApiOutcome read(int status, String message, @Nullable Duration retryAfter, Map<String, String> headers) {
        return errors.read(new ApiErrors.Refusal(
                status,
                JSON.createObjectNode().put("message", message),
                RecordedApi.headers(headers),
                retryAfter,
                NOW,
                null));
    }
}
