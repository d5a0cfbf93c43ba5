package dev.concierge.server.integrations;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.vault.stops.EmergencyStop;
import dev.concierge.server.vault.stops.Extent;
import dev.concierge.server.vault.stops.StopOutcome;
import dev.concierge.server.vault.stops.StopScope;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * {@link Emergency} for administrators. Every method asks for the role itself and refuses anybody else with {@code forbidden}, so that no page can
 * forget to; refusals are in the audit trail.
 */
@Component
public class EmergencyDesk {
    private final Emergency emergency;
    private final AuditTrail audit;

    EmergencyDesk(Emergency emergency, AuditTrail audit) {
        this.emergency = emergency;
        this.audit = audit;
    }

    /** Refuses everybody but administrators, for what a page does around the other methods. */
    public void admit(Caller.Person person) {
        admit(person, "emergency.show");
    }

    /** As {@link Emergency#extent}. */
    public Extent extent(Caller.Person person, StopScope scope) {
        admit(person, "emergency.look");
        return emergency.extent(scope);
    }

    /** As {@link Emergency#choices}. */
    public long choices(Caller.Person person, StopScope scope) {
        admit(person, "emergency.look");
        return emergency.choices(scope);
    }

    /** As {@link Emergency#order}. The caller has had the person proved. */
    public StopOutcome order(Caller.Person person, StopScope scope, String reason, long expected) {
        admit(person, "emergency.stop");
        return emergency.order(scope, reason, person.actor(), expected);
    }

    /** As {@link Emergency#history}. */
    public List<EmergencyStop> history(Caller.Person person) {
        admit(person, "emergency.show");
        return emergency.history();
    }

    /** As {@link Emergency#progress}. @throws ProblemException {@code not-found} */
    public StopProgress progress(Caller.Person person, UUID id) {
        admit(person, "emergency.show");
        return emergency
                .progress(id)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There was no such emergency stop."));
    }

    /** As {@link Emergency#pause}. */
    public boolean pause(Caller.Person person, UUID id) {
        admit(person, "emergency.pause");
        return emergency.pause(id, person.actor());
    }

    /** As {@link Emergency#resume}. */
    public boolean resume(Caller.Person person, UUID id) {
        admit(person, "emergency.resume");
        return emergency.resume(id, person.actor());
    }

    /**
     * As the other.
     *
     * @param action as the trail names it
     */
    public void admit(Caller.Person person, String action) {
        if (!Permission.EMERGENCY_STOPS.allows(person.role())) {
            audit.recordAlone(AuditEvent.refused(person.accountId(), person.actor(), action, null, "role"));
            throw new ProblemException(ProblemType.FORBIDDEN, "Only administrators may see and change this.");
        }
    }
}
