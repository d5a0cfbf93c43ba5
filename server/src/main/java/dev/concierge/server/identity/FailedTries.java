package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.limits.NodeLimiter;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Counts and writes down tries that were refused; as much for an address without an account, so that the time tells nothing. Of those, which anybody can make without
 * end, the trail names a few of each network and some a minute of all; the rest are a number.
 */
@Component
class FailedTries {
    private final AccountRepository accounts;
    private final SystemScope system;
    private final AuditTrail audit;
    private final NodeLimiter limiter;
    private final Clock clock;

    FailedTries(AccountRepository accounts, SystemScope system, AuditTrail audit, NodeLimiter limiter, Clock clock) {
        this.accounts = accounts;
        this.system = system;
        this.audit = audit;
        this.limiter = limiter;
        this.clock = clock;
    }

    void write(@Nullable Account account, String reason, Visitor visitor) {
        UUID id = account == null ? null : account.id();
        boolean named = id != null || isNamed(visitor.address().network());
        system.run(jdbc -> {
            accounts.countFailure(jdbc, id, clock.instant());
            if (!named) {
                accounts.countUnknown(jdbc);
                return;
            }
            audit.record(AuditEvent.refused(id, "anonymous", "session.start", null, reason)
                    .from(visitor.subject(account == null ? null : account.email())));
        });
    }

    private boolean isNamed(String network) {
        return limiter.tryTake(SignInLimits.REFUSALS_WRITTEN, network + " no account")
                && limiter.tryTake(SignInLimits.UNKNOWN_WRITTEN, "all");
    }
}
