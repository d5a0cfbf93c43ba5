package dev.concierge.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much of the proof runs.
 *
 * @param callers how many call at once, one measurement each
 * @param round one measurement of one variant
 * @param rounds how often each is measured, in turns
 * @param sights how often something is taken away on one node and watched on the other
 * @param deaf how often that is done with the other's listening connection cut
 */
record CostScale(
        String name, List<Integer> callers, Duration warmUp, Duration round, int rounds, int sights, int deaf) {
    private static final int FULL = 1000;

    CostScale {
        callers = List.copyOf(callers);
    }

    /**
     * Reads a scale.
     *
     * @param word {@code smallest}, {@code full}, or how often something is taken away
     * @throws IllegalArgumentException for anything else
     */
    static CostScale of(String word) {
        return switch (word) {
            case "smallest" -> new CostScale(word, List.of(1), Duration.ofSeconds(1), Duration.ofMillis(200), 1, 3, 1);
            case "full" -> of(word, Duration.ofSeconds(3), 5, FULL);
            case String number
            when number.matches("[1-9][0-9]{0,4}") -> of(word, Duration.ofSeconds(1), 3, Integer.parseInt(number));
            default -> throw new IllegalArgumentException("--scale of vend-cost is smallest, full, or a number.");
        };
    }

    private static CostScale of(String word, Duration round, int rounds, int sights) {
        return new CostScale(word, List.of(1, 16, 64), Duration.ofSeconds(15), round, rounds, sights, (sights + 4) / 5);
    }
}
