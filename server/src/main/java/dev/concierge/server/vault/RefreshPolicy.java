package dev.concierge.server.vault;

import dev.concierge.server.catalog.OldRefreshToken;
import dev.concierge.server.catalog.RefreshRules;
import dev.concierge.server.catalog.RefreshRules.Extension;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Decides from a grant, its provider's rules and the time whether its token is good enough, should be refreshed, or cannot be. Pure. */
final class RefreshPolicy {
    /** A token younger than this is not refreshed again, unless it has ended. */
    static final Duration YOUNG = Duration.ofSeconds(60);

    /** Asks for a new token whatever is left of the one in hand, unless that is {@link #YOUNG}. */
    static final Duration NOW = ChronoUnit.FOREVER.getDuration();

    /** For a provider that the catalog does not know any more: nothing may be taken for granted. */
    static final RefreshRules UNKNOWN = RefreshRules.of(true, new OldRefreshToken.Dies());

    /** A refresh on schedule begins when this share of the life is left, at least {@link #LEAST_LEAD}. */
    private static final int LEAD_SHARE = 10;

    private static final Duration LEAST_LEAD = Duration.ofSeconds(30);

    /**
     * Where a refresh ends the old tokens it comes late: what was vended with its {@code expiresAt} goes on working almost until then. Enough is
     * left for several tries.
     */
    private static final Duration LATE_LEAD = Duration.ofMinutes(2);

    /** A refresh token that ends when it is not used is used when this share of the time has passed, in hundredths. */
    private static final int INACTIVITY_SHARE = 80;

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
    static Decision decide(Grant grant, RefreshRules rules, Instant now, Duration minTtl) {
        boolean lives = grant.lives(now);
        if (grant.state() == Grant.State.ENDED) {
            return new Decision.Cannot(Why.ENDED, false, null);
        }
        if (lives && (young(grant, now) || lastsFor(grant, now, minTtl) || tooYoungToExtend(grant, rules, now))) {
            return new Decision.Good();
        }
        if (grant.state() == Grant.State.REJECTED) {
            return new Decision.Cannot(Why.NEEDS_RECONNECT, lives, null);
        }
        if (grant.refreshToken() == null && !(lives && rules.extension() != null)) {
            return new Decision.Cannot(Why.NEEDS_RECONNECT, lives, null);
        }
        if (grant.retryAt() != null && now.isBefore(grant.retryAt())) {
            Why why = grant.state() == Grant.State.MISCONFIGURED ? Why.MISCONFIGURED : Why.BACKING_OFF;
            return new Decision.Cannot(why, lives, grant.retryAt());
        }
        return new Decision.Refresh(lives);
    }

    /**
     * When the schedule looks at the grant: to renew it, or where nothing renews it at its end, so that the end is known. Null when the token has no
     * known end.
     */
    static @Nullable Instant dueAt(Grant grant, RefreshRules rules, double jitter) {
        return renewable(grant, rules) ? renewalDue(grant, rules, jitter) : grant.accessExpiresAt();
    }

    /** Whether there is anything to renew it with. */
    static boolean renewable(Grant grant, RefreshRules rules) {
        return grant.refreshToken() != null || rules.extension() != null;
    }

    /** When the schedule renews by itself; null when the token has no known end or there is nothing to renew it with. */
    static @Nullable Instant renewalDue(Grant grant, RefreshRules rules, double jitter) {
        if (grant.refreshToken() == null) {
            return rules.extension() == null ? null : extensionDue(grant, rules.extension(), jitter);
        }
        Instant byToken = refreshDue(grant, rules, jitter);
        Instant byUse = rules.inactivity() == null
                ? null
                : grant.obtainedAt()
                        .plus(rules.inactivity().multipliedBy(INACTIVITY_SHARE).dividedBy(100));
        return byToken == null || (byUse != null && byUse.isBefore(byToken)) ? byUse : byToken;
    }

    private static @Nullable Instant refreshDue(Grant grant, RefreshRules rules, double jitter) {
        Instant end = grant.accessExpiresAt();
        Duration life = grant.life();
        if (end == null || life == null) {
            return null;
        }
        Duration share = life.dividedBy(LEAD_SHARE);
        Duration lead = share.compareTo(LEAST_LEAD) < 0 ? min(LEAST_LEAD, life.dividedBy(2)) : share;
        if (rules.oldRefreshToken() instanceof OldRefreshToken.Dies) {
            lead = min(lead, LATE_LEAD);
        }
        return end.minus(lead).minus(Duration.ofMillis((long) (lead.toMillis() * jitter)));
    }

    /** A share of the life, and not before the provider takes the token; at the latest well before its end, when nothing extends it any more. */
    private static @Nullable Instant extensionDue(Grant grant, Extension extension, double jitter) {
        Duration life = grant.life();
        if (life == null) {
            return null;
        }
        Duration passed = life.multipliedBy(extension.share()).dividedBy(100);
        Duration early =
                Duration.ofMillis((long) (life.dividedBy(2 * LEAD_SHARE).toMillis() * jitter));
        Duration wait = passed.minus(early);
        Duration least = leastAge(extension, life);
        return grant.obtainedAt().plus(wait.compareTo(least) < 0 ? least : wait);
    }

    /** A token that does not live so long as the provider wants to wait is a first one, which may be extended at once. */
    private static Duration leastAge(Extension extension, Duration life) {
        Duration least = extension.leastAge();
        return least == null || least.compareTo(life) >= 0 ? Duration.ZERO : least;
    }

    private static boolean tooYoungToExtend(Grant grant, RefreshRules rules, Instant now) {
        Duration life = grant.life();
        return grant.refreshToken() == null
                && rules.extension() != null
                && life != null
                && now.isBefore(grant.obtainedAt().plus(leastAge(rules.extension(), life)));
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
