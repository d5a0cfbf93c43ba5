package dev.concierge.server.sync.streams;

/**
 * The error answers of LinkedIn's API: {@code {"status","serviceErrorCode","message"}}. Status 429 is over at midnight UTC, when all its limits begin anew; no header
 * says so (LinkedIn's rate limit page). Status 426 means that the version in our header is not served any more.
 */
final class LinkedinApiErrors implements ApiErrors {
    @Override
    public ApiOutcome read(Refusal refusal) {
        return refusal.status() == 429
                ? new ApiOutcome.Busy(refusal.retryAfter() == null ? refusal.untilQuotaDay() : refusal.retryAfter())
                : ApiErrors.byStatus(refusal);
    }
}
