package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Ids;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.web.Devices;
import dev.concierge.server.mail.Letter;
import dev.concierge.server.web.DateForm;
import dev.concierge.server.web.Formatting;
import dev.concierge.server.web.PublicUrl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which browsers signed in to an account before, by the hash of their cookie. One that never did is told of by mail, once, in the transaction of its
 * sign-in, with a link for whoever was not at it. The first browser after somebody made their account is theirs and is not told of.
 */
@Component
public class KnownBrowsers {
    /** A browser that does not sign in for so long is forgotten, and told of when it comes back. */
    static final Duration REMEMBERED = Duration.ofDays(400);

    /** With more, the one that was not seen for longest is forgotten, and told of when it comes back. */
    private static final int MOST = 200;

    /** Whoever has the password of an account with another's address must not fill a mailbox by it. */
    private static final int TOLD_AN_HOUR = 10;

    private static final Duration STOPPABLE = Duration.ofDays(7);
    private static final Duration SIGN_UP = Duration.ofHours(1);

    private final KnownBrowserRepository repository;
    private final AccountRepository accounts;
    private final Sessions sessions;
    private final EmailLinks links;
    private final AccountMail mail;
    private final AccountLetters letters;
    private final PasswordHasher hasher;
    private final RandomSecrets random;
    private final PublicUrl publicUrl;
    private final AccountScope scope;
    private final AuthScope auth;
    private final AuditTrail audit;
    private final Ids ids;
    private final Clock clock;

    KnownBrowsers(
            KnownBrowserRepository repository,
            AccountRepository accounts,
            Sessions sessions,
            EmailLinks links,
            AccountMail mail,
            AccountLetters letters,
            PasswordHasher hasher,
            RandomSecrets random,
            PublicUrl publicUrl,
            AccountScope scope,
            AuthScope auth,
            AuditTrail audit,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.accounts = accounts;
        this.sessions = sessions;
        this.links = links;
        this.mail = mail;
        this.letters = letters;
        this.hasher = hasher;
        this.random = random;
        this.publicUrl = publicUrl;
        this.scope = scope;
        this.auth = auth;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A sign-in that a mail told of.
     *
     * @param device its browser and system; empty words where the session is no longer known
     */
    public record Told(Instant at, String device) {}

    @EventListener
    void signedIn(SignedIn event) {
        JdbcClient jdbc = CurrentTransaction.jdbc();
        Instant now = clock.instant();
        UUID id = ids.next();
        if (!repository.see(jdbc, id, event, now)) {
            return;
        }
        repository.forgetBeyond(jdbc, event.accountId(), MOST);
        KnownBrowserRepository.Newcomer newcomer = repository.newcomer(jdbc, event, now);
        if (newcomer.others() == 0 && newcomer.madeAt().plus(SIGN_UP).isAfter(now)) {
            return;
        }
        Optional.ofNullable(newcomer.email())
                .flatMap(EmailAddress::parse)
                .filter(_ -> mail.offered() && newcomer.lately() <= TOLD_AN_HOUR)
                .ifPresent(to -> tell(jdbc, id, event.accountId(), newcomer, to));
    }

    private void tell(
            JdbcClient jdbc, UUID id, UUID accountId, KnownBrowserRepository.Newcomer newcomer, EmailAddress to) {
        Secret token = random.next();
        Instant now = clock.instant();
        repository.setStop(jdbc, id, TokenHash.of(token), now.plus(STOPPABLE));
        Letter.Link stop = new Letter.Link("This wasn’t me", publicUrl.resolve("/link/stranger/" + token.reveal()));
        String at = new Formatting(now, newcomer.zone(), newcomer.form()).exact(now);
        mail.once(
                id,
                accountId,
                "browser",
                to,
                letters.newBrowser(at, Devices.words(newcomer.agent()), newcomer.address(), stop),
                STOPPABLE);
    }

    /** The sign-in that a link is about; empty when it is over. Takes nothing. */
    public Optional<Told> peek(Secret token) {
        return find(token)
                .map(found -> new Told(found.at(), found.agent() == null ? "" : Devices.words(found.agent())));
    }

    private Optional<KnownBrowserRepository.Found> find(Secret token) {
        return auth.call(jdbc -> repository.peek(jdbc, TokenHash.of(token), clock.instant()));
    }

    /**
     * Signs everybody out, browsers and programs, for whoever was in may have begun more than the one sign-in that the mail told of; makes the password
     * worth nothing, and sends a link to choose a new one. The browser counts as new again.
     *
     * @return false when the link is over; nothing was changed then
     */
    public boolean stop(Secret token, Visitor visitor) {
        Optional<KnownBrowserRepository.Found> found = find(token);
        if (found.isEmpty()) {
            return false;
        }
        UUID account = found.get().account().id();
        String unknown = hasher.hash(random.next());
        return scope.call(account, jdbc -> stop(jdbc, account, token, unknown, visitor));
    }

    private boolean stop(JdbcClient jdbc, UUID id, Secret token, String unknownPassword, Visitor visitor) {
        Optional<Account> account = accounts.lock(jdbc, id) ? accounts.find(jdbc, id) : Optional.empty();
        Optional<KnownBrowserRepository.Taken> taken =
                account.isEmpty() ? Optional.empty() : repository.take(jdbc, id, TokenHash.of(token), clock.instant());
        if (taken.isEmpty()) {
            return false;
        }
        Account row = account.get();
        UUID session = taken.get().sessionId();
        sessions.endAll(id, null, "person:" + id);
        if (accounts.passwordChangedAt(jdbc, id).isPresent()) {
            accounts.setPassword(jdbc, id, unknownPassword, clock.instant());
        }
        links.end(id);
        Optional.ofNullable(row.email())
                .flatMap(EmailAddress::parse)
                .ifPresent(to -> mail.link(
                        id,
                        LinkPurpose.RESET,
                        to,
                        letters.strangerOut(
                                links.make(id, LinkPurpose.RESET, to, EmailLinks.Bound.NOT, "Choose a new password"))));
        audit.record(AuditEvent.done(
                        id,
                        "person:" + id,
                        "session.disown",
                        session == null ? "account:" + id : "session:" + Objects.requireNonNull(session))
                .from(visitor.subject(row.email())));
        return true;
    }

    /** How times are written for a person, as their row says; of a zone that this Java does not know, UTC. */
    static ZoneId zone(@Nullable String name) {
        try {
            return ZoneId.of(Objects.requireNonNullElse(name, "UTC"));
        } catch (java.time.DateTimeException e) {
            return ZoneId.of("UTC");
        }
    }

    static DateForm form(String word) {
        return DateForm.parse(word).orElse(DateForm.DAY_FIRST);
    }
}
