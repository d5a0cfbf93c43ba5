package dev.concierge.server.encryption;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * How the tries of a start are spread: a pause of one second, doubled up to eight.
 *
 * @param pause lets that much time pass
 */
record Patience(Consumer<Duration> pause) {
    private static final Duration LONGEST = Duration.ofSeconds(8);

    static Patience real() {
        return new Patience(time -> LockSupport.parkNanos(time.toNanos()));
    }

    /** Lets the pause after this many tries pass. */
    Duration rest(int tries) {
        Duration time = Duration.ofSeconds(1L << Math.min(tries - 1, 3));
        Duration bounded = time.compareTo(LONGEST) > 0 ? LONGEST : time;
        pause.accept(bounded);
        return bounded;
    }
}
