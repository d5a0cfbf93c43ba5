package dev.concierge.server.sync.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.outbound.AnswerHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@Tag("flow")
class GmailApiErrorsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant NOW = Instant.parse("2026-11-21T07:30:00Z");

    private final GmailApiErrors errors = new GmailApiErrors();

    @Test
    void the_time_in_the_words_is_waited_for() {
        assertThat(read(429, "User-rate limit exceeded.  Retry after 2026-11-21T07:31:05.250Z", null))
                .isEqualTo(new ApiOutcome.Busy(Duration.ofMillis(65_250)));
        assertThat(read(403, "User-rate limit exceeded. Retry after 2026-11-21T07:31:05Z (Mail sending)", null))
                .isEqualTo(new ApiOutcome.Busy(Duration.ofSeconds(65)));
    }

    @Test
    void a_header_goes_before_the_words() {
        assertThat(read(429, "Retry after 2026-11-21T07:31:05Z", Duration.ofSeconds(9)))
                .isEqualTo(new ApiOutcome.Busy(Duration.ofSeconds(9)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Too many concurrent requests for user",
                "Retry after 2026-11-21T07:29:00Z",
                "Retry after 2026-13-41T07:29:00Z",
                "Retry after 2036-11-21T07:29:00Z"
            })
    void words_without_a_time_to_come_say_nothing(String message) {
        assertThat(read(429, message, null)).isEqualTo(new ApiOutcome.Busy(null));
    }

    @Test
    void a_page_that_gmail_does_not_know_any_more_is_too_old() {
        assertThat(read(400, "Invalid pageToken", null)).isEqualTo(new ApiOutcome.TooOld());
        assertThat(read(400, "Invalid id value", null)).isEqualTo(new ApiOutcome.Failed("http_400"));
    }

    private ApiOutcome read(int status, String message, @Nullable Duration retryAfter) {
        var body = JSON.createObjectNode();
        body.putObject("error")
                .put("code", status)
                .put("message", message)
                .putArray("errors")
                .addObject()
                .put("reason", "rateLimitExceeded");
        return errors.read(new ApiErrors.Refusal(status, body, AnswerHeaders.of(Map.of()), retryAfter, NOW, null));
    }
}
