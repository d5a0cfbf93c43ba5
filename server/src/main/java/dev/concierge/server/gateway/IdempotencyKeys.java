package dev.concierge.server.gateway;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.Binding;
import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.UnreadableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Requests that callers named by a key of their own, so that repeating one does nothing twice (the idea of draft-ietf-httpapi-idempotency-key-header).
 * A key is claimed and committed before the act, by one node alone; whoever claims it later gets the answer, or waits.
 */
@Component
class IdempotencyKeys {
    /** How long an answer is given again. */
    static final Duration KEPT = Duration.ofHours(24);

    /** Longer than any request lasts; a claim older than this has lost its node. */
    private static final Duration LEASE = Duration.ofMinutes(1);

    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(IdempotencyKeys.class);

    /**
     * A request under a key.
     *
     * @param key as the caller named it; stored as a hash
     * @param content method, address and body; stored as a hash
     */
    record Request(UUID accountId, UUID callerId, Secret key, Secret content) {}

    private final AccountScope accounts;
    private final SystemScope system;
    private final RowCipher cipher;
    private final Ids ids;
    private final Clock clock;

    IdempotencyKeys(AccountScope accounts, SystemScope system, RowCipher cipher, Ids ids, Clock clock) {
        this.accounts = accounts;
        this.system = system;
        this.cipher = cipher;
        this.ids = ids;
        this.clock = clock;
    }

    /** Claims the key for this request, or says why not. Committed when it returns. */
    KeyClaim begin(Request request) {
        return accounts.call(request.accountId(), jdbc -> {
            UUID id = ids.next();
            if (IdempotencyRepository.insert(
                    jdbc, id, request, LEASE, clock.instant().plus(KEPT))) {
                return new KeyClaim.Begun(id);
            }
            return IdempotencyRepository.lock(jdbc, request)
                    .map(row -> claim(jdbc, id, row, request))
                    // purged or given back between the two statements
                    .orElseGet(() -> new KeyClaim.UnderWay(ASK_AGAIN));
        });
    }

    private KeyClaim claim(JdbcClient jdbc, UUID id, IdempotencyRepository.Row row, Request request) {
        boolean over = !clock.instant().isBefore(row.expiresAt()) || (row.status() == null && !row.held());
        KeptAnswer kept = over ? null : answer(row, request.accountId());
        if (over || (row.status() != null && kept == null)) {
            IdempotencyRepository.takeOver(
                    jdbc, row.id(), id, request, LEASE, clock.instant().plus(KEPT));
            return new KeyClaim.Begun(id);
        }
        if (!row.sameRequest()) {
            return new KeyClaim.OtherRequest();
        }
        return kept == null ? new KeyClaim.UnderWay(ASK_AGAIN) : new KeyClaim.Answered(kept);
    }

    /** Keeps the answer to a request that was begun. When the claim was lost meanwhile, nothing is kept. */
    void finish(UUID accountId, UUID id, KeptAnswer answer) {
        Ciphertext sealed = cipher.encrypt(answer.body(), binding(id, accountId));
        boolean kept = accounts.call(
                accountId,
                jdbc -> IdempotencyRepository.answer(jdbc, id, answer.status(), answer.contentType(), sealed));
        if (!kept) {
            log.warn("An answer came later than its idempotency key was held, and was not kept");
        }
    }

    /** Gives the key back: the request came to nothing that is worth keeping. */
    void release(UUID accountId, UUID id) {
        accounts.run(accountId, jdbc -> IdempotencyRepository.delete(jdbc, id));
    }

    /** Deletes keys whose day is over. @return how many, at most {@code atMost} */
    int purge(int atMost) {
        return system.call(jdbc -> IdempotencyRepository.purge(jdbc, clock.instant(), atMost));
    }

    /** Null until there is one, and when its data key is gone. */
    private @Nullable KeptAnswer answer(IdempotencyRepository.Row row, UUID accountId) {
        if (row.status() == null) {
            return null;
        }
        try {
            Ciphertext sealed = Objects.requireNonNull(row.answer());
            return new KeptAnswer(
                    row.status(), row.contentType(), cipher.decrypt(sealed, binding(row.id(), accountId)));
        } catch (UnreadableException e) {
            log.warn("A kept answer cannot be read: {}", e.getMessage());
            return null;
        }
    }

    private static Binding binding(UUID id, UUID accountId) {
        return new Binding("idempotency_keys", "answer", id, accountId, 0);
    }
}
