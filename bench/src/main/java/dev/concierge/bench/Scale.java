package dev.concierge.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much a proof runs.
 *
 * @param name smallest or full
 * @param callers how many call at once, one measurement each
 * @param warmUp before anything is counted
 * @param round one measurement of one endpoint
 * @param rounds how often each is measured; medians count
 */
record Scale(String name, List<Integer> callers, Duration warmUp, Duration round, int rounds) {
    static final Scale SMALLEST =
            new Scale("smallest", List.of(1, 16), Duration.ofSeconds(1), Duration.ofMillis(500), 1);
    static final Scale FULL = new Scale("full", List.of(1, 16, 64), Duration.ofSeconds(15), Duration.ofSeconds(8), 3);

    Scale {
        callers = List.copyOf(callers);
    }

    static Scale of(String word) {
        return word.equals(SMALLEST.name()) ? SMALLEST : FULL;
    }
}
