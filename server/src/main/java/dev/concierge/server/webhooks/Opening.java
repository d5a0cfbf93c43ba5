package dev.concierge.server.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** What came of asking for a channel, or for a longer life of one. */
sealed interface Opening {
    /**
     * It is open.
     *
     * @param remoteId the provider's own name for it, or for what is watched
     * @param expiresAt when the provider ends it
     */
    record Opened(String remoteId, Instant expiresAt) implements Opening {}

    /** The provider does not want to: this cannot be watched, not by us, or not any longer in this way. */
    record Refused() implements Opening {}

    /** Nobody knows; it may have been opened. */
    record Unanswered() implements Opening {}

    Pattern REMOTE_ID = Pattern.compile("[\\x21-\\x7e]{1,400}");
    Duration LONGEST_LIFE = Duration.ofDays(60);

    /** {@link Opened}, if that can be meant; an end that is past or years away is no answer. */
    static Opening opened(String remoteId, Instant end, Instant now) {
        boolean usable =
                REMOTE_ID.matcher(remoteId).matches() && end.isAfter(now) && end.isBefore(now.plus(LONGEST_LIFE));
        return usable ? new Opened(remoteId, end) : new Unanswered();
    }
}
