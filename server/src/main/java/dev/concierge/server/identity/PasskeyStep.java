package dev.concierge.server.identity;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.BrowserId;
import dev.concierge.server.web.Caller;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Proving a passkey in a session: to complete a sign-in, or once more before a dangerous act. What {@link SecondStep} is to codes. */
@Component
public class PasskeyStep {
    private final PasskeyCheck check;
    private final Sessions sessions;
    private final SignInMeters meters;

    PasskeyStep(PasskeyCheck check, Sessions sessions, SignInMeters meters) {
        this.check = check;
        this.sessions = sessions;
        this.meters = meters;
    }

    /** What the browser asks the person's passkeys. */
    public PasskeyOptions.Request begin(Caller.Person person, BrowserId browser) {
        return check.begin(browser, person);
    }

    /**
     * Takes an answer, and makes the session a whole one under a new token.
     *
     * @param answer what the browser said, as JSON
     * @return the new token; empty when the answer is refused
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests}
     */
    public Optional<Secret> complete(HalfSession half, String answer, BrowserId browser, Visitor visitor) {
        Optional<Secret> token = again(half.person(), answer, browser, visitor);
        meters.signIn("second", token.isPresent() ? "started" : "refused");
        return token;
    }

    /** {@link #complete} for a session that is whole already: what was proved is fresh again, and the token is a new one. */
    public Optional<Secret> again(Caller.Person person, String answer, BrowserId browser, Visitor visitor) {
        return check.prove(
                new PasskeyCheck.Answer(answer, browser, person, visitor),
                _ -> sessions.renew(person, Factor.PASSKEY, visitor));
    }
}
