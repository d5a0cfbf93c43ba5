package dev.concierge.sandbox.google;

import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.RefreshRules;
import dev.concierge.sandbox.RefreshToken;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** When Google's refresh tokens die by themselves (field 6). */
final class GoogleRefreshRules {
    /** The 101st ends the oldest without a word. */
    static final int CAP = 100;

    private static final Duration TESTING_LIFE = Duration.ofDays(7);
    private static final int IDLE_MONTHS = 6;

    private GoogleRefreshRules() {}

    static RefreshRules now(KnobBoard knobs) {
        boolean testing = knobs.get(Knobs.TESTING_MODE);
        long limit = knobs.get(GoogleKnobs.TIME_LIMITED_SECONDS);
        return RefreshRules.of(
                knobs,
                (token, now) -> limit > 0 && !now.isBefore(token.issuedAt().plusSeconds(limit))
                        ? "time_limited"
                        : cause(token, now, testing));
    }

    /** An app in testing loses tokens after 7 days, unless they are for name, address and profile only. */
    private static @Nullable String cause(RefreshToken token, Instant now, boolean testing) {
        var idleUntil = token.lastUsedAt()
                .atOffset(ZoneOffset.UTC)
                .plusMonths(IDLE_MONTHS)
                .toInstant();
        if (!now.isBefore(idleUntil)) {
            return "idle";
        }
        boolean more = token.scopes().stream().anyMatch(scope -> !GoogleScopes.isIdentity(scope));
        return testing && more && !now.isBefore(token.issuedAt().plus(TESTING_LIFE)) ? "testing_mode" : null;
    }
}
