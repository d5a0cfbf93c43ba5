package dev.concierge.server.audit;

import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Raises security alerts. An act raises its own in its transaction, behind a savepoint and without waiting for anybody, so that both are kept or neither and the act
 * never fails for it; what cannot be written there, and what no transaction is about, is written in one of its own. Under a flood one thread of a node writes what all
 * others counted meanwhile.
 */
@Component
public class SecurityAlerts {
    /** Different ones that wait to be written on a node, beyond which they are counted by kind. */
    static final int MOST_PENDING = 200;

    /** The subject of those that there was no room for. */
    private static final String OTHERS = "others";

    private static final Logger log = LoggerFactory.getLogger(SecurityAlerts.class);

    private record Key(AlertKind kind, String subject) {}

    private record Counted(SecurityAlert alert, long times) {
        Counted plus(Counted more) {
            return new Counted(alert, times + more.times());
        }
    }

    private final AlertRepository repository;
    private final SystemScope system;
    private final Ids ids;
    private final Clock clock;
    private final Map<Key, Counted> pending = new ConcurrentHashMap<>();
    private final ReentrantLock writing = new ReentrantLock();

    SecurityAlerts(AlertRepository repository, SystemScope system, Ids ids, Clock clock) {
        this.repository = repository;
        this.system = system;
        this.ids = ids;
        this.clock = clock;
    }

    /** Raises one: in the open transaction, which must be of what it tells of, or at once. Never throws. */
    public void raise(SecurityAlert alert) {
        if (!CurrentTransaction.isOpen()) {
            count(alert);
            settle();
            return;
        }
        if (!raisedBeside(alert)) {
            CurrentTransaction.afterCommit(() -> {
                count(alert);
                // This thread's transaction is not over to its scope yet, and another role's cannot begin in it.
                Thread.startVirtualThread(this::settle);
            });
        }
    }

    private boolean raisedBeside(SecurityAlert alert) {
        JdbcClient jdbc = CurrentTransaction.jdbc();
        try {
            jdbc.sql("savepoint security_alert").update();
            boolean raised = repository.raise(jdbc, ids.next(), alert, 1, clock.instant(), false);
            jdbc.sql("release savepoint security_alert").update();
            return raised;
        } catch (RuntimeException e) {
            log.warn(
                    "An alert of kind {} could not be written beside its act",
                    alert.kind().word(),
                    e);
            return !takenBack(jdbc);
        }
    }

    /** @return false when the transaction itself is lost, and with it what there was to tell */
    private static boolean takenBack(JdbcClient jdbc) {
        try {
            jdbc.sql("rollback to savepoint security_alert").update();
            return true;
        } catch (RuntimeException _) {
            return false;
        }
    }

    private void count(SecurityAlert alert) {
        boolean room = pending.size() < MOST_PENDING || pending.containsKey(new Key(alert.kind(), alert.subject()));
        SecurityAlert counted = room ? alert : SecurityAlert.ofSystem(alert.kind(), OTHERS, "");
        pending.merge(new Key(counted.kind(), counted.subject()), new Counted(counted, 1), Counted::plus);
    }

    /** Writes what waits, unless another thread does that already; it sees what came after it began. Never throws. */
    void settle() {
        boolean more = true;
        while (more && !pending.isEmpty() && writing.tryLock()) {
            try {
                more = written();
            } finally {
                writing.unlock();
            }
        }
    }

    private boolean written() {
        for (Key key : List.copyOf(pending.keySet())) {
            Optional<Counted> taken = Optional.ofNullable(pending.remove(key));
            if (taken.isPresent() && !writtenAlone(taken.get())) {
                pending.merge(key, taken.get(), Counted::plus);
                return false;
            }
        }
        return true;
    }

    private boolean writtenAlone(Counted counted) {
        SecurityAlert alert = counted.alert();
        try {
            system.run(jdbc -> repository.raise(jdbc, ids.next(), alert, counted.times(), clock.instant(), true));
            return true;
        } catch (RuntimeException e) {
            log.error(
                    "ALERT {} about {} ({} times) could not be written and waits: {}",
                    alert.kind().word(),
                    alert.kind().placed() ? "a network" : alert.subject(),
                    counted.times(),
                    e.getClass().getSimpleName());
            return false;
        }
    }
}
