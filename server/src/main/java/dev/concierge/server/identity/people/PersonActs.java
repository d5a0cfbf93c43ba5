package dev.concierge.server.identity.people;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.identity.AdminDoor;
import dev.concierge.server.identity.InvitationEnd;
import dev.concierge.server.identity.IssuedAccess;
import dev.concierge.server.identity.OfferedWays;
import dev.concierge.server.identity.Visitor;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Role;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is written when a person is changed, in the open transaction, once it is known that it may be: the row, the trail with old and new value, the mail, and the
 * news to every node. The caller holds {@link PeopleRepository#lockRoles}.
 */
@Component
class PersonActs {
    private final PeopleRepository repository;
    private final PeopleMail mail;
    private final IssuedAccess issued;
    private final InvitationEnd invitations;
    private final Notifications notifications;
    private final AuditTrail audit;

    PersonActs(
            PeopleRepository repository,
            PeopleMail mail,
            IssuedAccess issued,
            InvitationEnd invitations,
            Notifications notifications,
            AuditTrail audit) {
        this.repository = repository;
        this.mail = mail;
        this.issued = issued;
        this.invitations = invitations;
        this.notifications = notifications;
        this.audit = audit;
    }

    /** @param offered as it was before the transaction */
    PersonChange role(
            JdbcClient jdbc, Caller.Person actor, Person person, Role role, OfferedWays offered, Visitor visitor) {
        if (person.role() == role) {
            return new PersonChange.Unchanged(person);
        }
        if (person.isActiveAdministrator() && !repository.administratorStays(jdbc, person.id(), offered)) {
            return new PersonChange.LastAdministrator();
        }
        repository.setRole(jdbc, person.id(), role);
        invitations.notCovered(person.id(), role, actor.actor());
        write(actor, person, "account.role", person.role().word(), role.word(), visitor);
        mail.role(person, role);
        return changed(jdbc, person.id());
    }

    /** Whoever leaves stays when they are let in again: the job that would end the account looks at its state, and the link that keeps it is over. */
    PersonChange active(
            JdbcClient jdbc, Caller.Person actor, Person person, boolean active, OfferedWays offered, Visitor visitor) {
        if (person.active() == active && (active || !person.isLeaving())) {
            return new PersonChange.Unchanged(person);
        }
        if (person.isActiveAdministrator() && !repository.administratorStays(jdbc, person.id(), offered)) {
            return new PersonChange.LastAdministrator();
        }
        repository.setStatus(jdbc, person.id(), active);
        if (!active) {
            repository.endDeparture(jdbc, person.id());
            issued.endAll(person.id(), actor.actor());
        }
        write(
                actor,
                person,
                "account.status",
                person.isLeaving() ? "leaving" : person.status(),
                Person.status(active),
                visitor);
        mail.status(person, active);
        return changed(jdbc, person.id());
    }

    /** @throws org.springframework.dao.DuplicateKeyException when somebody else has it; the transaction is over then */
    PersonChange localId(
            JdbcClient jdbc, Caller.Person actor, Person person, @Nullable LocalId localId, Visitor visitor) {
        String after = localId == null ? null : localId.value();
        if (Objects.equals(person.localId(), after)) {
            return new PersonChange.Unchanged(person);
        }
        repository.setLocalId(jdbc, person.id(), after);
        write(actor, person, "account.local_id", none(person.localId()), none(after), visitor);
        return changed(jdbc, person.id());
    }

    PersonChange signOut(JdbcClient jdbc, Caller.Person actor, Person person, Visitor visitor) {
        int ended = issued.endSessions(person.id(), actor.actor());
        if (ended == 0) {
            return new PersonChange.Unchanged(person);
        }
        audit.record(event(actor, person, "account.sign_out", visitor).with("sessions", Integer.toString(ended)));
        mail.signedOut(person);
        return changed(jdbc, person.id());
    }

    private PersonChange.Done changed(JdbcClient jdbc, UUID id) {
        Person after = repository.find(jdbc, id).orElseThrow(AdminDoor::nobody);
        if (after.isActiveAdministrator()) {
            repository.administratorCame(jdbc);
        }
        notifications.changed(id);
        return new PersonChange.Done(after);
    }

    private void write(
            Caller.Person actor, Person person, String action, String before, String after, Visitor visitor) {
        audit.record(
                event(actor, person, action, visitor).with("before", before).with("after", after));
    }

    private static AuditEvent event(Caller.Person actor, Person person, String action, Visitor visitor) {
        return AuditEvent.done(person.id(), actor.actor(), action, "account:" + person.id())
                .from(visitor.subject(actor.email()));
    }

    private static String none(@Nullable String value) {
        return value == null ? "" : value;
    }
}
