package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts and writes down tries that were refused; the same statements for an address without an account, so that the time tells nothing. */
@Component
class FailedTries {
    private final AccountRepository accounts;
    private final SystemScope system;
    private final AuditTrail audit;
    private final Clock clock;

    FailedTries(AccountRepository accounts, SystemScope system, AuditTrail audit, Clock clock) {
        this.accounts = accounts;
        this.system = system;
        this.audit = audit;
        this.clock = clock;
    }

    void write(@Nullable Account account, String reason, Visitor visitor) {
        UUID id = account == null ? null : account.id();
        system.run(jdbc -> {
            accounts.countFailure(jdbc, id, clock.instant());
            audit.record(AuditEvent.refused(id, "anonymous", "session.start", null, reason)
                    .from(visitor.subject(account == null ? null : account.email())));
        });
    }
}
