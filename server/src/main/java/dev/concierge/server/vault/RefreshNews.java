package dev.concierge.server.vault;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.Notifications;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Tells what became of a grant by a refresh: the other nodes, the trail, the rooms after this one. Inside the transaction that stores it. */
@Component
class RefreshNews {
    private static final String ACTION = "grant.refresh";
    private static final String ACTOR = "system";

    private final Notifications notifications;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;

    RefreshNews(Notifications notifications, AuditTrail audit, ApplicationEventPublisher events) {
        this.notifications = notifications;
        this.audit = audit;
        this.events = events;
    }

    /** @param beyond what the provider says that the token carries besides; null when it did not say */
    void refreshed(Grant next, boolean rotated, @Nullable Set<String> beyond, String caller) {
        notifications.changed(next.id());
        audit.record(AuditEvent.done(next.accountId(), ACTOR, ACTION, target(next))
                .with("provider", next.provider())
                .with("rotated", Boolean.toString(rotated)));
        events.publishEvent(new GrantRefreshed(next.accountId(), next.id(), next.scopes(), beyond, caller));
    }

    /** A verdict: {@code rejected} or {@code misconfigured}. */
    void condemned(Grant grant, Grant.State state, String cause) {
        notifications.changed(grant.id());
        audit.record(AuditEvent.refused(grant.accountId(), ACTOR, ACTION, target(grant), cause)
                .with("provider", grant.provider())
                .with("state", state.word()));
        events.publishEvent(
                state == Grant.State.REJECTED
                        ? new RefreshRejected(grant.accountId(), grant.id(), cause)
                        : new RefreshMisconfigured(grant.accountId(), grant.id(), cause));
    }

    /** Nothing but the time of the next try: the other nodes only. */
    void waits(Grant grant) {
        notifications.changed(grant.id());
    }

    private static String target(Grant grant) {
        return "grant:" + grant.id();
    }
}
