package dev.concierge.sandbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one provider treats refresh tokens at this moment.
 *
 * @param rotate whether a refresh gives out a new one
 * @param old what becomes of the old one then
 * @param grace how long it still works under {@link OldRefreshToken#GRACE}, counted from its first replacement
 * @param reuseKillsFamily whether a dead old one ends its whole family
 * @param death when a refresh token dies of age or idleness
 */
public record RefreshRules(boolean rotate, OldRefreshToken old, Duration grace, boolean reuseKillsFamily, Death death) {

    /** The dialect's own rule for the death of a token that nobody ended. */
    @FunctionalInterface
    public interface Death {
        /** Why the token is dead by now, in a word for the ledger, or null while it lives. */
        @Nullable
        String cause(RefreshToken token, Instant now);
    }

    /** What the knobs say, with the dialect's rule of death. */
    public static RefreshRules of(KnobBoard knobs, Death death) {
        return new RefreshRules(
                knobs.get(Knobs.ROTATE_REFRESH_TOKEN),
                knobs.get(Knobs.OLD_REFRESH_TOKEN),
                Duration.ofSeconds(knobs.get(Knobs.GRACE_SECONDS)),
                knobs.get(Knobs.REUSE_KILLS_FAMILY),
                death);
    }

    /** Whether a token that was replaced then is dead by now. */
    boolean replacedIsDead(Instant replacedAt, Instant now) {
        return switch (old) {
            case STAYS -> false;
            case GRACE -> !now.isBefore(replacedAt.plus(grace));
            case DIES -> true;
        };
    }
}
