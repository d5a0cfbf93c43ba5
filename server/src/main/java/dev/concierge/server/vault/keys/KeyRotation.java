package dev.concierge.server.vault.keys;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.DataKey;
import dev.concierge.server.encryption.EncryptedColumn;
import dev.concierge.server.encryption.KeyRing;
import dev.concierge.server.encryption.OuterKey;
import dev.concierge.server.encryption.PreparedRing;
import dev.concierge.server.encryption.RingChange;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What an operator may do with the data keys. Everything that changes something is in the audit trail, in the same transaction; no method
 * answers key material.
 */
@Component
public class KeyRotation {
    private final SystemScope system;
    private final KeyRing ring;
    private final AuditTrail audit;
    private final KeySettings settings;
    private final Ids ids;
    private final Clock clock;

    KeyRotation(SystemScope system, KeyRing ring, AuditTrail audit, KeySettings settings, Ids ids, Clock clock) {
        this.system = system;
        this.ring = ring;
        this.audit = audit;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /** The keys, who holds them, and how far the latest rotation has come. */
    public KeyStatus status() {
        return system.call(jdbc -> {
            Rotation rotation = RotationRepository.latest(jdbc).orElse(null);
            return new KeyStatus(
                    ring.primary(),
                    ring.keys(jdbc),
                    ring.nodes(jdbc),
                    ring.wrappedBy(jdbc),
                    rotation,
                    destroyableAt(rotation));
        });
    }

    /** How many ciphertexts there are under each key, by column. A full scan: for an operator, not for a page. */
    public Map<EncryptedColumn, Map<Long, Long>> counts() {
        return system.call(RotationRepository::counts);
    }

    /** As {@link KeyRing#newestOuterVersion}: a call to the key store, so not for a page. */
    public OptionalLong newestOuterVersion() {
        return ring.newestOuterVersion();
    }

    /** Makes a new key the primary one and begins re-encryption of everything under the others. Not inside a transaction. */
    public RotateOutcome rotate(String actor) {
        Optional<RotateOutcome> early = wouldRefuse();
        if (early.isPresent()) {
            return early.get();
        }
        PreparedRing next = ring.prepareRotation();
        return system.call(jdbc -> {
            Optional<RotateOutcome> refusal = refusal(jdbc);
            return refusal.isPresent()
                    ? refusal.get()
                    : switch (ring.store(jdbc, next)) {
                        case RingChange.Changed changed -> new RotateOutcome.Started(begin(jdbc, changed, actor));
                        case RingChange.Overtaken _ -> new RotateOutcome.Overtaken();
                        case RingChange.WrappedOtherwise _ -> new RotateOutcome.WrappedOtherwise();
                        case RingChange.StoreRefused(String sentence, boolean away) ->
                            new RotateOutcome.StoreRefused(sentence);
                    };
        });
    }

    /** Why {@link #rotate} would be refused now; empty when it would not. */
    public Optional<RotateOutcome> wouldRefuse() {
        return system.call(this::refusal);
    }

    private Optional<RotateOutcome> refusal(JdbcClient jdbc) {
        Optional<Rotation> open = RotationRepository.lockOpen(jdbc);
        long behind = ring.nodes(jdbc).behind();
        return open.isPresent()
                ? Optional.of(new RotateOutcome.StillOpen(open.get()))
                : behind > 0 ? Optional.of(new RotateOutcome.NodesBehind(behind)) : Optional.empty();
    }

    private Rotation begin(JdbcClient jdbc, RingChange.Changed changed, String actor) {
        long total = under(RotationRepository.counts(jdbc), changed.others());
        RotationRepository.insert(jdbc, ids.next(), changed.primary(), changed.others(), total, clock.instant());
        Rotation rotation = RotationRepository.open(jdbc).orElseThrow();
        audit.record(event(actor, "keys.rotate", rotation).with("ciphertexts", Long.toString(total)));
        return rotation;
    }

    /** @return whether a running rotation was paused */
    public boolean pause(String actor) {
        return move(actor, "keys.pause", Rotation.State.RUNNING, Rotation.State.PAUSED);
    }

    /** @return whether a paused rotation goes on */
    public boolean resume(String actor) {
        return move(actor, "keys.resume", Rotation.State.PAUSED, Rotation.State.RUNNING);
    }

    private boolean move(String actor, String action, Rotation.State from, Rotation.State to) {
        return system.call(jdbc -> {
            Optional<Rotation> open = RotationRepository.lockOpen(jdbc).filter(rotation -> rotation.state() == from);
            open.ifPresent(rotation -> {
                RotationRepository.setState(jdbc, rotation.id(), to, clock.instant());
                audit.record(event(actor, action, rotation).with("done", Long.toString(rotation.done())));
            });
            return open.isPresent();
        });
    }

    /**
     * Destroys the keys that the open rotation retired, when nothing is under them any more and nobody can hold anything under them. Not inside a
     * transaction.
     *
     * @param actor who asked; the job does it by itself
     */
    public DestroyOutcome destroyRetired(String actor) {
        Rotation open = system.call(RotationRepository::open).orElse(null);
        Optional<DestroyOutcome> early = open == null
                ? Optional.of(new DestroyOutcome.NothingRetired())
                : system.call(jdbc -> tooSoon(jdbc, open));
        if (open == null || early.isPresent()) {
            return early.orElseThrow();
        }
        PreparedRing left = ring.prepareDestruction(open.oldKeys());
        return system.call(jdbc -> RotationRepository.lockOpen(jdbc)
                .filter(rotation -> rotation.id().equals(open.id()))
                .map(rotation -> destroy(jdbc, rotation, left, actor))
                .orElseGet(DestroyOutcome.NothingRetired::new));
    }

    private Optional<DestroyOutcome> tooSoon(JdbcClient jdbc, Rotation rotation) {
        Instant due = destroyableAt(rotation);
        if (due == null) {
            return Optional.of(new DestroyOutcome.NotFinished());
        }
        if (clock.instant().isBefore(due)) {
            return Optional.of(new DestroyOutcome.TooEarly(due));
        }
        long behind = ring.nodes(jdbc).behind();
        return behind > 0 ? Optional.of(new DestroyOutcome.NodesBehind(behind)) : Optional.empty();
    }

    private DestroyOutcome destroy(JdbcClient jdbc, Rotation rotation, PreparedRing without, String actor) {
        Optional<DestroyOutcome> early = tooSoon(jdbc, rotation);
        if (early.isPresent()) {
            return early.get();
        }
        Instant now = clock.instant();
        long left = under(RotationRepository.counts(jdbc), rotation.oldKeys());
        if (left > 0) {
            RotationRepository.passAgain(jdbc, rotation.id(), now, now);
            audit.record(AuditEvent.refused(null, actor, "keys.destroy", target(rotation), "rows_remain")
                    .with("ciphertexts", Long.toString(left)));
            return new DestroyOutcome.RowsRemain(left);
        }
        return switch (ring.store(jdbc, without)) {
            case RingChange.Changed _ -> {
                RotationRepository.destroyed(jdbc, rotation.id(), now);
                audit.record(event(actor, "keys.destroy", rotation));
                yield new DestroyOutcome.Destroyed(rotation.oldKeys().size());
            }
            case RingChange.Overtaken _, RingChange.WrappedOtherwise _ -> new DestroyOutcome.NodesBehind(1);
            case RingChange.StoreRefused(String sentence, boolean away) -> new DestroyOutcome.StoreRefused(sentence);
        };
    }

    /** Wraps the data keys by another outer key, or by the newest version of the same. Not inside a transaction. */
    public RingChange rewrap(OuterKey target, String actor) {
        PreparedRing next = ring.prepareRewrap(target);
        return system.call(jdbc -> {
            RingChange change = ring.store(jdbc, next);
            if (change instanceof RingChange.Changed changed) {
                audit.record(AuditEvent.done(null, actor, "keys.rewrap", "key:" + DataKey.name(changed.primary()))
                        .with("by", ring.wrappedBy(jdbc).text()));
            }
            return change;
        });
    }

    private @Nullable Instant destroyableAt(@Nullable Rotation rotation) {
        return rotation == null || rotation.state() != Rotation.State.DONE || rotation.finishedAt() == null
                ? null
                : rotation.finishedAt().plus(settings.keepRetired());
    }

    static long under(Map<EncryptedColumn, Map<Long, Long>> counts, Collection<Long> keys) {
        return counts.values().stream()
                .flatMap(byKey -> byKey.entrySet().stream())
                .filter(entry -> keys.contains(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    static AuditEvent event(String actor, String action, Rotation rotation) {
        return AuditEvent.done(null, actor, action, target(rotation))
                .with("key", DataKey.name(rotation.newKey()))
                .with(
                        "retired",
                        rotation.oldKeys().stream().sorted().map(DataKey::name).collect(Collectors.joining(" ")));
    }

    private static String target(Rotation rotation) {
        return "rotation:" + rotation.id();
    }
}
