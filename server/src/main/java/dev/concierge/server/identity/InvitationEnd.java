package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.web.Permission;
import dev.concierge.server.web.Role;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Ends invitations with their inviter's right to invite (L-06), for good: who gets the right back sends them anew. In the open transaction, of the account or of administration. */
@Component
public class InvitationEnd {
    private final InvitationRepository repository;
    private final AuditTrail audit;

    InvitationEnd(InvitationRepository repository, AuditTrail audit) {
        this.repository = repository;
        this.audit = audit;
    }

    /**
     * Ends those of an account's invitations that it could not send any more.
     *
     * @param role what the account is from now on; null when it may not come in
     * @param actor who did that, for the trail
     */
    public void notCovered(UUID inviter, @Nullable Role role, String actor) {
        JdbcClient jdbc = CurrentTransaction.jdbc();
        for (Invitation invitation : repository.from(jdbc, inviter)) {
            boolean goesOn = role != null && Permission.INVITE.allows(role, invitation.role());
            if (!goesOn && repository.delete(jdbc, invitation.id())) {
                audit.record(AuditEvent.done(inviter, actor, "invitation.end", "invitation:" + invitation.id())
                        .with("role", invitation.role().word()));
            }
        }
    }
}
