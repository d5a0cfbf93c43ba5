package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.Role;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The verb {@code admin create}: the only way to a first administrator; no page offers one (J-17). Repeated, it raises the role where that is
 * needed and changes nothing else.
 */
@Component
public class AdminCreate {
    private static final String OPERATOR = "operator";

    /** What came of it. */
    public sealed interface Outcome {
        record Created(Account account) implements Outcome {}

        /** The account was there with a lesser role; its password is as it was. */
        record Raised(Account account, Role before) implements Outcome {}

        /** The account was there with this role or a higher one; nothing changed. */
        record Unchanged(Account account) implements Outcome {}

        /** Something given cannot be taken; a sentence for the operator. */
        record Unfit(String reason) implements Outcome {}
    }

    private final Accounts accounts;
    private final AccountRepository repository;
    private final PasswordRules rules;
    private final SystemScope system;
    private final Notifications notifications;
    private final AuditTrail audit;

    AdminCreate(
            Accounts accounts,
            AccountRepository repository,
            PasswordRules rules,
            SystemScope system,
            Notifications notifications,
            AuditTrail audit) {
        this.accounts = accounts;
        this.repository = repository;
        this.rules = rules;
        this.system = system;
        this.notifications = notifications;
        this.audit = audit;
    }

    /** Makes the account, or raises the role of the one that has the address. */
    public Outcome create(String typedEmail, String typedName, Role role, Secret password) {
        Optional<EmailAddress> email = EmailAddress.parse(typedEmail);
        Optional<DisplayName> name = DisplayName.parse(typedName);
        if (email.isEmpty() || name.isEmpty()) {
            return new Outcome.Unfit(
                    email.isEmpty() ? "That is not one e-mail address." : "That name cannot be shown.");
        }
        return raise(email.get(), role).orElseGet(() -> make(email.get(), name.get(), role, password));
    }

    private Outcome make(EmailAddress email, DisplayName name, Role role, Secret password) {
        Optional<String> fault = rules.fault(password, name.value(), email);
        if (fault.isPresent()) {
            return new Outcome.Unfit("The password cannot be taken. " + fault.get());
        }
        AuditEvent.Subject subject = new AuditEvent.Subject(null, null, email.value());
        Secret normal = PasswordRules.normal(password).orElseThrow();
        // Whoever sits at the machine says whose address it is.
        return accounts.create(email, name, role, normal, true, OPERATOR, subject, _ -> {})
                .<Outcome>map(Outcome.Created::new)
                .or(() -> raise(email, role))
                .orElseThrow(() -> new IllegalStateException("the account went while it was looked at"));
    }

    private Optional<Outcome> raise(EmailAddress email, Role role) {
        return system.call(jdbc -> {
            // A role is read and written by one at a time: who becomes an administrator meanwhile stays one.
            repository.lockRoles(jdbc);
            return repository.findByEmail(jdbc, email).map(before -> raise(jdbc, before, role));
        });
    }

    private Outcome raise(JdbcClient jdbc, Account before, Role role) {
        if (before.role().covers(role)) {
            return new Outcome.Unchanged(before);
        }
        Account after = new Account(before.id(), before.email(), before.name(), role, before.active());
        repository.setRole(jdbc, after);
        notifications.changed(after.id());
        audit.record(AuditEvent.done(after.id(), OPERATOR, "account.role", "account:" + after.id())
                .with("before", before.role().word())
                .with("after", role.word()));
        return new Outcome.Raised(after, before.role());
    }
}
