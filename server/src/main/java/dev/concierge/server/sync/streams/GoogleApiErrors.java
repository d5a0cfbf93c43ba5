package dev.concierge.server.sync.streams;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The error answers of Google's APIs: {@code {"error":{"code","status","errors":[{"reason","location"}]}}}. The same status means different
 * things by its reason; a status without a known reason is taken at its word.
 */
final class GoogleApiErrors implements ApiErrors {
    private static final Set<String> BUSY =
            Set.of("rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "backendError");
    private static final Set<String> SWITCHED_OFF = Set.of("accessNotConfigured", "SERVICE_DISABLED");
    private static final Set<String> ONE_THING_ONLY = Set.of("forbidden", "requiredAccessLevel");
    private static final Set<String> TOKENS_OF_A_FEED = Set.of("syncToken", "pageToken");

    @Override
    public ApiOutcome read(Refusal refusal) {
        JsonNode error = refusal.body() == null ? null : refusal.body().get("error");
        String reason = text(error, "reason");
        return switch (refusal.status()) {
            case 403 -> forbidden(refusal, reason);
            case 400 -> invalid(refusal, text(error, "location"));
            default -> ApiErrors.byStatus(refusal);
        };
    }

    private static ApiOutcome forbidden(Refusal refusal, String reason) {
        if (BUSY.contains(reason)) {
            return new ApiOutcome.Busy(refusal.retryAfter());
        }
        if (reason.equals("dailyLimitExceeded")) {
            return new ApiOutcome.Busy(refusal.untilQuotaDay());
        }
        if (ONE_THING_ONLY.contains(reason)) {
            return new ApiOutcome.Missing();
        }
        return SWITCHED_OFF.contains(reason) ? new ApiOutcome.Failed("api_switched_off") : new ApiOutcome.NotAllowed();
    }

    /** A sync or page token that Google cannot read has no better future than one that is too old. */
    private static ApiOutcome invalid(Refusal refusal, String location) {
        return TOKENS_OF_A_FEED.contains(location) ? new ApiOutcome.TooOld() : ApiErrors.byStatus(refusal);
    }

    /** The reason that an error answer gives; empty when it gives none. */
    static String reason(JsonNode body) {
        return text(body.get("error"), "reason");
    }

    private static String text(@Nullable JsonNode error, String member) {
        return error == null ? "" : error.path("errors").path(0).path(member).asString("");
    }
}
