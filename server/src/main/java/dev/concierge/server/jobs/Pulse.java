package dev.concierge.server.jobs;

import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import java.time.Duration;

/** When a lane last asked its table for work or for dead nodes' jobs, and was answered. */
final class Pulse extends AbstractSchedulerListener {
    private static final long STALLED_NANOS = Duration.ofSeconds(30).toNanos();

    private volatile long beatAt = System.nanoTime();

    @Override
    public void onSchedulerEvent(SchedulerListener.SchedulerEventType type) {
        switch (type) {
            case RAN_EXECUTE_DUE, RAN_DETECT_DEAD, RAN_UPDATE_HEARTBEATS -> beatAt = System.nanoTime();
            default -> {
                // Errors are logged by db-scheduler; they are no sign of life.
            }
        }
    }

    boolean beats() {
        return System.nanoTime() - beatAt < STALLED_NANOS;
    }
}
