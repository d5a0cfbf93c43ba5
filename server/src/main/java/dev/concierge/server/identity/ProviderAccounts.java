package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.web.Role;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * The account of somebody who signed in at a provider, found by (issuer, subject) alone. An address finds no account and joins none: one that has an
 * account already is told to come in the way it did before.
 */
@Component
class ProviderAccounts {
    private final IdentityRepository identities;
    private final AccountRepository accounts;
    private final AccountScope scope;
    private final AuthScope auth;
    private final AuditTrail audit;
    private final Ids ids;
    private final Clock clock;

    ProviderAccounts(
            IdentityRepository identities,
            AccountRepository accounts,
            AccountScope scope,
            AuthScope auth,
            AuditTrail audit,
            Ids ids,
            Clock clock) {
        this.identities = identities;
        this.accounts = accounts;
        this.scope = scope;
        this.auth = auth;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    Optional<IdentityRepository.Found> find(UpstreamPerson person) {
        return auth.call(jdbc -> identities.find(jdbc, person));
    }

    /** Whether the address that somebody proved has an account already. */
    boolean isTaken(EmailAddress proved) {
        return auth.call(jdbc -> accounts.isTaken(jdbc, proved));
    }

    /**
     * Makes an account, with the address if the provider proved one.
     *
     * @param role guest, or what the person was invited to
     * @return empty when the address, or by now the identity, has an account
     */
    Optional<Account> create(UpstreamPerson person, Role role, Visitor visitor) {
        EmailAddress email = person.proved();
        Account account = new Account(ids.next(), email == null ? null : email.value(), name(person), role, true);
        UUID identityId = ids.next();
        try {
            scope.run(account.id(), jdbc -> {
                accounts.insert(jdbc, account, email != null, clock.instant());
                identities.insert(jdbc, identityId, account.id(), person, LinkProof.signUp(), clock.instant());
                audit.record(AuditEvent.done(account.id(), "anonymous", "account.create", "account:" + account.id())
                        .with("role", account.role().word())
                        .with("provider", person.provider())
                        .from(visitor.subject(account.email())));
            });
            return Optional.of(account);
        } catch (DuplicateKeyException e) {
            return Optional.empty();
        }
    }

    /** Writes down what the provider says of somebody now. It changes nothing of the account: its name and address are the person's own. */
    void note(IdentityRepository.Found found, UpstreamPerson person, Visitor visitor) {
        UUID accountId = found.account().id();
        scope.run(accountId, jdbc -> {
            if (identities.note(jdbc, found.id(), person, clock.instant())) {
                audit.record(
                        AuditEvent.done(accountId, "person:" + accountId, "identity.address", "identity:" + found.id())
                                .with("provider", person.provider())
                                .with("proved", person.proved() == null ? "no" : "yes")
                                .from(visitor.subject(person.mentioned())));
            }
        });
    }

    private static String name(UpstreamPerson person) {
        EmailAddress email = person.proved();
        return Stream.of(
                        Optional.ofNullable(person.name()),
                        Optional.ofNullable(person.label()).filter(label -> !label.contains("@")),
                        Optional.ofNullable(email).map(EmailAddress::localPart))
                .flatMap(Optional::stream)
                .map(DisplayName::parse)
                .flatMap(Optional::stream)
                .map(DisplayName::value)
                .findFirst()
                .orElse("New person");
    }
}
