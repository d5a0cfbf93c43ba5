package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.BrowserId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Begins sessions, each under a new token: none that existed before a sign-in is ever taken over (J-12). */
@Component
class SessionStarter {
    static final String PASSWORD = "password";
    static final String LINK = "link";
    static final String PASSKEY = "passkey";

    /**
     * A session that began; the token goes into the browser's cookie and nowhere else.
     *
     * @param half whether it waits for a second factor, or for one to be set up
     */
    record Begun(UUID sessionId, Secret token, boolean half) {}

    /** What was proved, and when: that of a provider may be older than the sign-in. */
    record Proof(Factor factor, Instant at) {}

    private final AccountGate gate;
    private final EnrolledFactors enrolled;
    private final SessionRepository repository;
    private final Sessions sessions;
    private final AccountRepository accounts;
    private final AccountScope scope;
    private final AuditTrail audit;
    private final Refusals refusals;
    private final ApplicationEventPublisher events;
    private final RandomSecrets random;
    private final Ids ids;
    private final SessionTimes times;

    SessionStarter(
            AccountGate gate,
            EnrolledFactors enrolled,
            SessionRepository repository,
            Sessions sessions,
            AccountRepository accounts,
            AccountScope scope,
            AuditTrail audit,
            Refusals refusals,
            ApplicationEventPublisher events,
            RandomSecrets random,
            Ids ids,
            SessionTimes times) {
        this.gate = gate;
        this.enrolled = enrolled;
        this.repository = repository;
        this.sessions = sessions;
        this.accounts = accounts;
        this.scope = scope;
        this.audit = audit;
        this.refusals = refusals;
        this.events = events;
        this.random = random;
        this.ids = ids;
        this.times = times;
    }

    /**
     * Begins a session for an account that may come in: a whole one where the gate admits what was proved, else one that waits for the rest.
     *
     * @param factor what was proved
     * @param method {@link #PASSWORD}, {@link #LINK}, {@link #PASSKEY}, or the provider's id
     * @return empty when the account's ways in changed since that was proved
     */
    Optional<Begun> start(ProvedAccount proved, Factor factor, String method, BrowserId browser, Visitor visitor) {
        return start(proved, new Proof(factor, times.now()), method, browser, visitor);
    }

    /** As the other, with a proof of an earlier moment. */
    Optional<Begun> start(ProvedAccount proved, Proof proof, String method, BrowserId browser, Visitor visitor) {
        Account account = proved.account();
        Optional<Begun> begun = scope.call(
                account.id(),
                jdbc -> accounts.lockEpoch(jdbc, account.id())
                        .filter(epoch -> epoch == proved.epoch())
                        .map(_ -> start(jdbc, account, proof, method, browser, visitor)));
        if (begun.isEmpty()) {
            refusals.write(
                    AuditEvent.refused(account.id(), "anonymous", "session.start", null, "ways in changed"), visitor);
        }
        return begun;
    }

    private Begun start(
            JdbcClient jdbc, Account account, Proof proof, String method, BrowserId browser, Visitor visitor) {
        boolean half = !(gate.admit(account, enrolled.of(account.id()), EnumSet.of(proof.factor()))
                instanceof GateOutcome.Admitted);
        Secret token = random.next();
        SessionRepository.Fresh session = new SessionRepository.Fresh(
                ids.next(),
                account.id(),
                TokenHash.of(token),
                browser,
                proof,
                half,
                times.now(),
                half ? times.halfEnd() : times.end());
        repository.insert(
                jdbc,
                session,
                method,
                visitor,
                half ? AccountRepository.Failures.NONE : accounts.takeFailures(jdbc, account.id()));
        sessions.endBeyond(account.id(), half);
        audit.record(AuditEvent.done(
                        account.id(),
                        "person:" + account.id(),
                        half ? "session.begin" : "session.start",
                        "session:" + session.id())
                .with("method", method)
                .from(visitor.subject(account.email())));
        if (!half) {
            accounts.noteSignIn(jdbc, account.id(), times.now());
            events.publishEvent(new SignedIn(account.id(), session.id()));
        }
        return new Begun(session.id(), token, half);
    }
}
