package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.RowCipher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes signing keys and has one follow the other. The next key is published from the moment on at which the current one began, so everybody who
 * keeps our key set for {@link #KEPT_BY_OTHERS} has it before it signs. A retired one stays until the last token under it is over.
 */
@Component
public class SigningKeyTurns {
    /** How long others may keep the key set, as its answer says (RFC 9111 section 5.2.2.1). */
    public static final Duration KEPT_BY_OTHERS = Duration.ofHours(1);

    /** For a node that signs with the key it knew a moment ago, and for clocks of others (RFC 7519 section 4.1.4: a few minutes). */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    /** How a turn ended. */
    public sealed interface Outcome {
        /** The next key signs from now on; the one before it is retired, or deleted where there was a revocation. */
        record Turned() implements Outcome {}

        /** Nothing was due, or there was no key and now there is one. */
        record Kept() implements Outcome {}

        /** The next key has not been published for long enough: tokens under it would be refused by those who keep the key set. */
        record TooYoung(Instant ready) implements Outcome {}
    }

    /**
     * A key as an operator sees it.
     *
     * @param id the {@code kid}
     * @param state next, current or retired
     * @param goneAt when a retired one is deleted
     */
    public record Shown(
            String id, String state, Instant madeAt, Optional<Instant> currentAt, Optional<Instant> goneAt) {}

    private final SigningKeyRepository repository;
    private final RowCipher cipher;
    private final SystemScope system;
    private final Notifications notifications;
    private final AuditTrail audit;
    private final Ids ids;
    private final Clock clock;
    private final TokenSettings settings;

    SigningKeyTurns(
            SigningKeyRepository repository,
            RowCipher cipher,
            SystemScope system,
            Notifications notifications,
            AuditTrail audit,
            Ids ids,
            Clock clock,
            TokenSettings settings) {
        this.repository = repository;
        this.cipher = cipher;
        this.system = system;
        this.notifications = notifications;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
        this.settings = settings;
    }

    /** All keys, the oldest first. */
    public List<Shown> list() {
        return system.call(repository::all).stream()
                .map(row ->
                        new Shown(row.id().toString(), row.state().word(), row.madeAt(), row.currentAt(), row.goneAt()))
                .toList();
    }

    /** From when on {@link #turn} does anything; empty when it would now. */
    public Optional<Instant> wouldRefuse() {
        return system.call(repository::all).stream()
                .filter(row -> row.state() == SigningKey.State.NEXT)
                .map(row -> row.madeAt().plus(KEPT_BY_OTHERS))
                .filter(ready -> ready.isAfter(clock.instant()))
                .findFirst();
    }

    /** What the maintenance lane does: makes what is missing, turns when the current key has signed for long enough, deletes what is over. */
    public Outcome tend() {
        return change("system", keys -> {
            keys.clear();
            Optional<SigningKeyRepository.Row> current = keys.find(SigningKey.State.CURRENT);
            boolean due = current.flatMap(SigningKeyRepository.Row::currentAt)
                    .map(at -> !at.plus(settings.signingKeyLife()).isAfter(keys.now()))
                    .orElse(false);
            if (due && keys.ready().isEmpty()) {
                keys.turn(false);
                return new Outcome.Turned();
            }
            keys.fill();
            return new Outcome.Kept();
        });
    }

    /** Makes the first keys where there are none. */
    void begin() {
        change("system", keys -> {
            keys.fill();
            return new Outcome.Kept();
        });
    }

    /** Turns now, though nothing is due. Tokens under the key before stay good. */
    public Outcome turn(String actor) {
        return change(actor, keys -> {
            keys.fill();
            Optional<Instant> ready = keys.ready();
            if (ready.isPresent()) {
                return new Outcome.TooYoung(ready.get());
            }
            keys.turn(false);
            return new Outcome.Turned();
        });
    }

    /**
     * Deletes every key but the next one, which signs from now on, however young it is: for a private key that others may have. Every access token ends within a
     * second, on every node; clients get another by their refresh tokens.
     */
    public Outcome revoke(String actor) {
        return change(actor, keys -> {
            keys.fill();
            keys.turn(true);
            return new Outcome.Turned();
        });
    }

    private Outcome change(String actor, Function<Change, Outcome> act) {
        // Made and sealed before the transaction, which others wait for.
        SigningKey one = SigningKey.make(ids.next(), SigningKey.State.CURRENT, cipher);
        SigningKey other = SigningKey.make(ids.next(), SigningKey.State.NEXT, cipher);
        return system.call(jdbc -> {
            repository.lock(jdbc);
            return act.apply(new Change(jdbc, actor, one, other));
        });
    }

    /** One transaction over the keys. */
    private final class Change {
        private final JdbcClient jdbc;
        private final String actor;
        private final SigningKey freshCurrent;
        private final SigningKey freshNext;
        private final Instant now = clock.instant();
        private List<SigningKeyRepository.Row> rows;

        Change(JdbcClient jdbc, String actor, SigningKey freshCurrent, SigningKey freshNext) {
            this.jdbc = jdbc;
            this.actor = actor;
            this.freshCurrent = freshCurrent;
            this.freshNext = freshNext;
            this.rows = repository.all(jdbc);
        }

        Instant now() {
            return now;
        }

        Optional<SigningKeyRepository.Row> find(SigningKey.State state) {
            return rows.stream().filter(row -> row.state() == state).findFirst();
        }

        /** When the next key may sign; empty when it may already. */
        Optional<Instant> ready() {
            return find(SigningKey.State.NEXT)
                    .map(row -> row.madeAt().plus(KEPT_BY_OTHERS))
                    .filter(ready -> ready.isAfter(now));
        }

        void clear() {
            for (SigningKeyRepository.Row row : rows) {
                if (row.goneAt().map(gone -> !gone.isAfter(now)).orElse(false)) {
                    repository.delete(jdbc, row.id());
                    said("signing_key.delete", row);
                }
            }
            rows = repository.all(jdbc);
        }

        /** Adds what is missing. */
        void fill() {
            if (find(SigningKey.State.CURRENT).isEmpty()) {
                add(freshCurrent);
            }
            if (find(SigningKey.State.NEXT).isEmpty()) {
                add(freshNext);
            }
        }

        void turn(boolean revoke) {
            for (SigningKeyRepository.Row row : rows) {
                if (revoke && row.state() != SigningKey.State.NEXT) {
                    repository.delete(jdbc, row.id());
                    said("signing_key.revoke", row);
                } else if (row.state() == SigningKey.State.CURRENT) {
                    repository.retire(
                            jdbc, row.id(), now.plus(settings.accessLife()).plus(MARGIN));
                    said("signing_key.retire", row);
                }
            }
            SigningKeyRepository.Row next = find(SigningKey.State.NEXT).orElseThrow();
            repository.begin(jdbc, next.id(), now);
            said("signing_key.begin", next);
            add(freshNext);
        }

        private void add(SigningKey key) {
            repository.insert(jdbc, key, now);
            rows = repository.all(jdbc);
            notifications.changed(SigningKeys.ALL);
            audit.record(AuditEvent.done(null, actor, "signing_key.make", "signing_key:" + key.id()));
        }

        private void said(String action, SigningKeyRepository.Row row) {
            notifications.changed(SigningKeys.ALL);
            audit.record(AuditEvent.done(null, actor, action, "signing_key:" + row.id()));
        }
    }
}
