package dev.concierge.server.sync.streams;

import dev.concierge.server.outbound.AnswerHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The error answers of GitHub's REST API. Both of its limits answer 403 or 429 (REST guide "Rate limits"): the primary one with
 * {@code x-ratelimit-remaining: 0} and {@code x-ratelimit-reset}, the secondary one with {@code retry-after} or nothing but its words. What a token may
 * not see is often 404; {@code X-Accepted-OAuth-Scopes} tells whether a scope would have opened it.
 */
final class GithubApiErrors implements ApiErrors {
    /** What the guide asks for where the answer does not say. */
    private static final Duration LEAST_WAIT = Duration.ofMinutes(1);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(65);

    @Override
    public ApiOutcome read(Refusal refusal) {
        return switch (refusal.status()) {
            case 403 -> limited(refusal) ? busy(refusal) : new ApiOutcome.NotAllowed();
            case 404 -> scopeMissing(refusal.headers()) ? new ApiOutcome.NotAllowed() : new ApiOutcome.Missing();
            case 429 -> busy(refusal);
            default -> ApiErrors.byStatus(refusal);
        };
    }

    private static boolean limited(Refusal refusal) {
        return refusal.retryAfter() != null
                || usedUp(refusal.headers())
                || message(refusal).contains("secondary rate limit")
                || message(refusal).contains("abuse detection");
    }

    private static ApiOutcome busy(Refusal refusal) {
        if (refusal.retryAfter() != null) {
            return new ApiOutcome.Busy(refusal.retryAfter());
        }
        return new ApiOutcome.Busy(usedUp(refusal.headers()) ? untilReset(refusal) : LEAST_WAIT);
    }

    private static boolean usedUp(AnswerHeaders headers) {
        return headers.first("x-ratelimit-remaining").map("0"::equals).orElse(false);
    }

    /** The window is an hour, by a clock that may differ from ours; a time that says otherwise is not believed. */
    private static Duration untilReset(Refusal refusal) {
        try {
            long reset =
                    Long.parseLong(refusal.headers().first("x-ratelimit-reset").orElse(""));
            Duration wait = Duration.between(refusal.now(), Instant.ofEpochSecond(reset));
            return wait.compareTo(LEAST_WAIT) < 0 || wait.compareTo(LONGEST_WAIT) > 0 ? LEAST_WAIT : wait;
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return LEAST_WAIT;
        }
    }

    private static boolean scopeMissing(AnswerHeaders headers) {
        Set<String> accepted = scopes(headers, "X-Accepted-OAuth-Scopes");
        return !accepted.isEmpty() && Collections.disjoint(accepted, scopes(headers, "X-OAuth-Scopes"));
    }

    private static Set<String> scopes(AnswerHeaders headers, String field) {
        return Arrays.stream(headers.first(field).orElse("").split(",", -1))
                .map(String::strip)
                .filter(scope -> !scope.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String message(Refusal refusal) {
        return refusal.body() == null
                ? ""
                : refusal.body().path("message").asString("").toLowerCase(Locale.ROOT);
    }
}
