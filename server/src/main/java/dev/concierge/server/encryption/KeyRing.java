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
import java.util.Map;
import java.util.OptionalLong;
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
 * The data keys of the installation, as {@link KeyStart} found them. Other nodes change them while this one runs, so they are looked at again, and swapped as a whole. Thread-safe.
 */
public final class KeyRing implements Keys, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeyRing.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SystemScope system;
    private final Clock clock;
    private final OuterKeys outers;
    private final KeyUse use = new KeyUse();
    private final RingLoads<Boolean> loads = new RingLoads<>(this::look);
    private volatile Ring ring;
    private volatile @Nullable Instant alertedFor;
    private volatile KeyTrouble trouble = _ -> {};
    private volatile @Nullable UUID node;

    KeyRing(SystemScope system, Clock clock, OuterKeys outers, Ring ring) {
        this.system = system;
        this.clock = clock;
        this.outers = outers;
        this.ring = ring;
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
     * @return whether this process holds the stored keys; false when its outer key does not open them or the key
     *     store is away, and it goes on with those it has
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
        writeUse();
        return holds;
    }

    /** Counted twice where nobody knows whether it was written: too many is the safe side. */
    private void writeUse() {
        Map<Long, Long> counted = use.take();
        if (counted.isEmpty()) {
            return;
        }
        try {
            system.run(jdbc -> counted.forEach((key, messages) -> writeUse(jdbc, key, messages)));
        } catch (RuntimeException e) {
            use.giveBack(counted);
            throw e;
        }
    }

    private void writeUse(JdbcClient jdbc, long key, long messages) {
        long all = KeysetRepository.count(jdbc, key, messages, ring.changedAt());
        if (all >= DataKey.ENOUGH_MESSAGES && all - messages < DataKey.ENOUGH_MESSAGES) {
            log.error(
                    "ALERT the data key {} has encrypted {} messages of at most {}: make a new one with keys rotate, or on /admin/keys",
                    DataKey.name(key),
                    all,
                    DataKey.MOST_MESSAGES);
        }
    }

    @Override
    public void used(int keyId) {
        use.count(keyId);
    }

    private boolean adopt(Stored stored) {
        Ring held = ring;
        if (held.version() == stored.version() && held.changedAt().equals(stored.changedAt())) {
            return true;
        }
        try {
            ring = outers.of(stored.wrapped()).open(stored);
            log.info("The data keys are those of version {} now", stored.version());
            alertedFor = null;
            return true;
        } catch (KeyStoreException | IllegalArgumentException e) {
            alert(stored, held, e);
            return false;
        }
    }

    private void alert(Stored stored, Ring held, Exception e) {
        if (stored.changedAt().equals(alertedFor)) {
            return;
        }
        alertedFor = stored.changedAt();
        log.error(
                "ALERT the data keys of version {} do not open on this node; it goes on with those of version {}, and keys are not rotated"
                        + " before every node has them: {}",
                stored.version(),
                held.version(),
                e.getMessage());
        trouble.keysDoNotOpen("version " + stored.version() + "; the node goes on with " + held.version());
    }

    /** Whom to tell from now on. */
    void onTrouble(KeyTrouble listener) {
        trouble = listener;
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
        writeUse();
    }

    /** Makes a new key that shall be the primary one. Not inside a transaction; {@link #store} follows. */
    public PreparedRing prepareRotation() {
        return prepare(null, (stored, now) -> {
            KeysetHandle next = now.withNewPrimary();
            return new Next(next, jdbc -> {
                Instant at = clock.instant();
                now.ids().forEach(id -> KeysetRepository.note(jdbc, Integer.toUnsignedLong(id), stored.changedAt()));
                KeysetRepository.note(
                        jdbc, Integer.toUnsignedLong(next.getPrimary().getId()), at);
                KeysetRepository.retire(
                        jdbc, now.ids().stream().map(Integer::toUnsignedLong).collect(Collectors.toSet()), at);
            });
        });
    }

    /**
     * The ring without retired keys, for good once it is stored. Whoever stores it has looked that nothing is encrypted under them any more. Not inside
     * a transaction; {@link #store} follows.
     */
    public PreparedRing prepareDestruction(Collection<Long> keyIds) {
        Set<Integer> gone = keyIds.stream().map(Long::intValue).collect(Collectors.toSet());
        return prepare(
                null,
                (_, now) -> new Next(
                        now.without(gone),
                        jdbc -> KeysetRepository.destroyed(jdbc, new HashSet<>(keyIds), clock.instant())));
    }

    /**
     * The same keys, wrapped by another outer key or by its newest version. Running nodes go on with what they hold; whatever starts when it is stored
     * needs that outer key. Not inside a transaction; {@link #store} follows.
     */
    public PreparedRing prepareRewrap(OuterKey target) {
        return prepare(target, (_, now) -> new Next(now.keyset(), _ -> {}));
    }

    /**
     * Stores a prepared change, if nobody was faster. Inside a transaction of the system role.
     *
     * @return {@link RingChange.Overtaken} when the stored keys are not those any more from which it was made
     */
    public RingChange store(JdbcClient jdbc, PreparedRing prepared) {
        RingChange refusal = prepared.refusal();
        if (refusal != null) {
            return refusal;
        }
        PreparedRing.Ready next = prepared.ready();
        Instant now = clock.instant();
        if (!KeysetRepository.replace(
                jdbc, next.expected(), next.wrapped().raw(), next.check().raw(), now)) {
            return new RingChange.Overtaken();
        }
        next.notes().write(jdbc);
        CurrentTransaction.afterCommit(this::lookSoon);
        try {
            return RingChange.Changed.of(Ring.of(next.expected() + 1, now, next.keyset()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the data keyset could not be changed", e);
        }
    }

    /**
     * The stored keys as the text of an escrow file.
     *
     * @throws IllegalArgumentException with a sentence for the operator, when the passphrase is too short
     */
    public String escrow(Secret passphrase) {
        return KeyEscrow.seal(ring.keyset(), passphrase);
    }

    /** A keyset and what is noted with it. */
    private record Next(KeysetHandle keyset, PreparedRing.Notes notes) {}

    @FunctionalInterface
    private interface Change {
        Next of(Stored stored, Ring now) throws GeneralSecurityException;
    }

    /** @param target what shall wrap it; null for what wraps it now: only a rewrap moves keys */
    private PreparedRing prepare(@Nullable OuterKey target, Change change) {
        Stored stored = system.call(KeysetRepository::read).orElseThrow();
        try {
            OuterKey outer = outers.of(stored.wrapped());
            Next next = change.of(stored, outer.open(stored));
            Ciphertext wrapped = Ciphertext.of((target == null ? outer : target).wrap(next.keyset()));
            Ciphertext check = Ciphertext.of(KeysetSeal.check(next.keyset()));
            return PreparedRing.ready(
                    new PreparedRing.Ready(stored.version(), next.keyset(), wrapped, check, next.notes()));
        } catch (KeyStoreException e) {
            return PreparedRing.refused(refusal(e));
        } catch (IllegalArgumentException e) {
            log.warn("{}", e.getMessage());
            return PreparedRing.refused(new RingChange.WrappedOtherwise());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the data keyset could not be changed", e);
        }
    }

    private static RingChange refusal(KeyStoreException e) {
        return e.kind() == KeyStoreException.Kind.UNREADABLE
                ? new RingChange.WrappedOtherwise()
                : new RingChange.StoreRefused(e.sentence(), e.kind() == KeyStoreException.Kind.AWAY);
    }

    /** What wraps the stored keys. Inside a transaction of the system role. */
    public WrappedBy wrappedBy(JdbcClient jdbc) {
        return OuterKeys.wrappedBy(KeysetRepository.read(jdbc).orElseThrow().wrapped());
    }

    /** The newest version of the key store's key; empty when there is no key store, or it does not say now. Not inside a transaction. */
    public OptionalLong newestOuterVersion() {
        try {
            Transit transit = outers.transit().orElse(null);
            return transit == null ? OptionalLong.empty() : OptionalLong.of(transit.newestVersion());
        } catch (KeyStoreException e) {
            return OptionalLong.empty();
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
                                .map(id -> new DataKey(id, now.changedAt(), null, null, 0)))
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

    /** What a command has encrypted is written down here: it is no node, and nobody looks for it. */
    @Override
    public void close() {
        loads.close();
        try {
            writeUse();
        } catch (RuntimeException e) {
            log.warn("The messages that were encrypted here last are not counted", e);
        }
    }
}
