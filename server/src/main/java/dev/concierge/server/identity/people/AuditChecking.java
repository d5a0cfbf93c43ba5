package dev.concierge.server.identity.people;

import dev.concierge.server.audit.AuditCheck;
import dev.concierge.server.audit.AuditChecks;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.identity.AdminDoor;
import dev.concierge.server.identity.Visitor;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Verifications of the trail, for administrators. */
@Component
public class AuditChecking {
    private static final int SHOWN = 10;

    private final AuditChecks checks;
    private final PeopleRepository people;
    private final AdminDoor door;
    private final SystemScope system;

    AuditChecking(AuditChecks checks, PeopleRepository people, AdminDoor door, SystemScope system) {
        this.checks = checks;
        this.people = people;
        this.door = door;
        this.system = system;
    }

    /** Asks for one; the open one, when there is one. @throws ProblemException {@code forbidden} */
    public AuditCheck ask(Caller.Person actor, Visitor visitor) {
        door.admit(actor, Permission.VERIFY_AUDIT);
        return checks.ask(actor.accountId(), actor.actor(), visitor.subject(actor.email()));
    }

    /** The newest ten, the newest first. @throws ProblemException {@code forbidden} */
    public List<AuditCheck> latest(Caller.Person actor) {
        door.admit(actor, Permission.VERIFY_AUDIT);
        return checks.latest(SHOWN);
    }

    /** @throws ProblemException {@code forbidden}, {@code not-found} */
    public AuditCheck one(Caller.Person actor, UUID id) {
        door.admit(actor, Permission.VERIFY_AUDIT);
        return checks.find(id)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no verification of this id."));
    }

    /** Names of those who asked, by account. */
    public Map<UUID, String> names(List<AuditCheck> some) {
        List<UUID> ids = some.stream()
                .flatMap(check -> PersonFiles.person(check.askedBy()).stream())
                .distinct()
                .toList();
        return system.call(jdbc -> people.names(jdbc, ids));
    }
}
