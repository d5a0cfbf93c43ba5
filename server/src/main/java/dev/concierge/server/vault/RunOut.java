package dev.concierge.server.vault;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Notifications;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Marks grants whose token has ended, or is refused, and that nothing renews: only the person can go on with them. */
@Component
class RunOut {
    /** The cause on the grant and on its integration. */
    static final String TOKEN_ENDED = "token_ended";

    private static final String TOKEN_REFUSED = "grant_ended";

    private final AccountScope accounts;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    RunOut(
            AccountScope accounts,
            Notifications notifications,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.accounts = accounts;
        this.notifications = notifications;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** Marks it, if that is how it stands, once; of any other grant nothing changes. Never inside a transaction. */
    void put(Grant grant, RefreshPolicy.Decision decision) {
        boolean over = decision instanceof RefreshPolicy.Decision.Cannot(var why, boolean lives, var _)
                && why == RefreshPolicy.Why.NEEDS_RECONNECT
                && !lives;
        if (!over || grant.refreshToken() != null || grant.state() == Grant.State.REJECTED) {
            return;
        }
        mark(grant, TOKEN_ENDED, false);
    }

    /** Marks one whose token the provider does not take any more before its time. Never inside a transaction. */
    void refused(Grant grant) {
        if (grant.refreshToken() == null && grant.state() != Grant.State.REJECTED) {
            mark(grant, TOKEN_REFUSED, true);
        }
    }

    private void mark(Grant grant, String cause, boolean early) {
        accounts.run(grant.accountId(), jdbc -> {
            if (GrantRepository.ranOut(jdbc, grant.id(), grant.version(), cause, clock.instant(), early)) {
                notifications.changed(grant.id());
                audit.record(
                        AuditEvent.refused(grant.accountId(), "system", "grant.refresh", "grant:" + grant.id(), cause)
                                .with("provider", grant.provider()));
                events.publishEvent(new RefreshRejected(grant.accountId(), grant.id(), cause));
            }
        });
    }
}
