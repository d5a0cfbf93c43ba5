package dev.concierge.server.identity.people;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.identity.AdminDoor;
import dev.concierge.server.identity.IssuedAccess;
import dev.concierge.server.identity.Visitor;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import dev.concierge.server.web.Role;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Acts on people. Each asks whether the actor may do it to this person with both rows locked, so neither a role taken away a moment ago nor one given a moment ago
 * is missed; it is in the trail with old and new value, reaches every node within a second, and the person hears of it by mail where it matters. The caller
 * has had the actor prove who they are.
 */
@Component
public class PeopleDesk {
    /** Rolls the transaction back; the refusal is written after. */
    private static final class NotCoveredException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private NotCoveredException() {
            super("the role does not cover it", null, false, false);
        }
    }

    /** One act, with the actor and the person as they are now. */
    private interface Act {
        PersonChange on(JdbcClient jdbc, Person actor, Person person);
    }

    private final PeopleRepository repository;
    private final AdminDoor door;
    private final PeopleMail mail;
    private final IssuedAccess issued;
    private final SystemScope system;
    private final Notifications notifications;
    private final AuditTrail audit;

    PeopleDesk(
            PeopleRepository repository,
            AdminDoor door,
            PeopleMail mail,
            IssuedAccess issued,
            SystemScope system,
            Notifications notifications,
            AuditTrail audit) {
        this.repository = repository;
        this.door = door;
        this.mail = mail;
        this.issued = issued;
        this.system = system;
        this.notifications = notifications;
        this.audit = audit;
    }

    /**
     * Asks for the role of the session before anything else is looked at; the act itself asks again.
     *
     * @throws ProblemException {@code forbidden}
     */
    public void admit(Caller.Person actor, Permission permission) {
        door.admit(actor, permission);
    }

    /** @throws ProblemException {@code forbidden}, {@code not-found} */
    public Person one(Caller.Person actor, UUID id) {
        door.admit(actor, Permission.SEE_PEOPLE);
        return system.call(jdbc -> repository.find(jdbc, id)).orElseThrow(AdminDoor::nobody);
    }

    /**
     * Gives a person a role, never one above the actor's.
     *
     * @throws ProblemException {@code forbidden}, {@code not-found}
     */
    public PersonChange setRole(Caller.Person actor, UUID id, Role role, Visitor visitor) {
        return act(actor, id, Permission.SET_ROLE, visitor, (jdbc, now, person) -> {
            if (!now.role().covers(role)) {
                throw new NotCoveredException();
            }
            if (person.role() == role) {
                return new PersonChange.Unchanged(person);
            }
            if (person.isActiveAdministrator() && !repository.keepAdministrator(jdbc, id)) {
                return new PersonChange.LastAdministrator();
            }
            repository.setRole(jdbc, id, role);
            PersonChange.Done done = changed(jdbc, person);
            write(actor, person, "account.role", person.role().word(), role.word(), visitor);
            mail.role(person, role);
            return done;
        });
    }

    /**
     * Disables a person, or lets them in again. Disabling ends what they were handed, for good: sessions, keys and links do not come back.
     *
     * @throws ProblemException {@code forbidden}, {@code not-found}
     */
    public PersonChange setActive(Caller.Person actor, UUID id, boolean active, Visitor visitor) {
        return act(actor, id, Permission.SET_STATUS, visitor, (jdbc, _, person) -> {
            if (person.active() == active) {
                return new PersonChange.Unchanged(person);
            }
            if (person.isActiveAdministrator() && !repository.keepAdministrator(jdbc, id)) {
                return new PersonChange.LastAdministrator();
            }
            repository.setStatus(jdbc, id, active);
            if (!active) {
                issued.endAll(id, actor.actor());
            }
            PersonChange.Done done = changed(jdbc, person);
            write(actor, person, "account.status", person.status(), Person.status(active), visitor);
            mail.status(person, active);
            return done;
        });
    }

    /**
     * Sets or clears a person's local id.
     *
     * @param typed as somebody wrote it; null or blank clears it
     * @throws ProblemException {@code forbidden}, {@code not-found}
     */
    public PersonChange setLocalId(Caller.Person actor, UUID id, @Nullable String typed, Visitor visitor) {
        Optional<LocalId> wanted = typed == null || typed.isBlank() ? Optional.empty() : LocalId.parse(typed);
        if (wanted.isEmpty() && typed != null && !typed.isBlank()) {
            door.admit(actor, Permission.SET_LOCAL_ID);
            return new PersonChange.Unfit("A local id is one line of up to 50 characters.");
        }
        String after = wanted.map(LocalId::value).orElse(null);
        try {
            return act(actor, id, Permission.SET_LOCAL_ID, visitor, (jdbc, _, person) -> {
                if (Objects.equals(person.localId(), after)) {
                    return new PersonChange.Unchanged(person);
                }
                repository.setLocalId(jdbc, id, after);
                PersonChange.Done done = changed(jdbc, person);
                write(actor, person, "account.local_id", none(person.localId()), none(after), visitor);
                return done;
            });
        } catch (DuplicateKeyException e) {
            return new PersonChange.LocalIdTaken();
        }
    }

    /**
     * Signs a person out everywhere.
     *
     * @throws ProblemException {@code forbidden}, {@code not-found}
     */
    public PersonChange endSessions(Caller.Person actor, UUID id, Visitor visitor) {
        return act(actor, id, Permission.END_SESSIONS, visitor, (jdbc, _, person) -> {
            int ended = issued.endSessions(id, actor.actor());
            if (ended == 0) {
                return new PersonChange.Unchanged(person);
            }
            PersonChange.Done done = changed(jdbc, person);
            audit.record(event(actor, person, "account.sign_out", visitor).with("sessions", Integer.toString(ended)));
            mail.signedOut(person);
            return done;
        });
    }

    private PersonChange act(Caller.Person caller, UUID id, Permission permission, Visitor visitor, Act act) {
        door.admit(caller, permission);
        try {
            return system.call(jdbc -> {
                repository.lockRoles(jdbc);
                Map<UUID, Person> people = repository.lock(jdbc, caller.accountId(), id);
                Person actor = people.get(caller.accountId());
                if (actor == null || !actor.active() || !permission.allows(actor.role())) {
                    throw new NotCoveredException();
                }
                Person person = Optional.ofNullable(people.get(id)).orElseThrow(AdminDoor::nobody);
                if (!permission.allows(actor.role(), person.role())) {
                    throw new NotCoveredException();
                }
                return act.on(jdbc, actor, person);
            });
        } catch (NotCoveredException e) {
            throw door.refuse(caller, permission, id, visitor);
        }
    }

    private PersonChange.Done changed(JdbcClient jdbc, Person before) {
        Person after = repository.find(jdbc, before.id()).orElseThrow(AdminDoor::nobody);
        if (after.isActiveAdministrator()) {
            repository.keepAdministrator(jdbc, null);
        }
        notifications.changed(before.id());
        return new PersonChange.Done(after);
    }

    private void write(
            Caller.Person actor, Person person, String action, String before, String after, Visitor visitor) {
        audit.record(event(actor, person, action, visitor).with("before", before).with("after", after));
    }

    private static AuditEvent event(Caller.Person actor, Person person, String action, Visitor visitor) {
        return AuditEvent.done(person.id(), actor.actor(), action, "account:" + person.id())
                .from(visitor.subject(actor.email()));
    }

    private static String none(@Nullable String value) {
        return value == null ? "" : value;
    }
}
