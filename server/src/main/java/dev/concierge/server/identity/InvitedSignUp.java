package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.web.Role;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Making the account that somebody was invited to: by the link of the mail with a password, or by a provider that proves the invited address. The role is the
 * invitation's, and counts only while its inviter could still give it.
 */
@Component
public class InvitedSignUp {
    /** What the page of the link shows. */
    public record Invited(String email, Role role) {}

    /** What came of making the account. */
    public sealed interface Outcome {
        record Made() implements Outcome {}

        /** Something typed cannot be taken, the invitation still can; sentences for the person. */
        record Unfit(@Nullable String name, @Nullable String password) implements Outcome {}

        /** It was taken, taken back, ran out, or the address has an account by now. */
        record Over() implements Outcome {}
    }

    private final InvitationRepository repository;
    private final Accounts accounts;
    private final PasswordRules rules;
    private final Limiter limiter;
    private final SignInLimits limits;
    private final AuthScope auth;
    private final AuditTrail audit;
    private final Clock clock;

    InvitedSignUp(
            InvitationRepository repository,
            Accounts accounts,
            PasswordRules rules,
            Limiter limiter,
            SignInLimits limits,
            AuthScope auth,
            AuditTrail audit,
            Clock clock) {
        this.repository = repository;
        this.accounts = accounts;
        this.rules = rules;
        this.limiter = limiter;
        this.limits = limits;
        this.auth = auth;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whom the link invites, while it works. Takes nothing. */
    public Optional<Invited> peek(Secret token) {
        return found(token).map(found -> new Invited(found.email().value(), found.role()));
    }

    /**
     * Makes the account and ends the invitation.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests}
     */
    public Outcome accept(Secret token, String typedName, Secret password, Visitor visitor) {
        Optional<InvitationRepository.Found> found = found(token);
        if (found.isEmpty()) {
            return new Outcome.Over();
        }
        EmailAddress email = found.get().email();
        Optional<DisplayName> name = DisplayName.parse(typedName);
        Optional<String> fault = rules.fault(password, typedName, email);
        Optional<Secret> normal = PasswordRules.normal(password);
        if (name.isEmpty() || fault.isPresent() || normal.isEmpty()) {
            return new Outcome.Unfit(
                    name.isPresent() ? null : "Write a name of one line, up to 100 characters.", fault.orElse(null));
        }
        limiter.take(limits.signUps(), visitor.address().network());
        if (!auth.call(jdbc -> repository.claim(jdbc, found.get(), TokenHash.of(token), clock.instant()))) {
            return new Outcome.Over();
        }
        // whoever holds the link reads the mail of that address
        return accounts.create(
                                email,
                                name.get(),
                                found.get().role(),
                                normal.get(),
                                true,
                                "anonymous",
                                visitor.subject(email.value()),
                                account -> audit.record(accepted(account, found.get())))
                        .isPresent()
                ? new Outcome.Made()
                : new Outcome.Over();
    }

    /** The role to which somebody with this address, which they proved, is invited. Takes nothing. */
    Optional<Role> roleOf(EmailAddress proved) {
        return auth.call(jdbc -> repository.of(jdbc, proved, clock.instant())).map(InvitationRepository.Found::role);
    }

    /** Takes the invitation of somebody with this address, which they proved. @return its role; empty when it ended meanwhile */
    Optional<Role> take(EmailAddress proved) {
        Instant now = clock.instant();
        return auth.call(jdbc -> repository
                .of(jdbc, proved, now)
                .filter(found -> repository.claim(jdbc, found, null, now))
                .map(InvitationRepository.Found::role));
    }

    private Optional<InvitationRepository.Found> found(Secret token) {
        return auth.call(jdbc -> repository.peek(jdbc, TokenHash.of(token), clock.instant()));
    }

    private static AuditEvent accepted(Account account, InvitationRepository.Found found) {
        return AuditEvent.done(account.id(), "person:" + account.id(), "invitation.accept", "invitation:" + found.id())
                .with("role", found.role().word())
                .with("invited_by", "person:" + found.inviter());
    }
}
