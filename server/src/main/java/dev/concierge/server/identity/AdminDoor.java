package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says no to whoever may not administer people, and writes it into the trail. */
@Component
public class AdminDoor {
    private final AuditTrail audit;

    AdminDoor(AuditTrail audit) {
        this.audit = audit;
    }

    /**
     * Asks for the role of the session; an act asks again, of the database, once nothing can change any more.
     *
     * @throws ProblemException {@code forbidden}
     */
    public void admit(Caller.Person actor, Permission permission) {
        if (!permission.allows(actor.role())) {
            throw refuse(actor, permission, null, null);
        }
    }

    /** Writes the refusal down; call it outside of any transaction. @return what to throw */
    public ProblemException refuse(
            Caller.Person actor, Permission permission, @Nullable UUID target, @Nullable Visitor visitor) {
        audit.recordAlone(AuditEvent.refused(
                        target == null ? actor.accountId() : target,
                        actor.actor(),
                        "people." + permission.word(),
                        target == null ? null : "account:" + target,
                        "role")
                .from(visitor == null ? null : visitor.subject(actor.email())));
        return new ProblemException(
                ProblemType.FORBIDDEN,
                target == null
                        ? "Your role does not cover this."
                        : "Your role does not cover this person. An administrator can do it.");
    }

    /** The same for an id of nobody and a word that is no id. */
    public static ProblemException nobody() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is nobody of this id.");
    }
}
