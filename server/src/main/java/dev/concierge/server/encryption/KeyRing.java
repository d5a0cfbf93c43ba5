package dev.concierge.server.encryption;

import com.google.crypto.tink.KeysetHandle;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.KeysetRepository.Stored;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The data keys of the installation: read from their row, or made and stored when there are none yet; two nodes that start at once end with the
 * same ones. Other nodes change them while this one runs, so they are looked at again, and swapped as a whole. Thread-safe.
 */
public final class KeyRing implements Keys, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeyRing.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SystemScope system;
    private final Clock clock;
    private final KeysetSeal seal;
    private final RingLoads<Boolean> loads = new RingLoads<>(this::look);
    private volatile Ring ring;
    private volatile @Nullable Instant alertedFor;
    private volatile @Nullable UUID node;

    private KeyRing(SystemScope system, Clock clock, KeysetSeal seal, Ring ring) {
        this.system = system;
        this.clock = clock;
        this.seal = seal;
        this.ring = ring;
    }

    /** @throws IllegalArgumentException with a sentence for the operator, when the key does not fit the stored keyset */
    static KeyRing open(SystemScope system, Clock clock, String encryptionKey) throws GeneralSecurityException {
        KeysetSeal seal = new KeysetSeal(MasterKeys.wrapping(encryptionKey));
        Stored stored = system.call(KeysetRepository::read).orElseGet(() -> create(system, clock, seal));
        try {
            return new KeyRing(system, clock, seal, seal.open(stored));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "ENCRYPTION_KEY does not open this database's keys. Give the key that this installation was set up with,"
                            + " or the new one if keys rewrap has been run.",
                    e);
        }
    }

    private static Stored create(SystemScope system, Clock clock, KeysetSeal seal) {
        try {
            KeysetHandle fresh = Ring.fresh();
            byte[] wrapped = seal.wrap(fresh);
            byte[] check = KeysetSeal.check(fresh);
            return system.call(jdbc -> {
                KeysetRepository.insert(jdbc, wrapped, check, clock.instant());
                Stored stored = KeysetRepository.read(jdbc).orElseThrow();
                stored.check()
                        .keyId()
                        .ifPresent(id -> KeysetRepository.note(jdbc, Integer.toUnsignedLong(id), stored.changedAt()));
                return stored;
            });
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a data keyset could not be made", e);
        }
    }

    @Override
    public Ring current() {
        return ring;
    }

    @Override
    public Ring with(int keyId) {
        boolean known = awaitLook();
        Ring now = ring;
        if (!known && !now.holds(keyId)) {
            throw new ProblemException(
                            ProblemType.UNAVAILABLE,
                            "The keys of this installation have changed, and this node cannot read them yet.")
                    .retryAfter(PATIENCE);
        }
        return now;
    }

    /**
     * Looks now whether another node has changed the keys, and waits for that.
     *
     * @return whether this process holds the stored keys; false when its ENCRYPTION_KEY does not open them, and it goes on with those it has
     * @throws ProblemException {@code unavailable} when the database does not answer
     */
    public boolean reload() {
        return awaitLook();
    }

    private boolean awaitLook() {
        try {
            return loads.next().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ProblemException problem ? problem : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        }
    }

    private static ProblemException unavailable(Exception cause) {
        return new ProblemException(
                        ProblemType.UNAVAILABLE, "The keys of this installation could not be looked at in time.", cause)
                .retryAfter(PATIENCE);
    }

    /** On the thread of the loads. */
    private Boolean look() {
        Stored stored = system.call(KeysetRepository::read).orElse(null);
        boolean holds = stored != null && adopt(stored);
        UUID me = node;
        if (me != null) {
            system.run(jdbc -> KeysetRepository.seen(jdbc, me, ring.version()));
        }
        return holds;
    }

    private boolean adopt(Stored stored) {
        Ring held = ring;
        if (held.version() == stored.version() && held.changedAt().equals(stored.changedAt())) {
            return true;
        }
        try {
            ring = seal.open(stored);
            log.info("The data keys are those of version {} now", stored.version());
            return true;
        } catch (GeneralSecurityException e) {
            if (!stored.changedAt().equals(alertedFor)) {
                alertedFor = stored.changedAt();
                log.error(
                        "ALERT the data keys of version {} do not open with this node's ENCRYPTION_KEY; it goes on with those of version {}."
                                + " If keys rewrap has been run, give this node the new key as ENCRYPTION_KEY and restart it; keys are not"
                                + " rotated before every node has it.",
                        stored.version(),
                        held.version());
            }
            return false;
        }
    }

    /** From now on each look also says in the database which keys this node holds. */
    void serveAs(UUID id) {
        node = id;
        var _ = loads.next();
    }

    /** Begins a look and does not wait for it. */
    void lookSoon() {
        var _ = loads.next();
    }

    void leave() {
        UUID me = node;
        node = null;
        if (me != null) {
            system.run(jdbc -> KeysetRepository.gone(jdbc, me));
        }
    }

    /** Adds a new key and makes it the primary one. Inside a transaction of the system role. */
    public RingChange rotate(JdbcClient jdbc) {
        return change(jdbc, (stored, now) -> {
            Instant at = clock.instant();
            KeysetHandle next = now.withNewPrimary();
            now.ids().forEach(id -> KeysetRepository.note(jdbc, Integer.toUnsignedLong(id), stored.changedAt()));
            KeysetRepository.note(jdbc, Integer.toUnsignedLong(next.getPrimary().getId()), at);
            KeysetRepository.retire(
                    jdbc, now.ids().stream().map(Integer::toUnsignedLong).collect(Collectors.toSet()), at);
            return new Sealed(seal, next);
        });
    }

    /**
     * Takes retired keys out of the ring for good. Whoever calls has looked that nothing is encrypted under them any more. Inside a transaction of
     * the system role.
     */
    public RingChange destroy(JdbcClient jdbc, Collection<Long> keyIds) {
        Set<Integer> gone = keyIds.stream().map(Long::intValue).collect(Collectors.toSet());
        return change(jdbc, (_, now) -> {
            KeysetRepository.destroyed(jdbc, new HashSet<>(keyIds), clock.instant());
            return new Sealed(seal, now.without(gone));
        });
    }

    /**
     * Wraps the same keys by another ENCRYPTION_KEY. Inside a transaction of the system role. Running nodes go on with what they hold; whatever
     * starts from now on needs the new key.
     *
     * @throws IllegalArgumentException with a sentence for the operator, when the new key is none
     */
    public RingChange rewrap(JdbcClient jdbc, Secret newKey) {
        return change(
                jdbc,
                (_, now) -> new Sealed(
                        new KeysetSeal(MasterKeys.wrapping("NEW_ENCRYPTION_KEY", newKey.reveal())), now.keyset()));
    }

    /**
     * The stored keys as the text of an escrow file.
     *
     * @throws IllegalArgumentException with a sentence for the operator, when the passphrase is too short
     */
    public String escrow(Secret passphrase) {
        return KeyEscrow.seal(ring.keyset(), passphrase);
    }

    /** A keyset and what shall wrap it. */
    private record Sealed(KeysetSeal seal, KeysetHandle keyset) {}

    @FunctionalInterface
    private interface Change {
        Sealed of(Stored stored, Ring now) throws GeneralSecurityException;
    }

    private RingChange change(JdbcClient jdbc, Change change) {
        Stored stored = KeysetRepository.read(jdbc).orElseThrow();
        Ring now;
        try {
            now = seal.open(stored);
        } catch (GeneralSecurityException e) {
            return new RingChange.WrappedOtherwise();
        }
        try {
            Sealed next = change.of(stored, now);
            byte[] wrapped = next.seal().wrap(next.keyset());
            byte[] check = KeysetSeal.check(next.keyset());
            if (!KeysetRepository.replace(jdbc, stored.version(), wrapped, check, clock.instant())) {
                return new RingChange.Overtaken();
            }
            CurrentTransaction.afterCommit(this::lookSoon);
            return RingChange.Changed.of(Ring.of(stored.version() + 1, stored.changedAt(), next.keyset()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the data keyset could not be changed", e);
        }
    }

    /** Every key there is and was, newest first. Inside a transaction of the system role. */
    public List<DataKey> keys(JdbcClient jdbc) {
        List<DataKey> noted = KeysetRepository.keys(jdbc);
        Set<Long> known = noted.stream().map(DataKey::id).collect(Collectors.toSet());
        Ring now = ring;
        return java.util.stream.Stream.concat(
                        noted.stream(),
                        // made by the release before this one, which notes nothing
                        now.ids().stream()
                                .map(Integer::toUnsignedLong)
                                .filter(id -> !known.contains(id))
                                .map(id -> new DataKey(id, now.changedAt(), null, null)))
                .toList();
    }

    /** Which running nodes hold the stored keys. Inside a transaction of the system role. */
    public KeyNodes nodes(JdbcClient jdbc) {
        return KeysetRepository.nodes(jdbc);
    }

    /** Version of the keys that this process holds. */
    public long version() {
        return ring.version();
    }

    /** Id of the key with which this process encrypts now. */
    public long primary() {
        return Integer.toUnsignedLong(ring.primary());
    }

    @Override
    public void close() {
        loads.close();
    }
}
