package dev.concierge.server.sync.streams;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The error answers of Gmail: Google's, and when to come again stands in the words ("User-rate limit exceeded. Retry after …"). */
final class GmailApiErrors implements ApiErrors {
    private static final Pattern RETRY_AFTER = Pattern.compile("Retry after (\\d{4}-\\d{2}-\\d{2}T[0-9:.]{8,20}Z)");
    private static final ApiErrors GOOGLES = new GoogleApiErrors();

    private static final int BAD_REQUEST = 400;

    @Override
    public ApiOutcome read(Refusal refusal) {
        if (refusal.status() == BAD_REQUEST && message(refusal.body()).contains("pageToken")) {
            // Gmail names the parameter in words only.
            return new ApiOutcome.TooOld();
        }
        ApiOutcome outcome = GOOGLES.read(refusal);
        return outcome instanceof ApiOutcome.Busy(Duration pause) && pause == null
                ? new ApiOutcome.Busy(told(refusal.body(), refusal.now()))
                : outcome;
    }

    private static @Nullable Duration told(@Nullable JsonNode body, Instant now) {
        Matcher found = RETRY_AFTER.matcher(message(body));
        try {
            Duration pause = found.find() ? Duration.between(now, Instant.parse(found.group(1))) : Duration.ZERO;
            return pause.isPositive() && pause.compareTo(Duration.ofDays(1)) < 0 ? pause : null;
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static String message(@Nullable JsonNode body) {
        return body == null ? "" : body.path("error").path("message").asString("");
    }
}
