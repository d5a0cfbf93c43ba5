package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.BrowserId;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Begins sessions, each under a new token: none that existed before a sign-in is ever taken over (J-12). */
@Component
class SessionStarter {
    static final String PASSWORD = "password";
    static final String LINK = "link";

    /** A session that began; the token goes into the browser's cookie and nowhere else. */
    record Begun(UUID sessionId, Secret token) {}

    private final SessionRepository repository;
    private final AccountRepository accounts;
    private final AccountScope scope;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final RandomSecrets random;
    private final Ids ids;
    private final SessionTimes times;

    SessionStarter(
            SessionRepository repository,
            AccountRepository accounts,
            AccountScope scope,
            AuditTrail audit,
            ApplicationEventPublisher events,
            RandomSecrets random,
            Ids ids,
            SessionTimes times) {
        this.repository = repository;
        this.accounts = accounts;
        this.scope = scope;
        this.audit = audit;
        this.events = events;
        this.random = random;
        this.ids = ids;
        this.times = times;
    }

    /**
     * Begins a session for an account that the gate admitted.
     *
     * @param method {@link #PASSWORD}, {@link #LINK}, or the provider's id
     */
    Begun start(Account account, String method, BrowserId browser, Visitor visitor) {
        Secret token = random.next();
        SessionRepository.Fresh session = new SessionRepository.Fresh(
                ids.next(), account.id(), TokenHash.of(token), browser, times.now(), times.end());
        scope.run(account.id(), jdbc -> {
            AccountRepository.Failures failures = accounts.takeFailures(jdbc, account.id());
            repository.insert(jdbc, session, method, visitor, failures);
            audit.record(
                    AuditEvent.done(account.id(), "person:" + account.id(), "session.start", "session:" + session.id())
                            .with("method", method)
                            .from(visitor.subject(account.email())));
            events.publishEvent(new SignedIn(account.id(), session.id()));
        });
        return new Begun(session.id(), token);
    }
}
