package dev.concierge.server.vault;

import java.time.Duration;

/**
 * What somebody wants of a refresh.
 *
 * @param minTtl how long the token must live; a row that is good for it by now is not refreshed again
 * @param refused whether the provider refuses the access token in hand although it has not ended
 * @param caller who asks, as the trail names it
 */
record RefreshAsk(Duration minTtl, boolean refused, String caller) {
    /** The schedule, which renews ahead of the end. */
    static final RefreshAsk SCHEDULE = new RefreshAsk(RefreshPolicy.NOW, false, "schedule");
}
