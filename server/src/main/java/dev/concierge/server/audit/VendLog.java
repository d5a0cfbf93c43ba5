package dev.concierge.server.audit;

import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Ids;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Writes every vend before its token leaves, many in one commit: while one batch is on its way to the disk, the next one gathers. One
 * flusher a node; callers wait on their batch and hold no connection.
 */
public final class VendLog implements SmartLifecycle, Runnable {
    /** Vends that may wait; more callers than this are told to come back. */
    static final int CAPACITY = 10_000;

    private static final Logger log = LoggerFactory.getLogger(VendLog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration COME_BACK = Duration.ofSeconds(2);
    /** A batch this large says that many ask at once; then the next one gathers a little longer, so that one commit serves more of them. */
    private static final int BUSY = 4;

    private static final Duration GATHER = Duration.ofMillis(2);
    /** Stops after the web server and the lanes, before the pools. */
    private static final int PHASE = Integer.MIN_VALUE + 10_000;

    private final VendFlush flush;
    private final RowMacs macs;
    private final Ids ids;
    private final Clock clock;
    private final DistributionSummary sizes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private @Nullable Batch gathering;
    private boolean busy;
    private boolean running;
    private @Nullable Thread flusher;

    VendLog(VendFlush flush, RowMacs macs, Ids ids, Clock clock, MeterRegistry meters) {
        this.flush = flush;
        this.macs = macs;
        this.ids = ids;
        this.clock = clock;
        this.sizes = DistributionSummary.builder("concierge.audit.vend.batch")
                .description("Vends written in one commit")
                .register(meters);
        meters.gauge("concierge.audit.vend.waiting", this, VendLog::waiting);
    }

    /** Its callers wait together, on one timer that begins with the first of them: a timer for each would cost more than the vend. */
    private static final class Batch {
        private final List<VendRow> rows = new ArrayList<>();
        private final CompletableFuture<Boolean> committed =
                new CompletableFuture<Boolean>().completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);

        /** Nobody waits for it any more. */
        private boolean isOver() {
            return committed.isDone();
        }
    }

    /**
     * Returns when the vend is committed.
     *
     * @throws ProblemException {@code unavailable} when too many wait, or it is not known to be committed two seconds after its batch began:
     *     then the token must not leave. The row may exist nevertheless
     * @throws IllegalStateException inside a transaction
     */
    public void append(VendEvent vend) {
        if (CurrentTransaction.isOpen()) {
            throw new IllegalStateException("a vend is written outside transactions");
        }
        UUID id = ids.next();
        Instant at = Fields.micros(clock.instant());
        byte[] addressHash = macs.address(vend.address());
        VendRow row = new VendRow(id, at, vend, addressHash, macs.vend(id, at, vend, addressHash));
        await(join(row));
    }

    private Batch join(VendRow row) {
        lock.lock();
        try {
            if (!running) {
                throw unavailable("The server is stopping.");
            }
            Batch batch = gathering == null || gathering.isOver() ? new Batch() : gathering;
            if (batch.rows.size() >= CAPACITY) {
                throw unavailable("Too many tokens are asked for at once.");
            }
            batch.rows.add(row);
            gathering = batch;
            if (batch.rows.size() == 1) {
                notEmpty.signal();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private static void await(Batch batch) {
        try {
            if (!batch.committed.get()) {
                throw unavailable("The use of the token could not be written down in time.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("The request was given up.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch completes with an answer only", e);
        }
    }

    private static ProblemException unavailable(String detail) {
        return new ProblemException(ProblemType.UNAVAILABLE, detail + " No token was handed out.")
                .retryAfter(COME_BACK);
    }

    @Override
    public void run() {
        Batch batch = next();
        while (batch != null) {
            boolean committed = false;
            try {
                committed = !batch.isOver() && flush.write(batch.rows, PATIENCE);
                sizes.record(batch.rows.size());
            } catch (RuntimeException e) {
                log.error("{} vends could not be written; their tokens are not handed out", batch.rows.size(), e);
            }
            batch.committed.complete(committed);
            batch = next();
        }
    }

    /** What has gathered; null when the log is stopped and empty. */
    private @Nullable Batch next() {
        lock.lock();
        try {
            while (gathering == null) {
                if (!running) {
                    return null;
                }
                notEmpty.awaitUninterruptibly();
            }
            if (busy) {
                gather();
            }
            Batch full = gathering;
            gathering = null;
            busy = full.rows.size() >= BUSY;
            return full;
        } finally {
            lock.unlock();
        }
    }

    private void gather() {
        long left = GATHER.toNanos();
        try {
            while (left > 0 && running) {
                left = notEmpty.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double waiting() {
        lock.lock();
        try {
            return gathering == null ? 0 : gathering.rows.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        lock.lock();
        try {
            running = true;
            flusher = Thread.ofPlatform().name("vend-log").daemon().start(this);
        } finally {
            lock.unlock();
        }
    }

    /** Writes what waits, then ends. */
    @Override
    public void stop() {
        Thread ending;
        lock.lock();
        try {
            running = false;
            notEmpty.signalAll();
            ending = flusher;
        } finally {
            lock.unlock();
        }
        if (ending != null) {
            try {
                ending.join(PATIENCE.multipliedBy(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
