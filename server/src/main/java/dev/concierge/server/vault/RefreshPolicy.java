package dev.concierge.server.vault;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Decides from a grant and the time whether its token is good enough, should be refreshed, or cannot be. Pure. */
final class RefreshPolicy {
    /** A token younger than this is not refreshed again, unless it has ended. */
    static final Duration YOUNG = Duration.ofSeconds(60);

    /** Asks for a new token whatever is left of the one in hand, unless that is {@link #YOUNG}. */
    static final Duration NOW = ChronoUnit.FOREVER.getDuration();

    /** A refresh on schedule begins when this share of the life is left, at least {@link #LEAST_LEAD}. */
    private static final int LEAD_SHARE = 10;

    private static final Duration LEAST_LEAD = Duration.ofSeconds(30);

    sealed interface Decision {
        /** The token in hand is good; nobody waits. */
        record Good() implements Decision {}

        /** Get a new one; {@code inHandLives} says whether the old one may be answered if that fails. */
        record Refresh(boolean inHandLives) implements Decision {}

        /** No new one can be had; {@code inHandLives} says whether the old one may still be answered. */
        record Cannot(
                Why why, boolean inHandLives, @Nullable Instant retryAt) implements Decision {}
    }

    enum Why {
        NEEDS_RECONNECT,
        MISCONFIGURED,
        BACKING_OFF,
        ENDED
    }

    private RefreshPolicy() {}

    /**
     * What to do for a caller who wants a token that lives for at least {@code minTtl}.
     *
     * @param minTtl cut to half of the token's life, so that a short-lived token is not refreshed at each call
     */
    static Decision decide(Grant grant, Instant now, Duration minTtl) {
        boolean lives = grant.lives(now);
        if (grant.state() == Grant.State.ENDED) {
            return new Decision.Cannot(Why.ENDED, false, null);
        }
        if (lives && (young(grant, now) || lastsFor(grant, now, minTtl))) {
            return new Decision.Good();
        }
        if (grant.state() == Grant.State.REJECTED) {
            return new Decision.Cannot(Why.NEEDS_RECONNECT, lives, null);
        }
        if (grant.refreshToken() == null) {
            return new Decision.Cannot(Why.NEEDS_RECONNECT, lives, null);
        }
        if (grant.retryAt() != null && now.isBefore(grant.retryAt())) {
            Why why = grant.state() == Grant.State.MISCONFIGURED ? Why.MISCONFIGURED : Why.BACKING_OFF;
            return new Decision.Cannot(why, lives, grant.retryAt());
        }
        return new Decision.Refresh(lives);
    }

    /** When the schedule refreshes by itself; null when the token has no known end or there is nothing to refresh with. */
    static @Nullable Instant dueAt(
            Instant obtainedAt, @Nullable Instant expiresAt, boolean hasRefreshToken, double jitter) {
        if (expiresAt == null || !hasRefreshToken) {
            return null;
        }
        Duration life = Duration.between(obtainedAt, expiresAt);
        Duration share = life.dividedBy(LEAD_SHARE);
        Duration lead = share.compareTo(LEAST_LEAD) < 0 ? min(LEAST_LEAD, life.dividedBy(2)) : share;
        Duration early = Duration.ofMillis((long) (lead.toMillis() * jitter));
        return expiresAt.minus(lead).minus(early);
    }

    private static boolean young(Grant grant, Instant now) {
        return now.isBefore(grant.obtainedAt().plus(YOUNG));
    }

    private static boolean lastsFor(Grant grant, Instant now, Duration minTtl) {
        if (minTtl.equals(NOW)) {
            return false;
        }
        Duration life = grant.life();
        if (life == null || grant.accessExpiresAt() == null) {
            return true;
        }
        return !now.plus(min(minTtl, life.dividedBy(2))).isAfter(grant.accessExpiresAt());
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
