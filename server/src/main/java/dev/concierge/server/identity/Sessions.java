package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Signed-in browsers. The browser holds a token of 256 random bits, the table its hash and nothing else of the browser's state. What ends a
 * session ends it on every node within a second.
 */
@Component
public class Sessions {
    /** So many browsers may be signed in to one account; with one more, the one that was not seen for longest is signed out. */
    static final int MOST = 100;

    private final SessionRepository repository;
    private final AccountGate gate;
    private final EnrolledFactors enrolled;
    private final AccountRepository accounts;
    private final AccountScope scope;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final RandomSecrets random;
    private final SessionTimes times;
    private final TokenFamilies families;

    Sessions(
            SessionRepository repository,
            AccountGate gate,
            EnrolledFactors enrolled,
            AccountRepository accounts,
            AccountScope scope,
            Notifications notifications,
            AuditTrail audit,
            ApplicationEventPublisher events,
            RandomSecrets random,
            SessionTimes times,
            TokenFamilies families) {
        this.repository = repository;
        this.gate = gate;
        this.enrolled = enrolled;
        this.accounts = accounts;
        this.scope = scope;
        this.notifications = notifications;
        this.audit = audit;
        this.events = events;
        this.random = random;
        this.times = times;
        this.families = families;
    }

    /**
     * Whether a session is still going on, belongs to the account and is a whole one, asked of the database: what was begun in a session must not be
     * finished after it, nor while more is asked of its person.
     *
     * @throws IllegalStateException inside a transaction of another account
     */
    public boolean isAlive(UUID sessionId, UUID accountId) {
        return scope.call(accountId, jdbc -> {
            Optional<Proofs> proofs = repository.livingProofs(jdbc, sessionId, times.now(), times.idleSince());
            Optional<Account> account = accounts.find(jdbc, accountId);
            return proofs.isPresent()
                    && account.isPresent()
                    && gate.admit(
                                    account.get(),
                                    enrolled.of(accountId),
                                    proofs.get().factors())
                            instanceof GateOutcome.Admitted;
        });
    }

    /**
     * {@link #isAlive}, and a recovery of the account, which ends its sessions, waits until the open transaction is over: what this transaction stores is there to be
     * ended, too.
     */
    public boolean staysAlive(UUID sessionId, UUID accountId) {
        return scope.call(accountId, jdbc -> {
            accounts.hold(jdbc, accountId);
            return isAlive(sessionId, accountId);
        });
    }

    /** The person's living sessions, the latest seen first; then the sign-ins of programs. */
    public List<OwnSession> own(Caller.Person person) {
        return of(person.accountId());
    }

    /** An account's living sessions, the latest seen first; then its sign-ins of programs. */
    public List<OwnSession> of(UUID accountId) {
        List<OwnSession> all = new ArrayList<>(browsers(accountId));
        all.addAll(families.living(accountId));
        return all;
    }

    private List<OwnSession> browsers(UUID accountId) {
        return scope.call(accountId, jdbc -> repository.living(jdbc, accountId, times.now(), times.idleSince()));
    }

    /**
     * Whether the person proved in this session, or at this API sign-in, within the last ten minutes, the strongest that the account has: a second
     * factor where there is one (a recovery code stands in), else whatever signed them in.
     */
    public boolean isFresh(Caller.Person person) {
        return latestProof(person).filter(times::isFresh).isPresent();
    }

    private Optional<Instant> latestProof(Caller.Person person) {
        return scope.call(person.accountId(), jdbc -> {
            boolean second = enrolled.of(person.accountId()).stream().anyMatch(Factor::isDemanded);
            Optional<Proofs> proofs = repository.proofs(jdbc, person.sessionId());
            return proofs.isPresent()
                    ? proofs.flatMap(all -> latest(jdbc, all, second, person.accountId()))
                    : families.provedAt(person)
                            .filter(_ -> second || !hasPassword(jdbc, person) || !families.isByProviderAlone(person));
        });
    }

    private boolean hasPassword(JdbcClient jdbc, Caller.Person person) {
        return accounts.passwordChangedAt(jdbc, person.accountId()).isPresent();
    }

    /**
     * Whether the sign-in that began this browser's session, or anything proved in it since, was within the last ten minutes: a provider's word counts as well, which is no
     * proof for what is dangerous where the account has a password. A second factor counts alone where there is one.
     */
    public boolean isRecent(Caller.Person person) {
        return scope.call(person.accountId(), jdbc -> {
            boolean second = enrolled.of(person.accountId()).stream().anyMatch(Factor::isDemanded);
            return repository
                    .proofs(jdbc, person.sessionId())
                    .flatMap(all -> second ? all.latestSecond() : Optional.of(all.latest()))
                    .filter(times::isFresh)
                    .isPresent();
        });
    }

    /** A provider may let anybody at an unlocked browser in again: who can prove something here is asked for that. */
    private Optional<Instant> latest(JdbcClient jdbc, Proofs proofs, boolean second, UUID accountId) {
        if (second) {
            return proofs.latestSecond();
        }
        return accounts.passwordChangedAt(jdbc, accountId).isPresent()
                ? proofs.latestHere()
                : Optional.of(proofs.latest());
    }

    /** Whether the person is here by a browser's session, not by a program's sign-in. */
    public boolean isBrowser(Caller.Person person) {
        return scope.call(
                person.accountId(),
                jdbc -> repository
                        .livingProofs(jdbc, person.sessionId(), times.now(), times.idleSince())
                        .isPresent());
    }

    /**
     * Ends one of the person's sessions, or sign-ins of programs.
     *
     * @return false when it is not the person's or is over already
     */
    public boolean end(Caller.Person person, UUID sessionId, Visitor visitor) {
        return scope.call(person.accountId(), jdbc -> {
            boolean ended = repository.end(jdbc, sessionId, times.now());
            if (ended) {
                tell(person, sessionId, visitor);
            }
            return ended || families.signOut(person.accountId(), sessionId, visitor);
        });
    }

    /** Ends all of the person's sessions and sign-ins of programs but the current one. @return how many */
    public int endOthers(Caller.Person person, Visitor visitor) {
        List<UUID> others = own(person).stream()
                .map(OwnSession::id)
                .filter(id -> !id.equals(person.sessionId()))
                .toList();
        return (int) others.stream().filter(id -> end(person, id, visitor)).count();
    }

    /**
     * Ends an account's sessions and API sign-ins in the open transaction, of the account or of administration. @return how many sessions
     *
     * @param but the one that goes on; null for none
     */
    int endAll(UUID accountId, @Nullable UUID but, String actor) {
        List<UUID> ended = repository.endAll(CurrentTransaction.jdbc(), accountId, but, times.now());
        ended.forEach(session -> tell(accountId, session, actor));
        families.endAll(accountId, but, actor);
        return ended.size();
    }

    /**
     * Keeps the account's living sessions below {@link #MOST}, in its open transaction, when one more has begun. Those that wait for a second factor count by
     * themselves: whoever only knows the password signs nobody out.
     */
    void endBeyond(UUID accountId, boolean half) {
        repository
                .endBeyond(CurrentTransaction.jdbc(), accountId, half, MOST, times.now())
                .forEach(session -> tell(accountId, session, "system"));
    }

    private void tell(UUID accountId, UUID session, String actor) {
        notifications.changed(session);
        audit.record(AuditEvent.done(accountId, actor, "session.end", "session:" + session));
        events.publishEvent(new SessionEnded(accountId, session));
    }

    /**
     * Gives the session a new token, because something was just proved in it; the old token is dead (J-12). A session that waited for a second factor
     * is a whole one after that.
     *
     * @return the new token; empty when the session ended meanwhile
     */
    Optional<Secret> renew(Caller.Person person, Factor proved, Visitor visitor) {
        Secret token = random.next();
        return scope.call(person.accountId(), jdbc -> {
            if (!repository.renew(jdbc, person.sessionId(), TokenHash.of(token), proved, times.now())) {
                return Optional.empty();
            }
            boolean completed = proved.isSecond() && complete(jdbc, person);
            notifications.changed(person.sessionId());
            audit.record(AuditEvent.done(
                            person.accountId(),
                            "person:" + person.accountId(),
                            completed ? "session.start" : "session.renew",
                            "session:" + person.sessionId())
                    .with("method", proved.word())
                    .from(visitor.subject(person.email())));
            return Optional.of(token);
        });
    }

    /** Makes a session that waited a whole one, in the open transaction of its account. @return whether it waited */
    boolean complete(JdbcClient jdbc, Caller.Person person) {
        if (!repository.isHalf(jdbc, person.sessionId())) {
            return false;
        }
        AccountRepository.Failures failures = accounts.takeFailures(jdbc, person.accountId());
        repository.complete(jdbc, person.sessionId(), failures, times.end());
        endBeyond(person.accountId(), false);
        accounts.noteSignIn(jdbc, person.accountId(), times.now());
        events.publishEvent(new SignedIn(person.accountId(), person.sessionId()));
        return true;
    }

    private void tell(Caller.Person person, UUID sessionId, Visitor visitor) {
        notifications.changed(sessionId);
        audit.record(AuditEvent.done(
                        person.accountId(), "person:" + person.accountId(), "session.end", "session:" + sessionId)
                .from(visitor.subject(person.email())));
        events.publishEvent(new SessionEnded(person.accountId(), sessionId));
    }
}
