package dev.concierge.server.identity;

import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Ids;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.mail.Letter;
import dev.concierge.server.web.BrowserId;
import dev.concierge.server.web.PublicUrl;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * One-time links by e-mail: 256 random bits, of which the table holds the SHA-256. Looking at one takes nothing, so a scanner of mails burns none; it
 * is taken in the transaction of what it is for.
 */
@Component
class EmailLinks {
    private final EmailLinkRepository repository;
    private final AuthScope auth;
    private final RandomSecrets random;
    private final PublicUrl publicUrl;
    private final Ids ids;
    private final Clock clock;

    EmailLinks(
            EmailLinkRepository repository,
            AuthScope auth,
            RandomSecrets random,
            PublicUrl publicUrl,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.auth = auth;
        this.random = random;
        this.publicUrl = publicUrl;
        this.ids = ids;
        this.clock = clock;
    }

    /** Who may use a link beside whoever has it; nulls for nobody else. */
    record Bound(@Nullable BrowserId browser, @Nullable UUID sessionId) {
        static final Bound NOT = new Bound(null, null);
    }

    /** Makes a link in the open transaction of the account. */
    Letter.Link make(UUID accountId, LinkPurpose purpose, EmailAddress email, Bound bound, String label) {
        Secret token = random.next();
        repository.insert(
                CurrentTransaction.jdbc(),
                new EmailLinkRepository.Fresh(
                        ids.next(),
                        accountId,
                        purpose,
                        TokenHash.of(token),
                        email,
                        bound.browser(),
                        bound.sessionId(),
                        clock.instant()));
        return new Letter.Link(label, publicUrl.resolve(purpose.path(token.reveal())));
    }

    /** Looks at a living link of an account that may come in; empty for any other. Takes nothing. */
    Optional<EmailLinkRepository.Peeked> peek(LinkPurpose purpose, Secret token) {
        return auth.call(jdbc -> repository.peek(jdbc, purpose, TokenHash.of(token), clock.instant()));
    }

    /** Takes a link in the open transaction of the account; empty when it is over, or was taken by now. */
    Optional<EmailLinkRepository.Taken> take(UUID accountId, LinkPurpose purpose, Secret token) {
        return repository.take(CurrentTransaction.jdbc(), accountId, purpose, TokenHash.of(token), clock.instant());
    }

    /** Ends what else was sent to the account, but for undoing a change of address, in its open transaction. */
    void end(UUID accountId) {
        repository.end(CurrentTransaction.jdbc(), accountId);
    }
}
