package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.BrowserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A new password by a link to the account's address (J-11). It signs nobody in: whoever set the password signs in with it, through the gate and past
 * every factor that asks for.
 */
@Component
public class PasswordReset {
    /** Ways in that were added so long ago are named to whoever resets the password. */
    private static final Duration LATELY = Duration.ofDays(7);

    private final MailRequests requests;
    private final EmailLinks links;
    private final AccountRepository accounts;
    private final PasswordRules rules;
    private final PasswordHasher hasher;
    private final FirstProof proof;
    private final NewWays ways;
    private final ApiKeyRepository keys;
    private final Sessions sessions;
    private final AccountMail mail;
    private final AccountLetters letters;
    private final AccountScope scope;
    private final AuditTrail audit;
    private final Clock clock;

    PasswordReset(
            MailRequests requests,
            EmailLinks links,
            AccountRepository accounts,
            PasswordRules rules,
            PasswordHasher hasher,
            FirstProof proof,
            NewWays ways,
            ApiKeyRepository keys,
            Sessions sessions,
            AccountMail mail,
            AccountLetters letters,
            AccountScope scope,
            AuditTrail audit,
            Clock clock) {
        this.requests = requests;
        this.links = links;
        this.accounts = accounts;
        this.rules = rules;
        this.hasher = hasher;
        this.proof = proof;
        this.ways = ways;
        this.keys = keys;
        this.sessions = sessions;
        this.mail = mail;
        this.letters = letters;
        this.scope = scope;
        this.audit = audit;
        this.clock = clock;
    }

    /** How setting the password ended. */
    public sealed interface Outcome {
        record Set() implements Outcome {}

        /** The password cannot be taken, the link still can; a sentence for the person. */
        record Unfit(String fault) implements Outcome {}

        /** The link was taken, ran out, or died with a newer one, a newer password or another address. */
        record Over() implements Outcome {}
    }

    /** Whether mails leave this installation at all. */
    public boolean offered() {
        return mail.offered();
    }

    /**
     * Has a link sent to whoever has the address. What is done here is the same for every address; whether there is an account is found out later,
     * by a job.
     *
     * @return false when the text is not one address
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests}
     */
    public boolean ask(String typedEmail, @Nullable BrowserId browser, Visitor visitor) {
        return requests.ask(MailRequests.Purpose.RESET, typedEmail, browser, visitor);
    }

    /** Whether the link would still be taken. Takes nothing. */
    public boolean isGood(Secret token) {
        return links.peek(LinkPurpose.RESET, token).isPresent();
    }

    /** Sets the password, ends every session, and tells the person. */
    public Outcome set(Secret token, Secret password, Visitor visitor) {
        Optional<EmailLinkRepository.Peeked> link = links.peek(LinkPurpose.RESET, token);
        if (link.isEmpty()) {
            return new Outcome.Over();
        }
        Account account = link.get().account();
        EmailAddress email = link.get().email();
        Optional<String> fault = rules.fault(password, account.name(), email);
        if (fault.isPresent()) {
            return new Outcome.Unfit(fault.get());
        }
        String hash = hasher.hash(PasswordRules.normal(password).orElseThrow());
        return scope.callAgain(account.id(), _ -> take(account.id(), token, hash, visitor));
    }

    private Outcome take(UUID accountId, Secret token, String hash, Visitor visitor) {
        return scope.call(accountId, jdbc -> {
            Optional<EmailLinkRepository.Taken> taken =
                    accounts.lock(jdbc, accountId) ? links.take(accountId, LinkPurpose.RESET, token) : Optional.empty();
            Optional<Account> account = accounts.find(jdbc, accountId);
            if (taken.isEmpty()
                    || account.isEmpty()
                    || !taken.get().email().value().equals(account.get().email())) {
                return new Outcome.Over();
            }
            String actor = "person:" + accountId;
            Instant now = clock.instant();
            accounts.setPassword(jdbc, accountId, hash, now);
            boolean first = proof.take(accountId, actor);
            sessions.endAll(accountId, null, actor);
            links.end(accountId);
            List<String> added = ways.since(accountId, now.minus(LATELY));
            List<String> living =
                    keys.list(jdbc, accountId, now).stream().map(ApiKey::prefix).toList();
            mail.news(
                    accountId,
                    "password",
                    taken.get().email(),
                    first ? letters.passwordSetFirst() : letters.passwordSet(added, living));
            audit.record(AuditEvent.done(accountId, actor, "password.reset", "account:" + accountId)
                    .from(visitor.subject(account.get().email())));
            return new Outcome.Set();
        });
    }
}
