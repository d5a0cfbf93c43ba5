package dev.concierge.server.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time all nodes go by. A machine whose clock is right by the database's keeps its own; one that is further off than a second goes by the
 * database's, and says so: otherwise it would hand out tokens that have ended, or write down ends that never come, for every other node to read.
 */
public final class DatabaseTime {
    private static final Logger log = LoggerFactory.getLogger(DatabaseTime.class);

    /** Less is within what reading a clock over a network tells. */
    private static final Duration TOLERATED = Duration.ofSeconds(1);

    /** An answer that took longer says too little about when it was given. */
    private static final Duration SLOWEST = Duration.ofMillis(500);

    private final Clock machine;
    private final Clock corrected;
    private volatile Duration offset = Duration.ZERO;

    DatabaseTime(Clock machine) {
        this.machine = machine;
        this.corrected = new Corrected(machine.getZone());
    }

    /** The clock that every room asks. */
    public Clock clock() {
        return corrected;
    }

    /** What is added to the machine's time; zero while that is right. */
    Duration offset() {
        return offset;
    }

    /** The machine's own time, to be read before and after the database is asked for its. */
    Instant machineTime() {
        return machine.instant();
    }

    /**
     * Takes note of what the database's clock showed.
     *
     * @param asked the machine's time when it was asked
     * @param answered the machine's time when it had answered
     */
    void compare(Instant asked, Instant database, Instant answered) {
        Duration took = Duration.between(asked, answered);
        if (took.isNegative() || took.compareTo(SLOWEST) > 0) {
            return;
        }
        Duration off = Duration.between(asked.plus(took.dividedBy(2)), database);
        Duration next = off.abs().compareTo(TOLERATED) <= 0 ? Duration.ZERO : off;
        if (next.minus(offset).abs().compareTo(TOLERATED) <= 0 && next.isZero() == offset.isZero()) {
            return;
        }
        offset = next;
        if (next.isZero()) {
            log.info("This machine's clock is right again by the database's");
        } else {
            log.error(
                    "ALERT this machine's clock is {} {} the database's; the database's is used. Set the machine's (NTP)",
                    next.abs(),
                    next.isNegative() ? "ahead of" : "behind");
        }
    }

    private final class Corrected extends Clock {
        private final ZoneId zone;

        private Corrected(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public Instant instant() {
            return machine.instant().plus(offset);
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new Corrected(other);
        }
    }
}
