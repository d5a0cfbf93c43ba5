package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.jobs.JobKind;
import dev.concierge.server.jobs.Jobs;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.mail.Letter;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Formatting;
import dev.concierge.server.web.PublicUrl;
import dev.concierge.server.web.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * People who delete their own account. For fourteen days a sign-in, or the link of a mail, only asks whether they keep it; what they connected stays as it
 * is and waits. Then {@link DepartureWork} ends it.
 */
@Component
public class Departures {
    /** How long an account that was asked to be deleted can be kept. */
    public static final Duration GRACE = Duration.ofDays(14);

    /** Whose. The field may be missing in a row that is none of ours. */
    record Data(@Nullable UUID accountId) {}

    static final JobKind<Data> LEAVE = new JobKind<>("identity.leave", Lane.MAINTENANCE, Data.class);

    /** How asking ended. */
    public enum Asked {
        LEAVING,
        /** Nobody else who can sign in administers this installation (L-04). */
        LAST_ADMINISTRATOR,
        /** It leaves already, or was disabled meanwhile. */
        OVER
    }

    private final DepartureRepository repository;
    private final AccountRepository accounts;
    private final IssuedAccess issued;
    private final Sessions sessions;
    private final SignInOffer offer;
    private final AccountMail mail;
    private final AccountLetters letters;
    private final RandomSecrets random;
    private final PublicUrl publicUrl;
    private final AccountScope scope;
    private final AuthScope auth;
    private final Notifications notifications;
    private final Jobs jobs;
    private final AuditTrail audit;
    private final Ids ids;
    private final Clock clock;

    Departures(
            DepartureRepository repository,
            AccountRepository accounts,
            IssuedAccess issued,
            Sessions sessions,
            SignInOffer offer,
            AccountMail mail,
            AccountLetters letters,
            RandomSecrets random,
            PublicUrl publicUrl,
            AccountScope scope,
            AuthScope auth,
            Notifications notifications,
            Jobs jobs,
            AuditTrail audit,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.accounts = accounts;
        this.issued = issued;
        this.sessions = sessions;
        this.offer = offer;
        this.mail = mail;
        this.letters = letters;
        this.random = random;
        this.publicUrl = publicUrl;
        this.scope = scope;
        this.auth = auth;
        this.notifications = notifications;
        this.jobs = jobs;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** Begins the fourteen days: everything that works without a sign-in ends now. That something fresh was proved is the caller's to ask first. */
    public Asked ask(Caller.Person person, Visitor visitor) {
        UUID id = person.accountId();
        return scope.call(id, jdbc -> {
            repository.lockRoles(jdbc);
            Optional<Account> account = accounts.lock(jdbc, id) ? accounts.find(jdbc, id) : Optional.empty();
            if (account.filter(Account::active).isEmpty()) {
                return Asked.OVER;
            }
            if (account.get().role() == Role.ADMIN && !repository.administratorStays(jdbc, id, offer.now())) {
                return Asked.LAST_ADMINISTRATOR;
            }
            if (!repository.leave(jdbc)) {
                return Asked.OVER;
            }
            leave(jdbc, account.get(), visitor);
            return Asked.LEAVING;
        });
    }

    private void leave(JdbcClient jdbc, Account account, Visitor visitor) {
        UUID id = account.id();
        String actor = "person:" + id;
        Instant now = clock.instant();
        Instant due = now.plus(GRACE);
        Secret token = random.next();
        Optional<EmailAddress> to = address(account);
        repository.insert(jdbc, ids.next(), id, now, due, to.isEmpty() ? null : TokenHash.of(token));
        issued.endAll(id, actor);
        Letter.Link keep = new Letter.Link("Keep my account", publicUrl.resolve("/link/keep/" + token.reveal()));
        String day = new Formatting(now, ZoneId.of("UTC")).date(due);
        to.ifPresent(address -> mail.news(id, "leaving", address, letters.leaving(day, keep)));
        jobs.schedule(LEAVE, id.toString(), new Data(id), due);
        notifications.changed(id);
        audit.record(
                AuditEvent.done(id, actor, "account.leave", "account:" + id).from(visitor.subject(account.email())));
    }

    private Optional<EmailAddress> address(Account account) {
        return mail.offered() ? Optional.ofNullable(account.email()).flatMap(EmailAddress::parse) : Optional.empty();
    }

    /** When the account of somebody who leaves will be deleted; empty when it does not leave. */
    public Optional<Instant> dueAt(LeavingSession session) {
        UUID id = session.person().accountId();
        return scope.call(id, jdbc -> repository.lock(jdbc, id)).map(DepartureRepository.Row::dueAt);
    }

    /** Keeps the account; the session that says so is a usual one from now on. @return false when it is too late, or kept already */
    public boolean keep(LeavingSession session, Visitor visitor) {
        Caller.Person person = session.person();
        return scope.call(person.accountId(), jdbc -> {
            if (!keep(person.accountId(), person.actor(), visitor.subject(person.email()))) {
                return false;
            }
            sessions.complete(jdbc, person);
            notifications.changed(person.sessionId());
            return true;
        });
    }

    /** When the account would be deleted that a link keeps; empty when the link is over. Takes nothing. */
    public Optional<Instant> peek(Secret token) {
        return find(token).map(DepartureRepository.Peeked::dueAt);
    }

    private Optional<DepartureRepository.Peeked> find(Secret token) {
        return auth.call(jdbc -> repository.peek(jdbc, TokenHash.of(token), clock.instant()));
    }

    /** Keeps the account by the link of the mail; it signs nobody in. @return false when the link is over */
    public boolean keep(Secret token, Visitor visitor) {
        return find(token)
                .map(found -> {
                    UUID id = found.account().id();
                    return scope.call(
                            id,
                            _ -> keep(
                                    id,
                                    "person:" + id,
                                    visitor.subject(found.account().email())));
                })
                .orElse(false);
    }

    /** Before an account is locked that may be kept: acts on roles and states wait for each other in one order. */
    void lockRoles() {
        repository.lockRoles(CurrentTransaction.jdbc());
    }

    /** Keeps an account that leaves, in its open transaction. @return whether it left */
    boolean keep(UUID id, String actor, AuditEvent.Subject subject) {
        JdbcClient jdbc = CurrentTransaction.jdbc();
        repository.lockRoles(jdbc);
        if (!repository.keep(jdbc)) {
            return false;
        }
        repository.delete(jdbc, id);
        Optional<Account> account = accounts.find(jdbc, id);
        account.filter(row -> row.role() == Role.ADMIN).ifPresent(_ -> repository.administratorCame(jdbc));
        account.flatMap(this::address).ifPresent(to -> mail.news(id, "kept", to, letters.kept()));
        notifications.changed(id);
        audit.record(AuditEvent.done(id, actor, "account.keep", "account:" + id).from(subject));
        return true;
    }
}
