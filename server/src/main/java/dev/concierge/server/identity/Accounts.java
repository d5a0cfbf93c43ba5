package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.Role;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** Accounts of people: made here, found here. */
@Component
public class Accounts {
    private final AccountRepository repository;
    private final IdentityRepository identities;
    private final PasswordHasher hasher;
    private final AccountScope scope;
    private final AuditTrail audit;
    private final Ids ids;
    private final Clock clock;

    Accounts(
            AccountRepository repository,
            IdentityRepository identities,
            PasswordHasher hasher,
            AccountScope scope,
            AuditTrail audit,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.identities = identities;
        this.hasher = hasher;
        this.scope = scope;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** The account of an id; empty when there is none. */
    public Optional<Account> find(UUID id) {
        return scope.call(id, jdbc -> repository.find(jdbc, id));
    }

    /** Whether the account's address was proved; false too where nobody ever said. */
    public boolean isEmailProved(UUID id) {
        return scope.call(id, jdbc -> repository.isEmailProved(jdbc, id));
    }

    /** When the account's password was set; empty for one without. */
    public Optional<Instant> passwordChangedAt(UUID id) {
        return scope.call(id, jdbc -> repository.passwordChangedAt(jdbc, id));
    }

    /** The ways through providers in which the account signs in, the oldest first. */
    public List<OwnIdentity> identities(UUID id) {
        return scope.call(id, jdbc -> identities.own(jdbc, id));
    }

    /**
     * Makes an account that signs in with a password. The rules for passwords are the caller's to ask first.
     *
     * @param password in its normal form
     * @param proved whether somebody vouches for the address
     * @param actor who does it, for the trail
     * @param also done in the same transaction
     * @return empty when the address has an account already; the work, and so the time, is the same
     */
    Optional<Account> create(
            EmailAddress email,
            DisplayName name,
            Role role,
            Secret password,
            boolean proved,
            String actor,
            AuditEvent.Subject subject,
            Consumer<Account> also) {
        String hash = hasher.hash(password);
        Account account = new Account(ids.next(), email.value(), name.value(), role, true);
        try {
            scope.run(account.id(), jdbc -> {
                repository.insert(jdbc, account, proved, hash, clock.instant());
                audit.record(AuditEvent.done(account.id(), actor, "account.create", "account:" + account.id())
                        .with("role", role.word())
                        .from(subject));
                also.accept(account);
            });
            return Optional.of(account);
        } catch (DuplicateKeyException e) {
            audit.recordAlone(AuditEvent.refused(null, actor, "account.create", null, "address taken")
                    .from(subject));
            return Optional.empty();
        }
    }

    /** Makes the stored hash as strong as today's, with the password that was just proved. */
    void rehashWhenDated(AccountRepository.Credentials credentials, Secret typed) {
        if (hasher.isDated(credentials.hash())) {
            UUID id = credentials.account().id();
            PasswordRules.normal(typed)
                    .map(hasher::hash)
                    .ifPresent(hash -> scope.run(id, jdbc -> repository.rehash(jdbc, id, credentials.epoch(), hash)));
        }
    }
}
