package dev.concierge.server.audit;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.Signer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Chains what was committed into seals, twice a second. Every node tries, one at a time does it; writers never wait for it. The latest seal
 * also goes to the log once a minute and to the metrics, so that there is always an anchor outside the database.
 */
public final class AuditSealer implements SmartLifecycle {
    static final int MOST_ROWS = 5_000;

    private static final Logger log = LoggerFactory.getLogger(AuditSealer.class);
    private static final Duration TELL_EVERY = Duration.ofMinutes(1);
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);
    private static final int PHASE = Integer.MIN_VALUE + 9_000;

    private final SystemScope system;
    private final SealRepository seals;
    private final Signer signer;
    private final AuditSettings settings;
    private final Clock clock;
    private final SecurityAlerts alerts;
    private final Map<Chain, Seal> latest = new EnumMap<>(Chain.class);
    private final Map<Chain, Long> told = new EnumMap<>(Chain.class);
    private final Set<Chain> cut = EnumSet.noneOf(Chain.class);
    private long toldAt = System.nanoTime();
    private volatile boolean stopping;
    private @Nullable ScheduledExecutorService ticks;

    AuditSealer(
            SystemScope system,
            SealRepository seals,
            Signer signer,
            AuditSettings settings,
            Clock clock,
            SecurityAlerts alerts,
            MeterRegistry meters) {
        this.system = system;
        this.seals = seals;
        this.signer = signer;
        this.settings = settings;
        this.clock = clock;
        this.alerts = alerts;
        for (Chain chain : Chain.values()) {
            Gauge.builder("concierge.audit.seal.sequence", this, self -> self.sequence(chain))
                    .description("Sequence of the latest seal that this node made or saw")
                    .tag("chain", chain.word())
                    .register(meters);
            Gauge.builder("concierge.audit.cut", this, self -> self.isCut(chain) ? 1 : 0)
                    .description("1 when the chain in the database ends before a seal that this node knows")
                    .tag("chain", chain.word())
                    .register(meters);
        }
    }

    private synchronized boolean isCut(Chain chain) {
        return cut.contains(chain);
    }

    /** Seals all that is settled, in batches of at most {@value #MOST_ROWS} rows and a transaction each. @return how many rows */
    public int seal() {
        int rows = 0;
        for (Chain chain : Chain.values()) {
            Step step = new Step(null, MOST_ROWS);
            while (step.rows() == MOST_ROWS && !stopping) {
                step = system.call(jdbc -> step(jdbc, chain));
                // Only now it is committed, and may be told as an anchor.
                remember(step.latest());
                rows += step.rows();
            }
        }
        return rows;
    }

    private record Step(@Nullable Seal latest, int rows) {}

    private Step step(JdbcClient jdbc, Chain chain) {
        if (!seals.takeTurn(jdbc, chain)) {
            return new Step(null, 0);
        }
        Optional<Seal> last = seals.last(jdbc, chain);
        if (wentBack(chain, last.orElse(null))) {
            return new Step(null, 0);
        }
        List<ChainRow> rows =
                seals.settledAfter(jdbc, chain, last.map(Seal::last).orElse(Place.START), MOST_ROWS);
        if (rows.isEmpty()) {
            return new Step(last.orElse(null), 0);
        }
        long sequence = last.map(Seal::sequence).orElse(0L) + 1;
        Code previous = last.map(Seal::mac).orElse(Seal.beforeFirst());
        Seal seal = Seal.over(chain, sequence, previous, rows, clock.instant(), signer);
        seals.insert(jdbc, seal);
        return new Step(seal, rows.size());
    }

    /** A chain that ends before a seal of this process was cut. Nothing is sealed then: it would make the cut look right. */
    private synchronized boolean wentBack(Chain chain, @Nullable Seal last) {
        Seal known = latest.get(chain);
        if (known == null || (last != null && last.sequence() > known.sequence())) {
            return false;
        }
        if (last != null && last.mac().equals(known.mac())) {
            return false;
        }
        if (cut.add(chain)) {
            Anchor anchor = known.anchor();
            log.error(
                    "The trail was cut: {} is no longer there. It is not sealed on; run audit verify --anchor={}",
                    anchor,
                    anchor);
            alerts.raise(SecurityAlert.ofSystem(
                    AlertKind.AUDIT_BROKEN,
                    "chain:" + chain.word(),
                    "The chain was cut: " + anchor + " is no longer there. It is not sealed on."));
        }
        return true;
    }

    private synchronized void remember(@Nullable Seal seal) {
        if (seal != null) {
            latest.put(seal.chain(), seal);
        }
    }

    private synchronized double sequence(Chain chain) {
        Seal seal = latest.get(chain);
        return seal == null ? 0 : seal.sequence();
    }

    /** The latest seal of each chain that this node made or saw, to hold a verification against. */
    synchronized List<Anchor> anchors() {
        return latest.values().stream().map(Seal::anchor).toList();
    }

    private void tick() {
        try {
            seal();
            if (System.nanoTime() - toldAt > TELL_EVERY.toNanos()) {
                toldAt = System.nanoTime();
                tell();
            }
        } catch (RuntimeException e) {
            log.warn(
                    "Sealing the trail failed and is tried again: {}",
                    e.getClass().getSimpleName());
        }
    }

    private synchronized void tell() {
        latest.forEach((chain, seal) -> {
            Long before = told.put(chain, seal.sequence());
            if (before == null || before != seal.sequence()) {
                log.info("Audit anchor {}", seal.anchor());
            }
        });
    }

    @Override
    public synchronized void start() {
        stopping = false;
        if (settings.sealEvery().isZero()) {
            return;
        }
        ticks = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("audit-sealer").daemon().factory());
        long pause = settings.sealEvery().toMillis();
        var _ = ticks.scheduleWithFixedDelay(this::tick, pause, pause, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        stopping = true;
        ScheduledExecutorService ending;
        synchronized (this) {
            ending = ticks;
            ticks = null;
        }
        if (ending != null) {
            ending.shutdown();
            try {
                if (!ending.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    log.warn("Sealing did not end in time");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        tell();
    }

    @Override
    public synchronized boolean isRunning() {
        return ticks != null;
    }

    /** Stops after the vend log has written what waited. */
    @Override
    public int getPhase() {
        return PHASE;
    }
}
