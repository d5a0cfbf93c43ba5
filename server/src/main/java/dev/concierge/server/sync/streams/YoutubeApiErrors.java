package dev.concierge.server.sync.streams;

import java.util.Set;

/** The error answers of YouTube's APIs: Google's, but a quota that is used up comes back at midnight in Los Angeles. */
final class YoutubeApiErrors implements ApiErrors {
    private static final Set<String> DAY_USED_UP = Set.of("quotaExceeded", "dailyLimitExceeded");
    private static final ApiErrors GOOGLES = new GoogleApiErrors();

    @Override
    public ApiOutcome read(Refusal refusal) {
        boolean usedUp = refusal.body() != null && DAY_USED_UP.contains(GoogleApiErrors.reason(refusal.body()));
        return usedUp ? new ApiOutcome.Busy(refusal.untilQuotaDay()) : GOOGLES.read(refusal);
    }
}
