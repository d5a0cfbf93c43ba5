package dev.concierge.server.identity.people.web;

import dev.concierge.server.identity.Visitors;
import dev.concierge.server.identity.people.PeopleDesk;
import dev.concierge.server.identity.people.PeopleList;
import dev.concierge.server.identity.people.PeoplePage;
import dev.concierge.server.identity.people.PeopleQuery;
import dev.concierge.server.identity.people.Person;
import dev.concierge.server.identity.people.PersonChange;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Permission;
import dev.concierge.server.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/users}, for signed-in managers and administrators; no key reaches it. */
@RestController
@RequestMapping(
        path = {"/api/v1/users", "/api/users"},
        produces = "application/json")
class UsersApi {
    /**
     * @param localId null clears it
     * @param password needed when the last proof is more than ten minutes old
     */
    record LocalIdWanted(@Nullable String localId, @Nullable String password) {
        @Override
        public String toString() {
            return "LocalIdWanted[" + localId + "]";
        }
    }

    record RoleWanted(@Nullable String role, @Nullable String password) {
        @Override
        public String toString() {
            return "RoleWanted[" + role + "]";
        }
    }

    record StatusWanted(@Nullable String status, @Nullable String password) {
        @Override
        public String toString() {
            return "StatusWanted[" + status + "]";
        }
    }

    /**
     * A person.
     *
     * @param email null for somebody whose provider proved no address
     * @param role guest, user, manager or admin
     * @param status active or disabled; disabled also for somebody who asked to delete their account
     * @param leavesAt when that account is deleted, unless it is kept; null for everybody else
     * @param localId null when there is none
     * @param provider the first provider they sign in with; null when there is none
     * @param ways password and ids of providers
     */
    record User(
            UUID id,
            @Nullable String email,
            boolean emailVerified,
            String name,
            String role,
            String status,
            @Nullable Instant leavesAt,
            @Nullable String localId,
            @Nullable String provider,
            List<String> ways,
            Instant createdAt,
            @Nullable Instant lastSignInAt) {
        static User of(Person person) {
            return new User(
                    person.id(),
                    person.email(),
                    person.emailProved(),
                    person.name(),
                    person.role().word(),
                    person.status(),
                    person.leavesAt(),
                    person.localId(),
                    person.ways().stream()
                            .filter(way -> !way.equals(Person.PASSWORD))
                            .findFirst()
                            .orElse(null),
                    person.ways(),
                    person.createdAt(),
                    person.lastSignInAt());
        }
    }

    /**
     * A part of the list.
     *
     * @param alike true when nobody matches the search and these people only resemble it
     */
    record Users(List<User> items, @Nullable String nextCursor, boolean alike) {}

    private final PeopleDesk desk;
    private final PeopleList list;
    private final FreshProof stepUp;
    private final Visitors visitors;

    UsersApi(PeopleDesk desk, PeopleList list, FreshProof stepUp, Visitors visitors) {
        this.desk = desk;
        this.list = list;
        this.stepUp = stepUp;
        this.visitors = visitors;
    }

    @GetMapping
    Users listPeople(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String role,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String way,
            @RequestParam(required = false) @Nullable String seen,
            @RequestParam(required = false) @Nullable String second,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "" + PeopleQuery.USUAL) int limit) {
        PeoplePage page = list.page(person, PeopleQuery.of(q, role, status, way, seen, second), cursor, limit);
        return new Users(page.people().stream().map(User::of).toList(), page.nextCursor(), page.alike());
    }

    @GetMapping("/{id}")
    User showPerson(Caller.Person person, @PathVariable UUID id) {
        return User.of(desk.one(person, id));
    }

    @PutMapping("/{id}/localId")
    User setLocalId(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestBody LocalIdWanted wanted,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, Permission.SET_LOCAL_ID);
        stepUp.require(person, wanted.password(), request, response);
        return answer(desk.setLocalId(person, id, wanted.localId(), visitors.of(request)));
    }

    @PutMapping("/{id}/role")
    User setRole(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestBody RoleWanted wanted,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, Permission.SET_ROLE);
        Role role = PeopleQuery.role(wanted.role())
                .orElseThrow(() -> invalid("role is one of guest, user, manager and admin."));
        stepUp.require(person, wanted.password(), request, response);
        return answer(desk.setRole(person, id, role, visitors.of(request)));
    }

    /** Setting somebody active who asked to delete their account keeps it. */
    @PutMapping("/{id}/status")
    @Operation(
            summary = "Disable somebody, or let them in again",
            description =
                    "Disabling ends their sessions, keys and links for good. Somebody with a leavesAt asked to delete their account: setting them active keeps it,"
                            + " and they are told by mail.")
    User setStatus(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestBody StatusWanted wanted,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, Permission.SET_STATUS);
        boolean active =
                PeopleQuery.active(wanted.status()).orElseThrow(() -> invalid("status is one of active and disabled."));
        stepUp.require(person, wanted.password(), request, response);
        return answer(desk.setActive(person, id, active, visitors.of(request)));
    }

    @DeleteMapping("/{id}/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endPersonsSessions(
            Caller.Person person, @PathVariable UUID id, HttpServletRequest request, HttpServletResponse response) {
        desk.admit(person, Permission.END_SESSIONS);
        stepUp.require(person, null, request, response);
        desk.endSessions(person, id, visitors.of(request));
    }

    private static User answer(PersonChange change) {
        return switch (change) {
            case PersonChange.Done(Person person) -> User.of(person);
            case PersonChange.Unchanged(Person person) -> User.of(person);
            case PersonChange.LastAdministrator _ ->
                throw new ProblemException(
                        ProblemType.CONFLICT, "This is the last administrator. Make another one first.");
            case PersonChange.LocalIdTaken _ ->
                throw new ProblemException(ProblemType.CONFLICT, "Somebody else has this local id.");
            case PersonChange.Unfit(String sentence) -> throw invalid(sentence);
        };
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(ProblemType.INVALID_INPUT, detail);
    }
}
