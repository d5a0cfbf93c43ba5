package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * An address that was changed away comes back, by the link that it was sent. Whoever changed it had a session and the password; so every session and
 * key ends, and second factors and ways in through providers that were added about then; the password stops working, and a new one is chosen by a link to the address that is back. An
 * account that was asked to be deleted meanwhile stays.
 */
@Component
public class AddressUndo {
    /** Second factors and ways in added this long before the change, or since, are taken for those of whoever made it. */
    private static final Duration PREPARED = Duration.ofDays(1);

    private final AccountRepository accounts;
    private final EmailLinks links;
    private final EmailLinkRepository repository;
    private final FirstProof proof;
    private final Sessions sessions;
    private final FactorEnd factors;
    private final NewWays ways;
    private final PasswordHasher hasher;
    private final RandomSecrets random;
    private final AccountMail mail;
    private final AccountLetters letters;
    private final Departures departures;
    private final AccountScope scope;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final Clock clock;

    AddressUndo(
            AccountRepository accounts,
            EmailLinks links,
            EmailLinkRepository repository,
            FirstProof proof,
            Sessions sessions,
            FactorEnd factors,
            NewWays ways,
            PasswordHasher hasher,
            RandomSecrets random,
            AccountMail mail,
            AccountLetters letters,
            Departures departures,
            AccountScope scope,
            Notifications notifications,
            AuditTrail audit,
            Clock clock) {
        this.accounts = accounts;
        this.links = links;
        this.repository = repository;
        this.proof = proof;
        this.sessions = sessions;
        this.factors = factors;
        this.ways = ways;
        this.hasher = hasher;
        this.random = random;
        this.mail = mail;
        this.letters = letters;
        this.departures = departures;
        this.scope = scope;
        this.notifications = notifications;
        this.audit = audit;
        this.clock = clock;
    }

    /** How it ended. */
    public enum Outcome {
        UNDONE,
        /** Another account has the address by now. */
        TAKEN,
        OVER
    }

    /** The address that a link would bring back; empty when it is over. Takes nothing. */
    public Optional<String> peek(Secret token) {
        return links.peek(LinkPurpose.UNDO, token).map(link -> link.email().value());
    }

    /** Brings the address back. */
    public Outcome undo(Secret token, Visitor visitor) {
        Optional<EmailLinkRepository.Peeked> link = links.peek(LinkPurpose.UNDO, token);
        if (link.isEmpty()) {
            return Outcome.OVER;
        }
        UUID id = link.get().account().id();
        String unknown = hasher.hash(random.next());
        try {
            return scope.call(id, jdbc -> undo(jdbc, id, token, unknown, visitor));
        } catch (DuplicateKeyException e) {
            return Outcome.TAKEN;
        }
    }

    private Outcome undo(JdbcClient jdbc, UUID id, Secret token, String unknownPassword, Visitor visitor) {
        departures.lockRoles();
        Optional<EmailLinkRepository.Taken> taken =
                accounts.lock(jdbc, id) ? links.take(id, LinkPurpose.UNDO, token) : Optional.empty();
        if (taken.isEmpty()) {
            return Outcome.OVER;
        }
        EmailAddress back = taken.get().email();
        String actor = "person:" + id;
        departures.keep(id, actor, visitor.subject(back.value()));
        accounts.changeEmail(jdbc, id, back);
        accounts.setPassword(jdbc, id, unknownPassword, clock.instant());
        sessions.endAll(id, null, actor);
        proof.endKeys(id, actor);
        Instant since = taken.get().createdAt().minus(PREPARED);
        factors.since(id, since, actor);
        List<String> ended = ways.end(id, since, actor);
        links.end(id);
        repository.endUndo(CurrentTransaction.jdbc(), id, taken.get().createdAt());
        var reset = links.make(id, LinkPurpose.RESET, back, EmailLinks.Bound.NOT, "Choose a new password");
        mail.news(id, "undone", back, letters.undone(ended, reset));
        notifications.changed(id);
        audit.record(AuditEvent.done(id, actor, "account.email.undo", "account:" + id)
                .from(visitor.subject(back.value())));
        return Outcome.UNDONE;
    }
}
