package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.web.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How API sign-ins end, each on every node within a second. All of it inside the open transaction of the account. */
@Component
class TokenFamilies {
    private final TokenFamilyRepository repository;
    private final AccountScope scope;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final AccountMail mail;
    private final TokenLetters letters;
    private final TokenSettings settings;
    private final Clock clock;

    TokenFamilies(
            TokenFamilyRepository repository,
            AccountScope scope,
            Notifications notifications,
            AuditTrail audit,
            AccountMail mail,
            TokenLetters letters,
            TokenSettings settings,
            Clock clock) {
        this.repository = repository;
        this.scope = scope;
        this.notifications = notifications;
        this.audit = audit;
        this.mail = mail;
        this.letters = letters;
        this.settings = settings;
        this.clock = clock;
    }

    /** The program, or its person, signs out. @return whether it had not ended */
    boolean signOut(UUID accountId, UUID familyId, Visitor visitor) {
        boolean ended = repository.end(CurrentTransaction.jdbc(), familyId, "sign-out", clock.instant());
        if (ended) {
            notifications.changed(familyId);
            audit.record(AuditEvent.done(accountId, "person:" + accountId, "token.end", "sign-in:" + familyId)
                    .from(visitor.subject(null)));
        }
        return ended;
    }

    /** Two have a token that one may have: the sign-in ends for both, and its person is told. */
    void stolen(Account account, UUID familyId, String reason, Visitor visitor) {
        JdbcClient jdbc = CurrentTransaction.jdbc();
        repository.end(jdbc, familyId, "alert", clock.instant());
        notifications.changed(familyId);
        audit.record(AuditEvent.refused(account.id(), "anonymous", "alert.token_reuse", "sign-in:" + familyId, reason)
                .from(visitor.subject(account.email())));
        EmailAddress.parse(account.email() == null ? "" : account.email())
                .ifPresent(to -> mail.news(account.id(), "token_reuse", to, letters.stolen()));
    }

    /** With a browser's session end the tokens that it asked for, in a transaction of the account or of administration. */
    @EventListener
    void onSessionEnded(SessionEnded ended) {
        repository
                .endOfSession(CurrentTransaction.jdbc(), ended.sessionId(), "session", clock.instant())
                .ifPresent(notifications::changed);
    }

    /**
     * Ends all of an account, because its ways in changed, and makes every access token of it stale; in the open transaction, of the account or of
     * administration.
     *
     * @param but the browser's session whose tokens go on; null for none
     */
    void endAll(UUID accountId, @Nullable UUID but, String actor) {
        JdbcClient jdbc = CurrentTransaction.jdbc();
        for (UUID family : repository.endAll(jdbc, accountId, but, "ways in changed", clock.instant())) {
            notifications.changed(family);
            audit.record(AuditEvent.done(accountId, actor, "token.end", "sign-in:" + family));
        }
        repository.raiseEpoch(jdbc, accountId);
        notifications.changed(accountId);
    }

    /** The account's living sign-ins of programs, the latest used first. */
    List<OwnSession> living(UUID accountId) {
        Instant now = clock.instant();
        return scope.call(
                accountId, jdbc -> repository.living(jdbc, accountId, now, now.minus(settings.refreshIdle())));
    }

    /** When the person of an API sign-in proved who they are; empty for a browser, and for one that ended. */
    Optional<Instant> provedAt(Caller.Person person) {
        return scope.call(person.accountId(), jdbc -> repository.provedAt(jdbc, person.sessionId()));
    }
}
