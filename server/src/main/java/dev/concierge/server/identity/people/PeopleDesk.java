package dev.concierge.server.identity.people;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.identity.AdminDoor;
import dev.concierge.server.identity.OfferedWays;
import dev.concierge.server.identity.SignInOffer;
import dev.concierge.server.identity.Visitor;
import dev.concierge.server.identity.WaysBack;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import dev.concierge.server.web.Role;
import java.util.Map;
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

    private static final int SHORTEST_REASON = 3;
    private static final int LONGEST_REASON = 200;

    private final PeopleRepository repository;
    private final PersonActs acts;
    private final SignInOffer offer;
    private final WaysBack waysBack;
    private final AdminDoor door;
    private final SystemScope system;

    PeopleDesk(
            PeopleRepository repository,
            PersonActs acts,
            SignInOffer offer,
            WaysBack waysBack,
            AdminDoor door,
            SystemScope system) {
        this.repository = repository;
        this.acts = acts;
        this.offer = offer;
        this.waysBack = waysBack;
        this.door = door;
        this.system = system;
    }

    /**
     * Asks for the role of the session before anything else is looked at; the act itself asks again.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code forbidden}
     */
    public void admit(Caller.Person actor, Permission permission) {
        door.admit(actor, permission);
    }

    /** @throws dev.concierge.server.problem.ProblemException {@code forbidden}, {@code not-found} */
    public Person one(Caller.Person actor, UUID id) {
        door.admit(actor, Permission.SEE_PEOPLE);
        return system.call(jdbc -> repository.find(jdbc, id)).orElseThrow(AdminDoor::nobody);
    }

    /**
     * Gives a person a role, never one above the actor's.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code forbidden}, {@code not-found}
     */
    public PersonChange setRole(Caller.Person actor, UUID id, Role role, Visitor visitor) {
        OfferedWays offered = offer.now();
        return act(actor, id, Permission.SET_ROLE, visitor, (jdbc, now, person) -> {
            if (!now.role().covers(role)) {
                throw new NotCoveredException();
            }
            return acts.role(jdbc, actor, person, role, offered, visitor);
        });
    }

    /**
     * Disables a person, or lets them in again. Disabling ends what they were handed, for good: sessions, keys and links do not come back. Whoever asked to delete
     * their account keeps it when they are let in again, and is told so.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code forbidden}, {@code not-found}
     */
    public PersonChange setActive(Caller.Person actor, UUID id, boolean active, Visitor visitor) {
        OfferedWays offered = offer.now();
        return act(
                actor,
                id,
                Permission.SET_STATUS,
                visitor,
                (jdbc, _, person) -> acts.active(jdbc, actor, person, active, offered, visitor));
    }

    /**
     * Sets or clears a person's local id.
     *
     * @param typed as somebody wrote it; null or blank clears it
     * @throws dev.concierge.server.problem.ProblemException {@code forbidden}, {@code not-found}
     */
    public PersonChange setLocalId(Caller.Person actor, UUID id, @Nullable String typed, Visitor visitor) {
        door.admit(actor, Permission.SET_LOCAL_ID);
        boolean clears = typed == null || typed.isBlank();
        Optional<LocalId> wanted = typed == null || clears ? Optional.empty() : LocalId.parse(typed);
        if (!clears && wanted.isEmpty()) {
            return new PersonChange.Unfit(LocalId.FORM);
        }
        try {
            return act(
                    actor,
                    id,
                    Permission.SET_LOCAL_ID,
                    visitor,
                    (jdbc, _, person) -> acts.localId(jdbc, actor, person, wanted.orElse(null), visitor));
        } catch (DuplicateKeyException e) {
            return new PersonChange.LocalIdTaken();
        }
    }

    /**
     * Signs a person out everywhere.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code forbidden}, {@code not-found}
     */
    public PersonChange endSessions(Caller.Person actor, UUID id, Visitor visitor) {
        return act(
                actor,
                id,
                Permission.END_SESSIONS,
                visitor,
                (jdbc, _, person) -> acts.signOut(jdbc, actor, person, visitor));
    }

    /**
     * Removes somebody's second factors and recovery codes and ends their sessions. They and every administrator are told. One's own are removed on the
     * security page.
     *
     * @param typed the reason, one line of 3 to 200 characters
     * @throws dev.concierge.server.problem.ProblemException {@code forbidden}, {@code not-found}
     */
    public PersonChange resetFactors(Caller.Person actor, UUID id, @Nullable String typed, Visitor visitor) {
        String reason = typed == null ? "" : typed.strip();
        PersonChange asked = act(actor, id, Permission.RESET_FACTORS, visitor, (_, _, person) -> {
            if (id.equals(actor.accountId())) {
                return new PersonChange.Unfit("Remove your own second factors on the Security page.");
            }
            boolean fits = reason.length() >= SHORTEST_REASON
                    && reason.length() <= LONGEST_REASON
                    && reason.chars().noneMatch(Character::isISOControl);
            return fits
                    ? new PersonChange.Done(person)
                    : new PersonChange.Unfit("Write the reason in one line of 3 to 200 characters.");
        });
        if (!(asked instanceof PersonChange.Done(Person person))) {
            return asked;
        }
        return switch (waysBack.resetFactors(actor, id, reason, visitor)) {
            case WaysBack.Outcome.Done _ -> asked;
            case WaysBack.Outcome.Nothing _ -> new PersonChange.Unchanged(person);
            case WaysBack.Outcome.Nobody _ -> throw AdminDoor.nobody();
        };
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
                Person person = people.get(id);
                if (person == null) {
                    throw AdminDoor.nobody();
                }
                if (!permission.allows(actor.role(), person.role())) {
                    throw new NotCoveredException();
                }
                return act.on(jdbc, actor, person);
            });
        } catch (NotCoveredException e) {
            throw door.refuse(caller, permission, id, visitor);
        }
    }
}
