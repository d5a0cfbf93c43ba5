package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.identity.web.Devices;
import dev.concierge.server.mail.Letter;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Formatting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How API sign-ins end, each on every node within a second. All of it inside the open transaction of the account. */
@Component
class TokenFamilies {
    /** So many programs may be signed in to one account; with one more, the one that was not used for longest is signed out. */
    static final int MOST = 100;

    /** Whoever has the password of an account with another's address must not fill a mailbox by it. */
    private static final int TOLD_AN_HOUR = 10;

    /** How long there is any use in telling of a sign-in. */
    private static final Duration TOLD = Duration.ofDays(7);

    private final TokenFamilyRepository repository;
    private final AccountRepository accounts;
    private final AccountScope scope;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final AccountMail mail;
    private final TokenLetters letters;
    private final TokenSettings settings;
    private final Clock clock;

    TokenFamilies(
            TokenFamilyRepository repository,
            AccountRepository accounts,
            AccountScope scope,
            Notifications notifications,
            AuditTrail audit,
            AccountMail mail,
            TokenLetters letters,
            TokenSettings settings,
            Clock clock) {
        this.repository = repository;
        this.accounts = accounts;
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

    /** Keeps the account's sign-ins of programs below {@link #MOST}, when one more has begun. */
    void endBeyond(UUID accountId) {
        JdbcClient jdbc = CurrentTransaction.jdbc();
        for (UUID family : repository.endBeyond(jdbc, accountId, MOST, "too many", clock.instant())) {
            notifications.changed(family);
            audit.record(AuditEvent.done(accountId, "system", "token.end", "sign-in:" + family));
        }
    }

    /** Tells the person of a sign-in by a program that was never seen with the account; before the family is there. */
    void tellIfNew(Account account, TokenFamily family, Visitor visitor) {
        JdbcClient jdbc = CurrentTransaction.jdbc();
        Instant now = clock.instant();
        if (repository.isKnown(jdbc, family, visitor)
                || repository.clients(jdbc, account.id(), now.minus(Duration.ofHours(1))) >= TOLD_AN_HOUR) {
            return;
        }
        AccountRepository.Writing writing = accounts.writing(jdbc, account.id());
        String at = new Formatting(now, writing.zone(), writing.form()).exact(now);
        Letter letter = letters.newProgram(
                at, Devices.programWords(visitor.agent()), visitor.address().text());
        Optional.ofNullable(account.email())
                .flatMap(EmailAddress::parse)
                .ifPresent(to -> mail.once(family.id(), account.id(), "program", to, letter, TOLD));
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

    /** Whether nothing but a provider's word stands behind an API sign-in, as behind the token of a browser that came by one. */
    boolean isByProviderAlone(Caller.Person person) {
        return scope.call(person.accountId(), jdbc -> repository.peek(jdbc, person.sessionId()))
                .filter(family -> family.proved().equals(Set.of(Factor.PROVIDER)))
                .isPresent();
    }
}
