package dev.concierge.server.identity;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Role;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Making one's own account. The role is guest, whatever is sent along; only an administrator changes it. */
@Component
public class SignUp {
    /** Characters a password needs at least. */
    public static final int PASSWORD_LEAST = PasswordRules.LEAST;

    private final Accounts accounts;
    private final PasswordRules rules;
    private final Limiter limiter;
    private final SignInLimits limits;
    private final SignInMeters meters;
    private final SignUpRules signUpRules;
    private final AddressProof proof;
    private final MailRequests requests;

    SignUp(
            Accounts accounts,
            PasswordRules rules,
            Limiter limiter,
            SignInLimits limits,
            SignInMeters meters,
            SignUpRules signUpRules,
            AddressProof proof,
            MailRequests requests) {
        this.accounts = accounts;
        this.rules = rules;
        this.limiter = limiter;
        this.limits = limits;
        this.meters = meters;
        this.signUpRules = signUpRules;
        this.proof = proof;
        this.requests = requests;
    }

    public SignUpPolicy policy() {
        return signUpRules.policy();
    }

    /** Whether anybody may make an account with a password: nobody has proved the address then. */
    public boolean withPasswordOffered() {
        return signUpRules.allow(null);
    }

    /** The domains that accounts are narrowed to; empty for none. */
    public Set<String> domains() {
        return signUpRules.domains();
    }

    /**
     * Makes an account for an address that has none, and sends it a link to confirm that; for one that has, does the same work, says the same, and
     * tells its owner.
     */
    public SignUpOutcome withPassword(String typedName, String typedEmail, Secret password, Visitor visitor) {
        if (!withPasswordOffered()) {
            meters.signUp(SessionStarter.PASSWORD, "closed");
            return new SignUpOutcome.Closed(policy());
        }
        Optional<DisplayName> name = DisplayName.parse(typedName);
        Optional<EmailAddress> email = EmailAddress.parse(typedEmail);
        Optional<String> fault = email.flatMap(address -> rules.fault(password, typedName, address));
        Optional<Secret> normal = PasswordRules.normal(password);
        if (name.isEmpty() || email.isEmpty() || fault.isPresent() || normal.isEmpty()) {
            meters.signUp(SessionStarter.PASSWORD, "unfit");
            return unfit(name, email, fault);
        }
        try {
            limiter.take(limits.signUps(), visitor.address().network());
        } catch (ProblemException e) {
            return throttled(e);
        }
        // an account that is made and deleted again and again must not fill the mailbox of whoever has the address
        boolean mayMail = limiter.tryTake(
                        limits.mails(LinkPurpose.VERIFY.word()), email.get().value())
                .isEmpty();
        boolean made = accounts.create(
                        email.get(),
                        name.get(),
                        Role.GUEST,
                        normal.get(),
                        false,
                        "anonymous",
                        visitor.subject(email.get().value()),
                        mayMail ? proof::ask : _ -> {})
                .isPresent();
        if (!made) {
            requests.put(MailRequests.Purpose.TAKEN, email.get(), null);
        }
        meters.signUp(SessionStarter.PASSWORD, made ? "made" : "taken");
        return new SignUpOutcome.Ready();
    }

    private static SignUpOutcome unfit(
            Optional<DisplayName> name, Optional<EmailAddress> email, Optional<String> passwordFault) {
        return new SignUpOutcome.Unfit(
                name.isPresent() ? null : "Write a name of one line, up to 100 characters.",
                email.isPresent() ? null : "Write one e-mail address, like anna@example.org.",
                passwordFault.orElse(null));
    }

    private SignUpOutcome throttled(ProblemException problem) {
        Duration wait = problem.retryAfter();
        if (problem.type() != ProblemType.TOO_MANY_REQUESTS || wait == null) {
            throw problem;
        }
        meters.signUp(SessionStarter.PASSWORD, "throttled");
        return new SignUpOutcome.Throttled(wait);
    }
}
