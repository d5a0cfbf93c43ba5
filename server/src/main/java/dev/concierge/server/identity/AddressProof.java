package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.web.Caller;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Proving the address that an account was made with. The link works for whoever is signed in to the account: somebody who finds the mail about an
 * account that another made with their address cannot confirm it by mistake.
 */
@Component
public class AddressProof {
    private final AccountRepository accounts;
    private final EmailLinks links;
    private final AccountMail mail;
    private final AccountLetters letters;
    private final AccountScope scope;
    private final Limiter limiter;
    private final SignInLimits limits;
    private final AuditTrail audit;

    AddressProof(
            AccountRepository accounts,
            EmailLinks links,
            AccountMail mail,
            AccountLetters letters,
            AccountScope scope,
            Limiter limiter,
            SignInLimits limits,
            AuditTrail audit) {
        this.accounts = accounts;
        this.links = links;
        this.mail = mail;
        this.letters = letters;
        this.scope = scope;
        this.limiter = limiter;
        this.limits = limits;
        this.audit = audit;
    }

    /** Whether mails leave this installation at all. */
    public boolean mailOffered() {
        return mail.offered();
    }

    /** Sends the account's address a link, in the account's open transaction; nothing for one without an address. */
    void ask(Account account) {
        EmailAddress email = Optional.ofNullable(account.email())
                .flatMap(EmailAddress::parse)
                .orElse(null);
        if (email == null || !mail.offered()) {
            return;
        }
        var link = links.make(account.id(), LinkPurpose.VERIFY, email, EmailLinks.Bound.NOT, "Confirm this address");
        mail.link(account.id(), LinkPurpose.VERIFY, email, letters.verify(link));
    }

    /**
     * Sends the link once more; the one before is dead.
     *
     * @return false when there is nothing to prove, or no mail here
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests}
     */
    public boolean askAgain(Caller.Person person, Visitor visitor) {
        if (!mail.offered() || person.email() == null) {
            return false;
        }
        limiter.take(limits.mailNetwork(), visitor.address().network());
        limiter.take(limits.mails(LinkPurpose.VERIFY.word()), person.email());
        return scope.call(person.accountId(), jdbc -> {
            Optional<Account> account =
                    accounts.find(jdbc, person.accountId()).filter(found -> !accounts.isEmailProved(jdbc, found.id()));
            account.ifPresent(found -> {
                ask(found);
                audit.record(AuditEvent.done(found.id(), person.actor(), "account.email.ask", "account:" + found.id())
                        .from(visitor.subject(found.email())));
            });
            return account.isPresent();
        });
    }

    /** Whether a link is for this person and still works. */
    public boolean isGood(Caller.Person person, Secret token) {
        return links.peek(LinkPurpose.VERIFY, token)
                .filter(link -> link.account().id().equals(person.accountId()))
                .isPresent();
    }

    /** Takes the link. @return false when it is over, or another account's */
    public boolean confirm(Caller.Person person, Secret token, Visitor visitor) {
        if (!isGood(person, token)) {
            return false;
        }
        return scope.call(person.accountId(), jdbc -> {
            accounts.lock(jdbc, person.accountId());
            Optional<EmailLinkRepository.Taken> taken = links.take(person.accountId(), LinkPurpose.VERIFY, token);
            boolean ours = taken.map(link -> link.email().value().equals(current(jdbc, person)))
                    .orElse(false);
            if (ours) {
                accounts.proveEmail(jdbc, person.accountId());
                audit.record(AuditEvent.done(
                                person.accountId(),
                                person.actor(),
                                "account.email.prove",
                                "account:" + person.accountId())
                        .from(visitor.subject(person.email())));
            }
            return ours;
        });
    }

    private String current(org.springframework.jdbc.core.simple.JdbcClient jdbc, Caller.Person person) {
        return accounts.find(jdbc, person.accountId()).map(Account::email).orElse("");
    }
}
