package dev.concierge.server.identity;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.Caller;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Proving a second factor: to complete a sign-in, or once more before a dangerous act. */
@Component
public class SecondStep {
    private final SecondFactors factors;
    private final AccountGate gate;
    private final Accounts accounts;
    private final EnrolledFactors enrolled;
    private final Sessions sessions;
    private final SignInMeters meters;

    SecondStep(
            SecondFactors factors,
            AccountGate gate,
            Accounts accounts,
            EnrolledFactors enrolled,
            Sessions sessions,
            SignInMeters meters) {
        this.factors = factors;
        this.gate = gate;
        this.accounts = accounts;
        this.enrolled = enrolled;
        this.sessions = sessions;
        this.meters = meters;
    }

    /** The second factors that the account has and is asked for one of; empty when it is asked for none. */
    public Set<Factor> demanded(Caller.Person person) {
        return enrolled.of(person.accountId()).stream()
                .filter(Factor::isDemanded)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the account's role must have one. */
    public boolean isNeeded(Caller.Person person) {
        return accounts.find(person.accountId()).filter(gate::mustHaveFactor).isPresent();
    }

    /**
     * Takes a code, and makes the session a whole one under a new token.
     *
     * @return the new token; empty when the code is wrong or was used
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests}
     */
    public Optional<Secret> complete(HalfSession half, Secret code, Visitor visitor) {
        Optional<Secret> token = again(half.person(), code, visitor);
        meters.signIn("second", token.isPresent() ? "started" : "refused");
        return token;
    }

    /** {@link #complete} for a session that is whole already: what was proved is fresh again, and the token is a new one. */
    public Optional<Secret> again(Caller.Person person, Secret code, Visitor visitor) {
        return factors.prove(
                person.accountId(), person.email(), code, visitor, factor -> sessions.renew(person, factor, visitor));
    }
}
