package dev.concierge.server.vault;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Notifications;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Takes a grant out of use whose stored token does not open: its row was changed or moved behind our back. The next renewal that brings a new
 * token, or a new consent, puts it back.
 */
@Component
class Quarantine {
    /** The cause on the grant and on its integration. */
    static final String UNREADABLE = "unreadable";

    private final AccountScope accounts;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;

    Quarantine(AccountScope accounts, Notifications notifications, AuditTrail audit, ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.notifications = notifications;
        this.audit = audit;
        this.events = events;
    }

    /** Every attempt to open it is written down; it is put away once. Never inside a transaction. */
    void put(Grant grant) {
        accounts.run(grant.accountId(), jdbc -> {
            audit.record(
                    AuditEvent.refused(grant.accountId(), "system", "grant.open", "grant:" + grant.id(), UNREADABLE));
            if (GrantRepository.quarantine(jdbc, grant.id(), grant.version(), UNREADABLE)) {
                notifications.changed(grant.id());
                events.publishEvent(new RefreshMisconfigured(grant.accountId(), grant.id(), UNREADABLE));
            }
        });
    }
}
