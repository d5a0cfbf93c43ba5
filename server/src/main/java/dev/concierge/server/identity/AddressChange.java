package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.web.Caller;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Another address for an account. The new one is confirmed in the session that asked (C-07); the old one is told, and can take it back for 72 hours,
 * however often the address is changed meanwhile.
 */
@Component
public class AddressChange {
    private final AccountRepository accounts;
    private final EmailLinks links;
    private final AccountMail mail;
    private final AccountLetters letters;
    private final AccountScope scope;
    private final Notifications notifications;
    private final Limiter limiter;
    private final SignInLimits limits;
    private final AuditTrail audit;

    AddressChange(
            AccountRepository accounts,
            EmailLinks links,
            AccountMail mail,
            AccountLetters letters,
            AccountScope scope,
            Notifications notifications,
            Limiter limiter,
            SignInLimits limits,
            AuditTrail audit) {
        this.accounts = accounts;
        this.links = links;
        this.mail = mail;
        this.letters = letters;
        this.scope = scope;
        this.notifications = notifications;
        this.limiter = limiter;
        this.limits = limits;
        this.audit = audit;
    }

    /** How asking for another address ended. */
    public sealed interface Asked {
        /** A link is on its way, whether the address has an account or not. */
        record Sent(String email) implements Asked {}

        /** A sentence for the person. */
        record Unfit(String fault) implements Asked {}
    }

    /** How a confirmation ended. */
    public enum Confirmed {
        CHANGED,
        /** The address has another account. */
        TAKEN,
        OVER
    }

    /**
     * Sends the new address a link. The password must have been proved before.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests}
     */
    public Asked ask(Caller.Person person, String typed, Visitor visitor) {
        Optional<EmailAddress> email = EmailAddress.parse(typed);
        if (email.isEmpty()) {
            return new Asked.Unfit("Write one e-mail address, like anna@example.org.");
        }
        if (email.get().value().equals(person.email())) {
            return new Asked.Unfit("That is your address already.");
        }
        if (!mail.offered()) {
            return new Asked.Unfit("This Concierge sends no mail, so no address can be confirmed.");
        }
        limiter.take(limits.mailNetwork(), visitor.address().network());
        limiter.take(limits.mails(LinkPurpose.CHANGE.word()), person.accountId().toString());
        limiter.take(limits.mails(LinkPurpose.CHANGE.word()), email.get().value());
        scope.run(person.accountId(), _ -> {
            var link = links.make(
                    person.accountId(),
                    LinkPurpose.CHANGE,
                    email.get(),
                    new EmailLinks.Bound(null, person.sessionId()),
                    "Use this address");
            mail.link(person.accountId(), LinkPurpose.CHANGE, email.get(), letters.change(link));
            audit.record(event(person, "account.email.ask", visitor).with("change", "yes"));
        });
        return new Asked.Sent(email.get().value());
    }

    /** The address that a link of this session would set; empty when it is over, or of another session. */
    public Optional<String> peek(Caller.Person person, Secret token) {
        return links.peek(LinkPurpose.CHANGE, token)
                .filter(link -> link.account().id().equals(person.accountId()))
                .filter(link -> person.sessionId().equals(link.sessionId()))
                .map(link -> link.email().value());
    }

    /** Sets the address. Other links that were sent to the account die. */
    public Confirmed confirm(Caller.Person person, Secret token, Visitor visitor) {
        if (peek(person, token).isEmpty()) {
            return Confirmed.OVER;
        }
        try {
            return scope.call(person.accountId(), jdbc -> change(jdbc, person, token, visitor));
        } catch (DuplicateKeyException e) {
            return Confirmed.TAKEN;
        }
    }

    private Confirmed change(JdbcClient jdbc, Caller.Person person, Secret token, Visitor visitor) {
        UUID id = person.accountId();
        Optional<Account> before = accounts.lock(jdbc, id) ? accounts.find(jdbc, id) : Optional.empty();
        Optional<EmailLinkRepository.Taken> taken =
                before.isEmpty() ? Optional.empty() : links.take(id, LinkPurpose.CHANGE, token);
        if (taken.isEmpty()) {
            return Confirmed.OVER;
        }
        EmailAddress now = taken.get().email();
        boolean proved = accounts.isEmailProved(jdbc, id);
        accounts.changeEmail(jdbc, id, now);
        links.end(id);
        Optional.ofNullable(before.get().email())
                .flatMap(EmailAddress::parse)
                .ifPresent(old -> tell(id, old, now, proved));
        mail.news(id, "changed", now, letters.welcomeHere());
        notifications.changed(id);
        audit.record(event(person, "account.email.change", visitor));
        return Confirmed.CHANGED;
    }

    /** An old address that nobody proved may be a stranger's, who must not get hold of the account by it. */
    private void tell(UUID id, EmailAddress old, EmailAddress now, boolean proved) {
        if (proved) {
            var undo = links.make(id, LinkPurpose.UNDO, old, EmailLinks.Bound.NOT, "Take my address back");
            mail.link(id, LinkPurpose.UNDO, old, letters.changed(now, undo));
        } else {
            mail.news(id, "changed", old, letters.changedUnproved());
        }
    }

    private static AuditEvent event(Caller.Person person, String action, Visitor visitor) {
        return AuditEvent.done(person.accountId(), person.actor(), action, "account:" + person.accountId())
                .from(visitor.subject(person.email()));
    }
}
