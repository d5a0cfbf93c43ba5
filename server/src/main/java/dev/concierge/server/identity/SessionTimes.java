package dev.concierge.server.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * How long sessions last: 12 hours without a request, 30 days in all unless set otherwise; ten minutes while a second factor is waited for, and ten
 * minutes after the last proof for what is dangerous.
 */
@Component
class SessionTimes {
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration HALF = Duration.ofMinutes(10);

    private final Clock clock;
    private final Duration idle;
    private final Duration life;

    SessionTimes(Clock clock, IdentitySettings settings) {
        this.clock = clock;
        this.idle = settings.identity().sessionIdle();
        this.life = settings.identity().sessionLife();
    }

    Instant now() {
        return clock.instant();
    }

    /** A session last seen at or before this moment is over. */
    Instant idleSince() {
        return now().minus(idle);
    }

    /** When a session that begins now ends at the latest. */
    Instant end() {
        return now().plus(life);
    }

    /** When a session that begins now and waits for a second factor ends. */
    Instant halfEnd() {
        return now().plus(HALF);
    }

    Duration life() {
        return life;
    }

    boolean isOver(SessionRow session, Instant lastSeen) {
        return !now().isBefore(session.expiresAt()) || !lastSeen.isAfter(idleSince());
    }

    /** Whether something was proved within the last ten minutes. */
    boolean isFresh(Instant provedAt) {
        return provedAt.plus(FRESH).isAfter(now());
    }
}
