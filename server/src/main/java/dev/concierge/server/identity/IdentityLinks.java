package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.authorization.AuthorizationRequest;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.identity.ProviderSignInOutcome.Linked;
import dev.concierge.server.identity.ProviderSignInOutcome.Stopped;
import dev.concierge.server.identity.ProviderSignInOutcome.Why;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Role;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Joins a provider's identity to an account that was there before, and parts them. An address alone joins nothing (C-01): the provider and the account
 * must both have it proved, and the person must have signed in to the account afresh. Where nobody ever proved the account's address, whoever made it
 * may be another than the address's owner, and is put out when the owner arrives (C-04). Each identity keeps on what proof it was joined.
 */
@Component
public class IdentityLinks {
    /** How parting ended. */
    public enum Parted {
        PARTED,
        /** Nothing else opens the account. */
        LAST_WAY,
        GONE
    }

    private final IdentityRepository identities;
    private final AccountRepository accounts;
    private final WaysIn ways;
    private final FirstProof proof;
    private final EmailLinks links;
    private final Sessions sessions;
    private final AccountMail mail;
    private final AccountLetters letters;
    private final PasswordHasher hasher;
    private final RandomSecrets random;
    private final AccountScope scope;
    private final AuthScope auth;
    private final SystemScope system;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final Ids ids;
    private final Clock clock;

    IdentityLinks(
            IdentityRepository identities,
            AccountRepository accounts,
            WaysIn ways,
            FirstProof proof,
            EmailLinks links,
            Sessions sessions,
            AccountMail mail,
            AccountLetters letters,
            PasswordHasher hasher,
            RandomSecrets random,
            AccountScope scope,
            AuthScope auth,
            SystemScope system,
            Notifications notifications,
            AuditTrail audit,
            Ids ids,
            Clock clock) {
        this.identities = identities;
        this.accounts = accounts;
        this.ways = ways;
        this.proof = proof;
        this.links = links;
        this.sessions = sessions;
        this.mail = mail;
        this.letters = letters;
        this.hasher = hasher;
        this.random = random;
        this.scope = scope;
        this.auth = auth;
        this.system = system;
        this.notifications = notifications;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** The end of a trip that a signed-in person began under Security, after a fresh proof. */
    ProviderSignInOutcome join(
            Provider provider, AuthorizationRequest request, UpstreamPerson person, ProviderSignIn.Returned returned) {
        UUID account = request.accountId();
        UUID session = request.sessionId();
        Caller.Person here = returned.replaced();
        if (account == null
                || session == null
                || here == null
                || !session.equals(here.sessionId())
                || !sessions.isAlive(session, account)) {
            return refused(account, provider, Why.REFUSED, "link: session", returned.visitor());
        }
        if (!isProvedByBoth(account, person)) {
            return refused(account, provider, Why.LINK_ADDRESS, "link: address", returned.visitor());
        }
        Optional<IdentityRepository.Found> found = auth.call(jdbc -> identities.find(jdbc, person));
        if (found.isPresent()) {
            return found.get().account().id().equals(account)
                    ? new Linked(request.returnPath())
                    : refused(account, provider, Why.LINK_TAKEN, "link: taken", returned.visitor());
        }
        try {
            scope.run(account, jdbc -> add(jdbc, account, person, LinkProof.fresh(session), returned.visitor()));
            return new Linked(request.returnPath());
        } catch (DuplicateKeyException e) {
            return refused(account, provider, Why.LINK_TAKEN, "link: taken", returned.visitor());
        }
    }

    private boolean isProvedByBoth(UUID account, UpstreamPerson person) {
        EmailAddress proved = person.proved();
        return proved != null
                && scope.call(
                        account,
                        jdbc -> accounts.isEmailProved(jdbc, account)
                                && accounts.find(jdbc, account)
                                        .filter(row -> proved.value().equals(row.email()))
                                        .isPresent());
    }

    /**
     * Gives a guest's account whose address nobody proved to the one whom a provider vouches for: whatever was made before ends, and the identity
     * opens it from now on. Accounts with rights are not given away like that: their owner comes by a link to the address.
     *
     * @return empty when there is no such account
     */
    Optional<ProvedAccount> claim(UpstreamPerson person, Visitor visitor) {
        EmailAddress email = person.proved();
        if (email == null) {
            return Optional.empty();
        }
        Optional<UUID> id = system.call(jdbc -> accounts.findByEmail(jdbc, email))
                .filter(account -> account.role() == Role.GUEST)
                .map(Account::id);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        String unknown = hasher.hash(random.next());
        try {
            return scope.callAgain(id.get(), jdbc -> claim(jdbc, id.get(), person, email, unknown, visitor));
        } catch (DuplicateKeyException e) {
            return Optional.empty();
        }
    }

    private Optional<ProvedAccount> claim(
            JdbcClient jdbc, UUID id, UpstreamPerson person, EmailAddress email, String unknown, Visitor visitor) {
        Optional<Account> account = accounts.lock(jdbc, id) ? accounts.find(jdbc, id) : Optional.empty();
        if (account.filter(row -> row.role() == Role.GUEST && email.value().equals(row.email()))
                        .isEmpty()
                || !proof.take(id, "anonymous")) {
            return Optional.empty();
        }
        if (accounts.passwordChangedAt(jdbc, id).isPresent()) {
            accounts.setPassword(jdbc, id, unknown, clock.instant());
        }
        links.end(id);
        notifications.changed(id);
        add(jdbc, id, person, LinkProof.first(), visitor);
        return account.flatMap(row -> accounts.lockEpoch(jdbc, id).map(epoch -> new ProvedAccount(row, epoch)));
    }

    private void add(JdbcClient jdbc, UUID account, UpstreamPerson person, LinkProof why, Visitor visitor) {
        UUID id = ids.next();
        identities.insert(jdbc, id, account, person, why, clock.instant());
        audit.record(AuditEvent.done(account, "person:" + account, "identity.add", "identity:" + id)
                .with("provider", person.provider())
                .with("proof", why.by())
                .from(visitor.subject(person.mentioned())));
        tell(jdbc, account, true);
    }

    /** Parts an identity from its account. That something fresh was proved is the caller's to ask first. */
    public Parted part(Caller.Person person, UUID id, Visitor visitor) {
        UUID account = person.accountId();
        return scope.call(account, jdbc -> {
            Optional<Account> row = accounts.lock(jdbc, account) ? accounts.find(jdbc, account) : Optional.empty();
            if (row.isEmpty()
                    || identities.own(jdbc, account).stream()
                            .noneMatch(one -> one.id().equals(id))) {
                return Parted.GONE;
            }
            if (ways.isLastIdentity(jdbc, row.get(), id)) {
                return Parted.LAST_WAY;
            }
            identities.delete(jdbc, account, id);
            audit.record(AuditEvent.done(account, person.actor(), "identity.remove", "identity:" + id)
                    .from(visitor.subject(person.email())));
            tell(jdbc, account, false);
            return Parted.PARTED;
        });
    }

    private void tell(JdbcClient jdbc, UUID account, boolean added) {
        accounts.find(jdbc, account)
                .flatMap(row -> Optional.ofNullable(row.email()))
                .flatMap(EmailAddress::parse)
                .ifPresent(to -> mail.news(account, "ways", to, added ? letters.wayAdded() : letters.wayRemoved()));
    }

    private ProviderSignInOutcome refused(
            @Nullable UUID account, Provider provider, Why why, String reason, Visitor visitor) {
        audit.recordAlone(AuditEvent.refused(account, "anonymous", "identity.add", null, reason)
                .with("provider", provider.id())
                .from(visitor.subject(null)));
        return new Stopped(why);
    }
}
