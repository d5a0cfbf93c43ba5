package dev.concierge.server.vault.keys;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import org.springframework.stereotype.Component;

/**
 * {@link KeyRotation} for administrators. Every method asks for the role itself and refuses anybody else with {@code forbidden}, so that no page
 * can forget to; refusals are in the audit trail.
 */
@Component
public class KeyDesk {
    private final KeyRotation rotation;
    private final AuditTrail audit;

    KeyDesk(KeyRotation rotation, AuditTrail audit) {
        this.rotation = rotation;
        this.audit = audit;
    }

    /** As {@link KeyRotation#status}. */
    public KeyStatus status(Caller.Person person) {
        admit(person, "keys.show");
        return rotation.status();
    }

    /** As {@link KeyRotation#rotate}. The caller has had the password proved. */
    public RotateOutcome rotate(Caller.Person person) {
        admit(person, "keys.rotate");
        return rotation.rotate(person.actor());
    }

    /** As {@link KeyRotation#pause}. */
    public boolean pause(Caller.Person person) {
        admit(person, "keys.pause");
        return rotation.pause(person.actor());
    }

    /** As {@link KeyRotation#resume}. */
    public boolean resume(Caller.Person person) {
        admit(person, "keys.resume");
        return rotation.resume(person.actor());
    }

    /**
     * Refuses everybody but administrators, for what a page asks before an act.
     *
     * @param action as the trail names it
     */
    public void admit(Caller.Person person, String action) {
        if (!Permission.DATA_KEYS.allows(person.role())) {
            audit.recordAlone(AuditEvent.refused(person.accountId(), person.actor(), action, null, "role"));
            throw new ProblemException(ProblemType.FORBIDDEN, "Only administrators may see and change this.");
        }
    }
}
