package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.limits.NodeLimiter;
import org.springframework.stereotype.Component;

/** Writes refusals that anybody can cause as often as they like: into the trail, but only a few a minute for each network and kind. */
@Component
class Refusals {
    private final AuditTrail audit;
    private final NodeLimiter limiter;

    Refusals(AuditTrail audit, NodeLimiter limiter) {
        this.audit = audit;
        this.limiter = limiter;
    }

    /** Writes one, when this network has not caused many of its kind just now. */
    void write(AuditEvent refusal, Visitor visitor) {
        String kind = visitor.address().network() + " " + refusal.action();
        if (limiter.tryTake(SignInLimits.REFUSALS_WRITTEN, kind)) {
            audit.recordAlone(refusal.from(visitor.subject(null)));
        }
    }
}
