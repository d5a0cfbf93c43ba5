package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.BrowserId;
import dev.concierge.server.web.Caller;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Signing in and out, and proving the password again. */
@Component
public class SignIn {
    private final PasswordCheck check;
    private final SessionStarter starter;
    private final Sessions sessions;
    private final Refusals refusals;
    private final SignInMeters meters;

    SignIn(PasswordCheck check, SessionStarter starter, Sessions sessions, Refusals refusals, SignInMeters meters) {
        this.check = check;
        this.starter = starter;
        this.sessions = sessions;
        this.refusals = refusals;
        this.meters = meters;
    }

    /**
     * Signs in with an address and a password. A session that this browser had is ended, whoever's it was.
     *
     * @param typedEmail as typed; what is no address is answered like an unknown one
     * @param replaced who is signed in in this browser now; null for nobody
     */
    public SignInOutcome withPassword(
            String typedEmail, Secret password, BrowserId browser, Caller.@Nullable Person replaced, Visitor visitor) {
        Optional<ProvedAccount> proved;
        try {
            proved = check.check(EmailAddress.parse(typedEmail), password, browser, visitor);
        } catch (ProblemException e) {
            return throttled(e, visitor);
        }
        if (proved.isEmpty()) {
            return refused();
        }
        if (replaced != null) {
            sessions.end(replaced, replaced.sessionId(), visitor);
        }
        Optional<SessionStarter.Begun> begun =
                starter.start(proved.get(), Factor.PASSWORD, SessionStarter.PASSWORD, browser, visitor);
        if (begun.isEmpty()) {
            return refused();
        }
        meters.signIn(SessionStarter.PASSWORD, "started");
        return new SignInOutcome.Started(
                proved.get().account().id(),
                begun.get().sessionId(),
                begun.get().token());
    }

    private SignInOutcome refused() {
        meters.signIn(SessionStarter.PASSWORD, "refused");
        return new SignInOutcome.Refused();
    }

    /**
     * Proves the password again in a living session, which gets a new token.
     *
     * @return the new token; empty when the password is wrong
     * @throws ProblemException {@code too-many-requests}
     */
    public Optional<Secret> again(Caller.Person person, Secret password, BrowserId browser, Visitor visitor) {
        return check.check(Optional.ofNullable(person.email()).flatMap(EmailAddress::parse), password, browser, visitor)
                .filter(proved -> proved.account().id().equals(person.accountId()))
                .flatMap(_ -> sessions.renew(person, Factor.PASSWORD, visitor));
    }

    /** Ends the session; it is over on every node when this returns or a second later. */
    public void out(Caller.Person person, Visitor visitor) {
        sessions.end(person, person.sessionId(), visitor);
    }

    private SignInOutcome throttled(ProblemException problem, Visitor visitor) {
        Duration wait = problem.retryAfter();
        if (problem.type() != ProblemType.TOO_MANY_REQUESTS || wait == null) {
            throw problem;
        }
        meters.signIn(SessionStarter.PASSWORD, "throttled");
        refusals.write(
                AuditEvent.refused(null, "anonymous", "session.start.throttled", null, "too many tries"), visitor);
        return new SignInOutcome.Throttled(wait);
    }
}
