package dev.concierge.server.sync;

import dev.concierge.server.catalog.Limit;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.webhooks.CallBudget;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;

/**
 * Keeps the calls of all nodes within what a provider publishes: so many in a while for one grant and for our whole client, and so many units in a
 * day, which begins where the provider says. Its answers have the last word; this is there so that it seldom has to say no, and so that calls
 * that people wait for find something left.
 */
@Component
class CallBudgets implements CallBudget {
    private static final Duration DAY = Duration.ofDays(1);
    /** What may be taken at once of a limit: over any stretch of its time the rest comes in little by little, so that it is never passed. */
    private static final int AT_ONCE = 10;

    private static final int KEPT_DAYS = 40;

    private final SystemScope system;
    private final Limiter limiter;
    private final SyncSettings settings;
    private final Clock clock;

    CallBudgets(SystemScope system, Limiter limiter, SyncSettings settings, Clock clock) {
        this.system = system;
        this.limiter = limiter;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Counts a call. Waits a little for its turn when that is all there is to it. Never inside a transaction.
     *
     * @param cost in units of the provider's limits
     * @return how long to wait when there is no room; empty when the call may be made
     */
    Optional<Duration> take(Provider provider, UUID grantId, int cost) {
        for (Limit limit : provider.calling().limits()) {
            String subject = limit.of() == Limit.Of.GRANT ? grantId.toString() : "client";
            Optional<Duration> wait = limit.per().compareTo(DAY) < 0
                    ? turn(provider, limit, subject, cost)
                    : day(provider, limit, subject, cost);
            if (wait.isPresent()) {
                return wait;
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<Duration> take(Provider provider, UUID grantId) {
        return take(provider, grantId, 1);
    }

    /** Forgets days long gone. */
    void clear() {
        system.run(jdbc -> jdbc.sql("delete from call_budgets where day < :day")
                .param(
                        "day",
                        clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(KEPT_DAYS))
                .update());
    }

    private Optional<Duration> turn(Provider provider, Limit limit, String subject, int cost) {
        var bucket = bucket(limit);
        String key = provider.id() + ":" + subject;
        Optional<Duration> wait = limiter.tryTake(bucket, key, cost);
        if (wait.isEmpty() || wait.get().compareTo(settings.longestWait()) > 0) {
            return wait;
        }
        LockSupport.parkNanos(wait.get().toNanos());
        return limiter.tryTake(bucket, key, cost);
    }

    private static dev.concierge.server.limits.Limit bucket(Limit limit) {
        int atOnce = Math.max(1, limit.requests() / AT_ONCE);
        int rest = Math.max(1, limit.requests() - atOnce);
        return new dev.concierge.server.limits.Limit(
                "calls " + limit.requests() + " " + limit.per(),
                atOnce,
                limit.per().dividedBy(rest));
    }

    private Optional<Duration> day(Provider provider, Limit limit, String subject, int cost) {
        boolean taken = system.call(jdbc -> jdbc.sql("""
                        insert into call_budgets as b (provider, subject, day, used)
                        select :provider, :subject, :day, :cost where :cost <= :budget
                        on conflict (provider, subject, day) do update set used = b.used + :cost where b.used + :cost <= :budget
                        """)
                        .param("provider", provider.id())
                        .param("subject", subject)
                        .param("day", today(provider))
                        .param("cost", cost)
                        .param("budget", limit.requests())
                        .update())
                == 1;
        return taken ? Optional.empty() : Optional.of(untilTomorrow(provider));
    }

    private LocalDate today(Provider provider) {
        return clock.instant().atZone(zone(provider)).toLocalDate();
    }

    private Duration untilTomorrow(Provider provider) {
        Instant now = clock.instant();
        return Duration.between(
                now, today(provider).plusDays(1).atStartOfDay(zone(provider)).toInstant());
    }

    private static ZoneId zone(Provider provider) {
        ZoneId zone = provider.quotaTimeZone();
        return zone == null ? ZoneOffset.UTC : zone;
    }
}
