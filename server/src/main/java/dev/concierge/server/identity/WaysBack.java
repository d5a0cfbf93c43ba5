package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.web.Caller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ways back for somebody who lost every second factor, or was locked out by others' tries: verbs of whoever sits at the machine ({@code admin
 * reset-factors}, {@code admin unlock}). Both are written into the trail. The person is told by mail and on their page; every administrator on theirs, and by the mail
 * of the alert that either raises.
 */
@Component
public class WaysBack {
    private static final String OPERATOR = "operator";

    /** What came of it. */
    public sealed interface Outcome {
        record Done(Account account) implements Outcome {}

        /** The account has no second factor; nothing was changed. */
        record Nothing(Account account) implements Outcome {}

        /** No account has that address, or it is none. */
        record Nobody() implements Outcome {}
    }

    private final AccountRepository accounts;
    private final FactorEnd factors;
    private final Sessions sessions;
    private final AccountNotices notices;
    private final AccountMail mail;
    private final AccountLetters letters;
    private final Limiter limiter;
    private final AccountScope scope;
    private final SystemScope system;
    private final AuditTrail audit;

    WaysBack(
            AccountRepository accounts,
            FactorEnd factors,
            Sessions sessions,
            AccountNotices notices,
            AccountMail mail,
            AccountLetters letters,
            Limiter limiter,
            AccountScope scope,
            SystemScope system,
            AuditTrail audit) {
        this.accounts = accounts;
        this.factors = factors;
        this.sessions = sessions;
        this.notices = notices;
        this.mail = mail;
        this.letters = letters;
        this.limiter = limiter;
        this.scope = scope;
        this.system = system;
        this.audit = audit;
    }

    /** Removes every second factor and recovery code of an account and ends its sessions. */
    public Outcome resetFactors(String typedEmail) {
        return with(typedEmail, (account, email) -> {
            boolean any = scope.call(
                    account.id(), _ -> reset(account, Optional.of(email), OPERATOR, done(account, "factor.reset")));
            if (!any) {
                return new Outcome.Nothing(account);
            }
            tellOthers(account, AccountNotices.Kind.OTHERS_FACTORS_RESET, email.value());
            return new Outcome.Done(account);
        });
    }

    /**
     * Does the same for an administrator, who was asked for the right and a fresh proof: the trail has who it was and the reason. The person is told where an address
     * is known, and every administrator.
     *
     * @param reason one line for whoever reads the trail
     */
    public Outcome resetFactors(Caller.Person by, UUID accountId, String reason, Visitor visitor) {
        Optional<Account> found = system.call(jdbc -> accounts.find(jdbc, accountId));
        if (found.isEmpty()) {
            return new Outcome.Nobody();
        }
        Account account = found.get();
        Optional<EmailAddress> email = Optional.ofNullable(account.email()).flatMap(EmailAddress::parse);
        AuditEvent event = AuditEvent.done(accountId, by.actor(), "factor.reset", "account:" + accountId)
                .with("reason", reason)
                .from(visitor.subject(by.email()));
        if (!scope.call(accountId, _ -> reset(account, email, by.actor(), event))) {
            return new Outcome.Nothing(account);
        }
        tellOthers(
                account,
                AccountNotices.Kind.OTHERS_FACTORS_RESET,
                email.map(EmailAddress::value).orElse(account.name()));
        return new Outcome.Done(account);
    }

    /** Lifts the limits on tries to sign in to an account. What it signs in with, and whether it may, stays as it is. */
    public Outcome unlock(String typedEmail) {
        return with(typedEmail, (account, email) -> {
            limiter.refill(SignInLimits.STRANGERS, email.value());
            limiter.refill(SignInLimits.CODES, account.id().toString());
            scope.run(account.id(), _ -> {
                audit.record(done(account, "account.unlock"));
                notices.put(account.id(), AccountNotices.Kind.UNLOCKED, null);
                mail.news(account.id(), "unlock", email, letters.unlocked());
            });
            tellOthers(account, AccountNotices.Kind.OTHER_UNLOCKED, email.value());
            return new Outcome.Done(account);
        });
    }

    private interface Act {
        Outcome on(Account account, EmailAddress email);
    }

    private Outcome with(String typedEmail, Act act) {
        Optional<EmailAddress> email = EmailAddress.parse(typedEmail);
        return email.flatMap(address -> system.call(jdbc -> accounts.findByEmail(jdbc, address)))
                .map(account -> act.on(account, email.orElseThrow()))
                .orElseGet(Outcome.Nobody::new);
    }

    private boolean reset(Account account, Optional<EmailAddress> email, String actor, AuditEvent event) {
        UUID id = account.id();
        JdbcClient jdbc = CurrentTransaction.jdbc();
        accounts.lock(jdbc, id);
        int removed = factors.all(id, actor);
        if (removed == 0) {
            return false;
        }
        sessions.endAll(id, null, actor);
        audit.record(event.with("factors", Integer.toString(removed)));
        notices.put(id, AccountNotices.Kind.FACTORS_RESET, null);
        email.ifPresent(to -> mail.news(id, "factors", to, letters.factorsReset()));
        return true;
    }

    private static AuditEvent done(Account account, String action) {
        return AuditEvent.done(account.id(), OPERATOR, action, "account:" + account.id())
                .from(new AuditEvent.Subject(null, null, account.email()));
    }

    /** On their pages; the event in the trail is an alert, which has a mail of its own. */
    private void tellOthers(Account about, AccountNotices.Kind kind, String name) {
        List<Account> administrators = system.call(accounts::administrators);
        administrators.stream()
                .filter(admin -> !admin.id().equals(about.id()))
                .forEach(admin -> scope.run(admin.id(), _ -> notices.put(admin.id(), kind, name)));
    }
}
