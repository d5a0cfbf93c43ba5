package dev.concierge.server.vault.keys;

import dev.concierge.server.audit.AlertKind;
import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.audit.SecurityAlert;
import dev.concierge.server.audit.SecurityAlerts;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.Binding;
import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.encryption.EncryptedColumn;
import dev.concierge.server.encryption.KeyRing;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.UnreadableException;
import dev.concierge.server.vault.keys.RotationRepository.Replacement;
import dev.concierge.server.vault.keys.RotationRepository.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Brings every ciphertext under the new key, a batch at a time: read without a lock, re-encrypted with no transaction open, stored by
 * compare-and-set together with the cursor. Killed at any moment, the next run goes on from the last stored batch. Two at once do no harm, only
 * one moves the cursor.
 */
@Component
class Reencryption {
    private static final Logger log = LoggerFactory.getLogger(Reencryption.class);
    private static final String ACTOR = "system";
    private static final Duration SHIFT = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final int MOST_DOUBLINGS = 8;
    private static final int MOST_TOLD = 20;

    private final SystemScope system;
    private final RowCipher cipher;
    private final KeyRing ring;
    private final KeyRotation rotations;
    private final AuditTrail audit;
    private final SecurityAlerts alerts;
    private final KeySettings settings;
    private final Clock clock;

    Reencryption(
            SystemScope system,
            RowCipher cipher,
            KeyRing ring,
            KeyRotation rotations,
            AuditTrail audit,
            SecurityAlerts alerts,
            KeySettings settings,
            Clock clock) {
        this.system = system;
        this.cipher = cipher;
        this.ring = ring;
        this.rotations = rotations;
        this.audit = audit;
        this.alerts = alerts;
        this.settings = settings;
        this.clock = clock;
    }

    /** What there is to do for about ten seconds; the lane comes back for the rest, on this node or another. */
    void shift() {
        long end = System.nanoTime() + SHIFT.toNanos();
        boolean more = true;
        while (more && System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            long began = System.nanoTime();
            more = step();
            if (more) {
                LockSupport.parkNanos((long) ((System.nanoTime() - began) * settings.rest()));
            }
        }
    }

    /** One batch, or whatever comes after the last one. @return whether there is more to do at once */
    boolean step() {
        Optional<Rotation> open = system.call(RotationRepository::open);
        if (open.isEmpty()) {
            return false;
        }
        Rotation rotation = open.get();
        return switch (rotation.state()) {
            case RUNNING -> encryptsUnder(rotation.newKey()) && run(rotation);
            case DONE -> destroy();
            case PAUSED, DESTROYED -> false;
        };
    }

    /** A node that cannot open the new key leaves the work to the others. */
    private boolean encryptsUnder(long key) {
        return ring.primary() == key || (ring.reload() && ring.primary() == key);
    }

    private boolean run(Rotation rotation) {
        EncryptedColumn column = rotation.column();
        return column == null ? beginPass(rotation) : batch(rotation, column);
    }

    private boolean beginPass(Rotation seen) {
        Instant now = clock.instant();
        if (now.isBefore(seen.nextPassAt())) {
            return false;
        }
        return inStep(seen, jdbc -> RotationRepository.beginPass(jdbc, seen.id(), now));
    }

    private boolean batch(Rotation seen, EncryptedColumn column) {
        List<Row> rows = system.call(jdbc -> RotationRepository.page(jdbc, column, seen.after(), settings.batchRows()));
        if (rows.isEmpty()) {
            return endColumn(seen, column);
        }
        List<Replacement> replacements = new ArrayList<>();
        int unreadable = reencrypt(column, rows, replacements);
        UUID last = rows.getLast().id();
        return inStep(seen, jdbc -> {
            RotationRepository.moveTo(jdbc, seen.id(), column, last, clock.instant());
            int stored = replacements.isEmpty() ? 0 : RotationRepository.store(jdbc, column, replacements);
            RotationRepository.count(jdbc, seen.id(), stored, unreadable);
        });
    }

    /** @return how many did not open */
    private int reencrypt(EncryptedColumn column, List<Row> rows, List<Replacement> replacements) {
        int unreadable = 0;
        for (Row row : rows) {
            Ciphertext before = row.ciphertext();
            if (before == null) {
                continue;
            }
            Binding binding = column.binding(row.id(), row.accountId(), row.version());
            try {
                replacements.add(
                        new Replacement(row.id(), before, cipher.encrypt(cipher.decrypt(before, binding), binding)));
            } catch (UnreadableException e) {
                if (++unreadable <= MOST_TOLD) {
                    log.error("ALERT {} of row {} does not open and was not re-encrypted", column.word(), row.id());
                }
                alerts.raise(new SecurityAlert(
                        AlertKind.UNREADABLE, row.accountId(), "row:" + row.id(), ACTOR, column.word()));
            }
        }
        return unreadable;
    }

    private boolean endColumn(Rotation seen, EncryptedColumn column) {
        return column.next()
                .map(next -> inStep(
                        seen,
                        jdbc -> RotationRepository.moveTo(
                                jdbc, seen.id(), next, RotationRepository.START, clock.instant())))
                .orElseGet(() -> endPass(seen));
    }

    /** Only a scan of everything says that nothing is left: what was held, or written back from a stale copy, is seen here. */
    private boolean endPass(Rotation seen) {
        return inStep(seen, jdbc -> {
            long left = KeyRotation.under(RotationRepository.counts(jdbc), seen.oldKeys());
            Instant now = clock.instant();
            if (left == 0) {
                RotationRepository.finish(jdbc, seen.id(), now);
                audit.record(KeyRotation.event(ACTOR, "keys.finish", seen).with("done", Long.toString(seen.done())));
            } else {
                RotationRepository.passAgain(jdbc, seen.id(), now.plus(pauseAfter(seen.pass())), now);
                tellLeft(seen, left);
            }
        });
    }

    private void tellLeft(Rotation seen, long left) {
        if (seen.unreadable() == 0) {
            return;
        }
        log.error(
                "ALERT {} ciphertexts do not open; the retired key is kept until their rows are renewed or removed",
                seen.unreadable());
        audit.record(AuditEvent.refused(null, ACTOR, "keys.finish", "rotation:" + seen.id(), "unreadable")
                .with("ciphertexts", Long.toString(seen.unreadable()))
                .with("left", Long.toString(left)));
    }

    private static Duration pauseAfter(int pass) {
        return FIRST_PAUSE.multipliedBy(1L << Math.min(pass - 1, MOST_DOUBLINGS));
    }

    private boolean destroy() {
        return switch (rotations.destroyRetired(ACTOR)) {
            case DestroyOutcome.RowsRemain _ -> true;
            case DestroyOutcome.Destroyed _,
                    DestroyOutcome.NothingRetired _,
                    DestroyOutcome.NotFinished _,
                    DestroyOutcome.TooEarly _,
                    DestroyOutcome.NodesBehind _ -> false;
            case DestroyOutcome.StoreRefused(String sentence) -> {
                log.warn("The retired data keys stay for now: {}", sentence);
                yield false;
            }
        };
    }

    @FunctionalInterface
    private interface Move {
        void run(JdbcClient jdbc);
    }

    /** Makes a move, if the rotation is still where it was seen: not paused, and not moved by another node. */
    private boolean inStep(Rotation seen, Move move) {
        return system.call(jdbc -> {
            Rotation now = RotationRepository.lockOpen(jdbc).orElse(null);
            if (now == null || !samePlace(now, seen)) {
                return false;
            }
            move.run(jdbc);
            return true;
        });
    }

    private static boolean samePlace(@Nullable Rotation now, Rotation seen) {
        return now != null
                && now.id().equals(seen.id())
                && now.state() == Rotation.State.RUNNING
                && now.pass() == seen.pass()
                && now.column() == seen.column()
                && now.after().equals(seen.after());
    }
}
