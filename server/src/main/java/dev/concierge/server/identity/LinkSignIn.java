package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.BrowserId;
import dev.concierge.server.web.Caller;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Signing in by a one-time link to the account's address, in the browser that asked for it: a link that was passed on, or that a scanner opens, signs
 * nobody in. It ends at the same gate as every way in.
 */
@Component
public class LinkSignIn {
    private static final String METHOD = SessionStarter.LINK;

    private final MailRequests requests;
    private final EmailLinks links;
    private final AccountRepository accounts;
    private final FirstProof proof;
    private final PasswordHasher hasher;
    private final RandomSecrets random;
    private final AccountGate gate;
    private final SessionStarter starter;
    private final Sessions sessions;
    private final AccountScope scope;
    private final AuditTrail audit;
    private final SignInMeters meters;
    private final Clock clock;

    LinkSignIn(
            MailRequests requests,
            EmailLinks links,
            AccountRepository accounts,
            FirstProof proof,
            PasswordHasher hasher,
            RandomSecrets random,
            AccountGate gate,
            SessionStarter starter,
            Sessions sessions,
            AccountScope scope,
            AuditTrail audit,
            SignInMeters meters,
            Clock clock) {
        this.requests = requests;
        this.links = links;
        this.accounts = accounts;
        this.proof = proof;
        this.hasher = hasher;
        this.random = random;
        this.gate = gate;
        this.starter = starter;
        this.sessions = sessions;
        this.scope = scope;
        this.audit = audit;
        this.meters = meters;
        this.clock = clock;
    }

    /** What a link is, to the browser that opened it. */
    public enum Standing {
        GOOD,
        OTHER_BROWSER,
        OVER
    }

    /**
     * Has a link sent to whoever has the address, for this browser; the same for every address.
     *
     * @return false when the text is not one address
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests}
     */
    public boolean ask(String typedEmail, BrowserId browser, Visitor visitor) {
        return requests.ask(MailRequests.Purpose.SIGN_IN, typedEmail, browser, visitor);
    }

    /** Looks at a link; takes nothing. */
    public Standing look(Secret token, Optional<BrowserId> browser) {
        return links.peek(LinkPurpose.SIGN_IN, token)
                .map(link -> browser.isPresent() && browser.get().equals(link.browser())
                        ? Standing.GOOD
                        : Standing.OTHER_BROWSER)
                .orElse(Standing.OVER);
    }

    /**
     * Takes the link and begins a session. A session that this browser had is ended, whoever's it was.
     *
     * @param replaced who is signed in in this browser now; null for nobody
     * @return empty when the link is over, another browser's, or the account may not come in
     */
    public Optional<SignInOutcome.Started> enter(
            Secret token, BrowserId browser, Caller.@Nullable Person replaced, Visitor visitor) {
        Optional<UUID> id = links.peek(LinkPurpose.SIGN_IN, token)
                .filter(link -> browser.equals(link.browser()))
                .map(link -> link.account().id());
        String unknown = hasher.hash(random.next());
        Optional<ProvedAccount> admitted = id.flatMap(account -> scope.<Optional<ProvedAccount>>callAgain(
                        account, jdbc -> take(jdbc, account, token, unknown, visitor)))
                .filter(proved -> gate.isOpen(proved.account()));
        if (admitted.isEmpty()) {
            return refused();
        }
        if (replaced != null) {
            sessions.end(replaced, replaced.sessionId(), visitor);
        }
        Optional<SessionStarter.Begun> begun =
                starter.start(admitted.get(), Factor.EMAIL_LINK, METHOD, browser, visitor);
        if (begun.isEmpty()) {
            return refused();
        }
        meters.signIn(METHOD, "started");
        return Optional.of(new SignInOutcome.Started(
                admitted.get().account().id(),
                begun.get().sessionId(),
                begun.get().token()));
    }

    private Optional<SignInOutcome.Started> refused() {
        meters.signIn(METHOD, "refused");
        return Optional.empty();
    }

    /** The first proof of an address also ends a password that whoever made the account may know. */
    private Optional<ProvedAccount> take(
            JdbcClient jdbc, UUID id, Secret token, String unknownPassword, Visitor visitor) {
        Optional<Account> account = accounts.lock(jdbc, id) ? accounts.find(jdbc, id) : Optional.empty();
        Optional<EmailLinkRepository.Taken> taken =
                account.isEmpty() ? Optional.empty() : links.take(id, LinkPurpose.SIGN_IN, token);
        if (taken.isEmpty() || !taken.get().email().value().equals(account.get().email())) {
            return Optional.empty();
        }
        String actor = "person:" + id;
        if (proof.take(id, actor) && accounts.passwordChangedAt(jdbc, id).isPresent()) {
            accounts.setPassword(jdbc, id, unknownPassword, clock.instant());
            audit.record(AuditEvent.done(id, actor, "password.end", "account:" + id)
                    .from(visitor.subject(account.get().email())));
        }
        return account.flatMap(row -> accounts.lockEpoch(jdbc, id).map(epoch -> new ProvedAccount(row, epoch)));
    }
}
