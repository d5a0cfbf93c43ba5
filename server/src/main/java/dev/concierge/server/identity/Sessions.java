package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Signed-in browsers. The browser holds a token of 256 random bits, the table its hash and nothing else of the browser's state. What ends a
 * session ends it on every node within a second.
 */
@Component
public class Sessions {
    private final SessionRepository repository;
    private final AccountScope scope;
    private final AuthScope auth;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final RandomSecrets random;
    private final SessionTimes times;
    private final TokenFamilies families;

    Sessions(
            SessionRepository repository,
            AccountScope scope,
            AuthScope auth,
            Notifications notifications,
            AuditTrail audit,
            ApplicationEventPublisher events,
            RandomSecrets random,
            SessionTimes times,
            TokenFamilies families) {
        this.repository = repository;
        this.scope = scope;
        this.auth = auth;
        this.notifications = notifications;
        this.audit = audit;
        this.events = events;
        this.random = random;
        this.times = times;
        this.families = families;
    }

    /**
     * Whether a session is still going on and belongs to the account, asked of the database: what was begun in a session must not be finished
     * after it.
     *
     * @throws IllegalStateException inside a transaction
     */
    public boolean isAlive(UUID sessionId, UUID accountId) {
        return auth.call(jdbc -> repository.isAlive(jdbc, sessionId, accountId, times.now(), times.idleSince()));
    }

    /** The person's living sessions, the latest seen first; then the sign-ins of programs. */
    public List<OwnSession> own(Caller.Person person) {
        List<OwnSession> all = new ArrayList<>(browsers(person));
        all.addAll(families.living(person.accountId()));
        return all;
    }

    private List<OwnSession> browsers(Caller.Person person) {
        return scope.call(
                person.accountId(),
                jdbc -> repository.living(jdbc, person.accountId(), times.now(), times.idleSince()));
    }

    /** Whether the person proved the password in this session, or at this API sign-in, within the last ten minutes. */
    public boolean isFresh(Caller.Person person) {
        return own(person).stream()
                        .anyMatch(session ->
                                session.id().equals(person.sessionId()) && times.isFresh(session.passwordAt()))
                || families.provedAt(person).filter(times::isFresh).isPresent();
    }

    /** Whether the person is here by a browser's session, not by a program's sign-in. */
    public boolean isBrowser(Caller.Person person) {
        return browsers(person).stream().anyMatch(session -> session.id().equals(person.sessionId()));
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
     * Ends an account's sessions and API sign-ins in the open transaction of the account, because its ways in changed. @return how many sessions
     *
     * @param but the one that goes on; null for none
     */
    int endAll(UUID accountId, @Nullable UUID but, String actor) {
        List<UUID> ended = scope.call(accountId, jdbc -> repository.endAll(jdbc, accountId, but, times.now()));
        for (UUID session : ended) {
            notifications.changed(session);
            audit.record(AuditEvent.done(accountId, actor, "session.end", "session:" + session));
            events.publishEvent(new SessionEnded(accountId, session));
        }
        families.endAll(accountId, but, actor);
        return ended.size();
    }

    /**
     * Gives the current session a new token, because the password was just proved again; the old token is dead (J-12).
     *
     * @return the new token; empty when the session ended meanwhile
     */
    Optional<Secret> renew(Caller.Person person, Visitor visitor) {
        Secret token = random.next();
        return scope.call(person.accountId(), jdbc -> {
            if (!repository.renew(jdbc, person.sessionId(), TokenHash.of(token), times.now())) {
                return Optional.empty();
            }
            notifications.changed(person.sessionId());
            audit.record(AuditEvent.done(
                            person.accountId(),
                            "person:" + person.accountId(),
                            "session.renew",
                            "session:" + person.sessionId())
                    .from(visitor.subject(person.email())));
            return Optional.of(token);
        });
    }

    private void tell(Caller.Person person, UUID sessionId, Visitor visitor) {
        notifications.changed(sessionId);
        audit.record(AuditEvent.done(
                        person.accountId(), "person:" + person.accountId(), "session.end", "session:" + sessionId)
                .from(visitor.subject(person.email())));
        events.publishEvent(new SessionEnded(person.accountId(), sessionId));
    }
}
