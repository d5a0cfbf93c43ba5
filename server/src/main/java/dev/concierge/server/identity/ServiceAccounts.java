package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import dev.concierge.server.web.Role;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Accounts of programs. Administrators alone make them, and make their keys; nobody signs in to one, for it has neither an address nor a password nor an
 * identity, and gets none. Everything here refuses others with {@code forbidden}, written down. Whether the administrator's proof is fresh is asked before.
 */
@Component
public class ServiceAccounts {
    /** So many that nobody needs a second page, and no administrator's key can fill the table. */
    static final int MOST = 500;

    private final ServiceAccountRepository repository;
    private final ApiKeys keys;
    private final AccountScope scope;
    private final SystemScope system;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final Ids ids;
    private final Clock clock;

    ServiceAccounts(
            ServiceAccountRepository repository,
            ApiKeys keys,
            AccountScope scope,
            SystemScope system,
            Notifications notifications,
            AuditTrail audit,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.keys = keys;
        this.scope = scope;
        this.system = system;
        this.notifications = notifications;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** Whether an account is a program's. */
    public boolean isService(UUID accountId) {
        return scope.call(accountId, jdbc -> repository.isService(jdbc, accountId));
    }

    /** All of them, the newest first. */
    public List<ServiceAccount> list(Caller.Person person) {
        admit(person, "service_account.list");
        return system.call(jdbc -> repository.list(jdbc, clock.instant(), MOST));
    }

    /** @throws ProblemException {@code not-found} */
    public ServiceAccount require(Caller.Person person, UUID id) {
        admit(person, "service_account.show");
        return system.call(jdbc -> repository.find(jdbc, id, clock.instant())).orElseThrow(ServiceAccounts::gone);
    }

    /**
     * Makes one.
     *
     * @param typedName one line of up to 100 characters
     * @param roleWord guest or user
     * @throws ProblemException {@code invalid-input}, with a sentence about the field
     */
    public ServiceAccount create(Caller.Person person, String typedName, String roleWord, Visitor visitor) {
        admit(person, "service_account.create");
        DisplayName name = DisplayName.parse(typedName)
                .orElseThrow(() -> unfit("name", "Give it a name of one line, up to 100 characters."));
        if (!roleWord.equals(Role.GUEST.word()) && !roleWord.equals(Role.USER.word())) {
            throw unfit("role", "A service account is guest or user.");
        }
        Role role = Role.of(roleWord);
        UUID id = ids.next();
        boolean made = system.call(jdbc -> {
            repository.lock(jdbc);
            if (repository.count(jdbc) >= MOST) {
                return false;
            }
            repository.insert(jdbc, id, name, role, clock.instant());
            audit.record(event(person, "service_account.create", id, visitor).with("role", role.word()));
            return true;
        });
        if (!made) {
            throw unfit("name", "There are " + MOST + " service accounts. Delete one first.");
        }
        return require(person, id);
    }

    /**
     * Disables one, or enables it again. A disabled one's keys work on no node a second later.
     *
     * @throws ProblemException {@code not-found}
     */
    public ServiceAccount setActive(Caller.Person person, UUID id, boolean active, Visitor visitor) {
        require(person, id);
        system.run(jdbc -> {
            if (repository.setActive(jdbc, id, active)) {
                notifications.changed(id);
                audit.record(event(person, active ? "service_account.enable" : "service_account.disable", id, visitor));
            }
        });
        return require(person, id);
    }

    /**
     * Deletes one with its keys.
     *
     * @throws ProblemException {@code not-found}; {@code conflict} while anything is connected under it
     */
    public void delete(Caller.Person person, UUID id, Visitor visitor) {
        require(person, id);
        boolean deleted = system.call(jdbc -> {
            boolean done = repository.delete(jdbc, id);
            if (done) {
                notifications.changed(id);
                audit.record(event(person, "service_account.delete", id, visitor));
            }
            return done;
        });
        if (!deleted) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Something is connected under it. Disconnect that first, or disable the account.");
        }
    }

    /** Its keys, with those that ended in the last thirty days, newest first. @throws ProblemException {@code not-found} */
    public List<ApiKey> keys(Caller.Person person, UUID id) {
        require(person, id);
        return keys.of(id);
    }

    /** Makes a key of it. @throws ProblemException {@code not-found} */
    public NewKeyOutcome createKey(Caller.Person person, UUID id, KeyRequest request, Visitor visitor) {
        require(person, id);
        return keys.create(new ApiKeys.For(id, person.actor(), visitor.subject(person.email())), request);
    }

    /** Ends a key of it. @return false when it is not one of its keys, or ended before. @throws ProblemException {@code not-found} */
    public boolean revokeKey(Caller.Person person, UUID id, UUID keyId, Visitor visitor) {
        require(person, id);
        return keys.revoke(new ApiKeys.For(id, person.actor(), visitor.subject(person.email())), keyId);
    }

    /** @throws ProblemException {@code forbidden}, for everybody but administrators */
    public void admit(Caller.Person person, String action) {
        if (!Permission.SERVICE_ACCOUNTS.allows(person.role())) {
            audit.recordAlone(AuditEvent.refused(person.accountId(), person.actor(), action, null, "role"));
            throw new ProblemException(ProblemType.FORBIDDEN, "Only administrators may see and change this.");
        }
    }

    private static AuditEvent event(Caller.Person person, String action, UUID id, Visitor visitor) {
        return AuditEvent.done(id, person.actor(), action, "account:" + id).from(visitor.subject(person.email()));
    }

    private static ProblemException unfit(String field, String sentence) {
        return new ProblemException(ProblemType.INVALID_INPUT, sentence).with("field", field);
    }

    private static ProblemException gone() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such service account.");
    }
}
