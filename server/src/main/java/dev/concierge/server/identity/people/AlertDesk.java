package dev.concierge.server.identity.people;

import dev.concierge.server.audit.AlertBook;
import dev.concierge.server.audit.AlertQuery;
import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditPage;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.audit.RaisedAlert;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.identity.AdminDoor;
import dev.concierge.server.identity.Visitor;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import dev.concierge.server.web.Role;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Security alerts for managers, who read them without places, and administrators, who acknowledge them. */
@Component
public class AlertDesk {
    private static final int LONGEST_NOTE = 400;

    private final AlertBook alerts;
    private final PeopleRepository people;
    private final AdminDoor door;
    private final SystemScope system;
    private final AuditTrail audit;

    AlertDesk(AlertBook alerts, PeopleRepository people, AdminDoor door, SystemScope system, AuditTrail audit) {
        this.alerts = alerts;
        this.people = people;
        this.door = door;
        this.system = system;
        this.audit = audit;
    }

    /** What came of acknowledging one. */
    public sealed interface Outcome {
        record Done(RaisedAlert alert) implements Outcome {}

        /** Somebody did before. */
        record Already(RaisedAlert alert) implements Outcome {}

        /** The note cannot be taken; one sentence. */
        record Unfit(String sentence) implements Outcome {}
    }

    /** @throws ProblemException {@code forbidden} */
    public void admit(Caller.Person actor, Permission permission) {
        door.admit(actor, permission);
    }

    /**
     * One page, newest first.
     *
     * @param limit 1 to 200
     * @throws ProblemException {@code forbidden}, {@code invalid-input}, {@code bad-request} for a cursor that somebody else was given
     */
    public AuditPage<RaisedAlert> page(Caller.Person actor, AlertQuery query, @Nullable String cursor, int limit) {
        admit(actor, Permission.SEE_ALERTS);
        AuditPage<RaisedAlert> page = alerts.page(actor.accountId(), query, cursor, limit);
        return new AuditPage<>(
                page.items().stream().map(one -> shown(actor, one)).toList(), page.nextCursor());
    }

    /** @throws ProblemException {@code forbidden}, {@code not-found} */
    public RaisedAlert one(Caller.Person actor, UUID id) {
        admit(actor, Permission.SEE_ALERTS);
        return shown(actor, found(id));
    }

    /**
     * Says that somebody has looked into it.
     *
     * @param typed what they found: one line of 1 to 400 characters
     * @throws ProblemException {@code forbidden}, {@code not-found}
     */
    public Outcome acknowledge(Caller.Person actor, UUID id, @Nullable String typed, Visitor visitor) {
        admit(actor, Permission.ACKNOWLEDGE_ALERTS);
        String note = typed == null ? "" : typed.strip();
        found(id);
        if (note.isEmpty() || note.length() > LONGEST_NOTE || note.chars().anyMatch(Character::isISOControl)) {
            return new Outcome.Unfit("Write what you found in one line of up to " + LONGEST_NOTE + " characters.");
        }
        Optional<Boolean> done = system.call(jdbc -> {
            boolean may = people.find(jdbc, actor.accountId())
                    .filter(person -> person.active() && Permission.ACKNOWLEDGE_ALERTS.allows(person.role()))
                    .isPresent();
            if (!may) {
                return Optional.<Boolean>empty();
            }
            boolean first = alerts.acknowledge(id, actor.accountId(), note);
            if (first) {
                audit.record(AuditEvent.done(actor.accountId(), actor.actor(), "alert.acknowledge", "alert:" + id)
                        .with("note", note)
                        .from(visitor.subject(actor.email())));
            }
            return Optional.of(first);
        });
        if (done.isEmpty()) {
            throw door.refuse(actor, Permission.ACKNOWLEDGE_ALERTS, null, visitor);
        }
        RaisedAlert now = shown(actor, found(id));
        return done.get() ? new Outcome.Done(now) : new Outcome.Already(now);
    }

    /** Names of those who acted, of those it is about and of who acknowledged, by account; those who are gone are missing. */
    public Map<UUID, String> names(Collection<RaisedAlert> some) {
        List<UUID> ids = some.stream()
                .flatMap(one -> Stream.of(
                                Optional.ofNullable(one.about()),
                                PersonFiles.person(one.actor()),
                                Optional.ofNullable(one.acknowledged()).map(RaisedAlert.Acknowledged::by))
                        .flatMap(Optional::stream))
                .distinct()
                .toList();
        return system.call(jdbc -> people.names(jdbc, ids));
    }

    private RaisedAlert found(UUID id) {
        return alerts.find(id)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no alert of this id."));
    }

    private static RaisedAlert shown(Caller.Person actor, RaisedAlert alert) {
        return actor.role() == Role.ADMIN ? alert : alert.withoutPlace();
    }
}
