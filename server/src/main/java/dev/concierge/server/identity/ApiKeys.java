package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.limits.Limit;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.web.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * API keys: {@code ck_} and 43 characters of base64url, which are 256 random bits. The key is shown once; what is kept is its SHA-256
 * and a prefix to tell keys apart. Only a signed-in person makes
 * keys, for their own account (N-02); an administrator also for one that nobody signs in to.
 */
@Component
public class ApiKeys {
    static final String KIND = "ck_";
    private static final int SHOWN = 8;
    private static final int MOST_LIVING = 50;

    /** Each is told by mail and kept for the trail, also when it is revoked at once. */
    private static final Limit MADE = new Limit("api keys made", 100, Duration.ofMinutes(5));

    /** Mails about new keys to one address. */
    private static final Limit TOLD = new Limit("mail key", 20, Duration.ofMinutes(10));

    private static final Duration LISTED_AFTER_END = Duration.ofDays(30);

    private final ApiKeyRepository repository;
    private final AccountMail mail;
    private final TokenLetters letters;
    private final Limiter limiter;
    private final AccountScope scope;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final RandomSecrets random;
    private final Ids ids;
    private final Clock clock;

    ApiKeys(
            ApiKeyRepository repository,
            AccountMail mail,
            TokenLetters letters,
            Limiter limiter,
            AccountScope scope,
            Notifications notifications,
            AuditTrail audit,
            RandomSecrets random,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.mail = mail;
        this.letters = letters;
        this.limiter = limiter;
        this.scope = scope;
        this.notifications = notifications;
        this.audit = audit;
        this.random = random;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Whose key it is about, and who does it.
     *
     * @param actor as the trail names it
     */
    record For(UUID accountId, String actor, AuditEvent.Subject subject) {
        static For own(Caller.Person person, Visitor visitor) {
            return new For(person.accountId(), person.actor(), visitor.subject(person.email()));
        }
    }

    /**
     * Makes a key for the person's own account, and tells them by mail. At most 50 live at a time.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests}
     */
    public NewKeyOutcome create(Caller.Person person, KeyRequest request, Visitor visitor) {
        return create(For.own(person, visitor), request);
    }

    NewKeyOutcome create(For whom, KeyRequest request) {
        Optional<NewKeyOutcome.Unfit> fault = request.fault();
        if (fault.isPresent()) {
            return fault.get();
        }
        limiter.take(MADE, whom.accountId().toString());
        Optional<EmailAddress> told = Optional.ofNullable(whom.subject().email())
                .flatMap(EmailAddress::parse)
                .filter(to -> limiter.tryTake(TOLD, to.value()).isEmpty());
        Secret value = Secret.of(KIND + random.next().reveal());
        Instant now = clock.instant();
        ApiKey key = new ApiKey(
                ids.next(),
                DisplayName.parse(request.name()).orElseThrow().value(),
                value.reveal().substring(0, KIND.length() + SHOWN),
                request.scopes().orElseThrow(),
                now,
                now.plus(Duration.ofDays(request.days())),
                null,
                null);
        return scope.call(whom.accountId(), jdbc -> {
            Optional<NewKeyOutcome.Unfit> clash = clash(jdbc, whom.accountId(), key);
            if (clash.isPresent()) {
                return clash.get();
            }
            repository.insert(jdbc, whom.accountId(), key, TokenHash.of(value));
            told.ifPresent(to -> tell(whom, key, to));
            audit.record(event(whom, "api_key.create", key.id()).with("prefix", key.prefix()));
            return new NewKeyOutcome.Made(new NewApiKey(key, value));
        });
    }

    /** Whoever made it is told, of a service account's too: it has no mailbox. */
    private void tell(For whom, ApiKey key, EmailAddress to) {
        boolean service = !whom.actor().equals("person:" + whom.accountId());
        mail.news(whom.accountId(), "key", to, letters.keyMade(key.prefix(), service));
    }

    /** The person's keys, with those that ended in the last thirty days, newest first. */
    public List<ApiKey> list(Caller.Person person) {
        return of(person.accountId());
    }

    /** An account's keys, with those that ended in the last thirty days, newest first. */
    public List<ApiKey> of(UUID accountId) {
        Instant since = clock.instant().minus(LISTED_AFTER_END);
        return scope.call(accountId, jdbc -> repository.list(jdbc, accountId, since));
    }

    /**
     * Revokes a key; it works on no node a second later.
     *
     * @return false when it is not the person's or was revoked before
     */
    public boolean revoke(Caller.Person person, UUID keyId, Visitor visitor) {
        return revoke(For.own(person, visitor), keyId);
    }

    boolean revoke(For whom, UUID keyId) {
        return scope.call(whom.accountId(), jdbc -> {
            boolean revoked = repository.revoke(jdbc, keyId, clock.instant());
            if (revoked) {
                notifications.changed(keyId);
                audit.record(event(whom, "api_key.revoke", keyId));
            }
            return revoked;
        });
    }

    private Optional<NewKeyOutcome.Unfit> clash(JdbcClient jdbc, UUID accountId, ApiKey fresh) {
        repository.lockAccount(jdbc, accountId);
        List<ApiKey> living = repository.list(jdbc, accountId, fresh.createdAt());
        if (living.stream().anyMatch(key -> key.name().equals(fresh.name()))) {
            return Optional.of(
                    new NewKeyOutcome.Unfit("You have a key of this name already. Choose another.", null, null));
        }
        return living.size() >= MOST_LIVING
                ? Optional.of(new NewKeyOutcome.Unfit("You have 50 keys. End one first.", null, null))
                : Optional.empty();
    }

    private static AuditEvent event(For whom, String action, UUID keyId) {
        return AuditEvent.done(whom.accountId(), whom.actor(), action, "key:" + keyId)
                .from(whom.subject());
    }
}
