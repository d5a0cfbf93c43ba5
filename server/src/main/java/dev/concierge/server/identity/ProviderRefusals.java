package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.identity.ProviderSignInOutcome.Stopped;
import dev.concierge.server.identity.ProviderSignInOutcome.Why;
import org.springframework.stereotype.Component;

/** Writes down sign-ins through providers that came to nothing. */
@Component
class ProviderRefusals {
    private final Refusals refusals;
    private final AuditTrail audit;

    ProviderRefusals(Refusals refusals, AuditTrail audit) {
        this.refusals = refusals;
        this.audit = audit;
    }

    /** A callback that answers no trip of this browser: anybody can make as many as they like. */
    ProviderSignInOutcome unasked(Provider provider, String reason, Visitor visitor) {
        refusals.write(
                AuditEvent.refused(null, "anonymous", "session.callback", null, reason)
                        .with("provider", provider.id()),
                visitor);
        return new Stopped(Why.REFUSED);
    }

    /** The end of a trip that was begun here. */
    ProviderSignInOutcome stop(Provider provider, Why why, String reason, Visitor visitor) {
        audit.recordAlone(AuditEvent.refused(null, "anonymous", "session.start", null, reason)
                .with("method", provider.id())
                .from(visitor.subject(null)));
        return new Stopped(why);
    }

    /** The end of a trip of somebody whose account is known. */
    ProviderSignInOutcome stop(Provider provider, Account account, String reason, Visitor visitor) {
        audit.recordAlone(AuditEvent.refused(account.id(), "anonymous", "session.start", null, reason)
                .with("method", provider.id())
                .from(visitor.subject(account.email())));
        return new Stopped(Why.REFUSED);
    }
}
