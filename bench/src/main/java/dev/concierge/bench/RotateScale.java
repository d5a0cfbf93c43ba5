package dev.concierge.bench;

import java.time.Duration;
import java.util.Map;

/**
 * How much of the rotation is shown.
 *
 * @param grants how many grants there are, with two ciphertexts each
 * @param vended how many of them tokens are asked for, all the time
 * @param callers how many ask at once, half of them at each node
 * @param rounds how often the rate is measured with the rotation and without it, in turns; 0 for never
 * @param round one such measurement
 * @param keep how long the old key is kept after the scan
 * @param through whether tokens are asked for until the old key is gone; else until nothing is left under it
 * @param environment of the nodes
 */
record RotateScale(
        String name,
        int grants,
        int vended,
        int callers,
        int rounds,
        Duration round,
        String keep,
        boolean through,
        Map<String, String> environment) {
    /** A million ciphertexts. */
    private static final int FULL = 500_000;

    RotateScale {
        environment = Map.copyOf(environment);
    }

    /**
     * Reads a scale.
     *
     * @param word {@code smallest}, {@code full}, or how many grants there shall be
     * @throws IllegalArgumentException for anything else
     */
    static RotateScale of(String word) {
        return switch (word) {
            // Small batches with long rests, so that there is a middle to be killed in.
            case "smallest" ->
                new RotateScale(
                        word,
                        300,
                        10,
                        2,
                        0,
                        Duration.ZERO,
                        "2s",
                        false,
                        Map.of("CONCIERGE_KEYS_BATCHROWS", "10", "CONCIERGE_KEYS_REST", "10"));
            case "full" -> grants(word, FULL);
            case String number when number.matches("[1-9][0-9]{3,6}") -> grants(word, Integer.parseInt(number));
            default ->
                throw new IllegalArgumentException(
                        "--scale of rotate is smallest, full, or a number of grants, 1,000 at least.");
        };
    }

    private static RotateScale grants(String name, int grants) {
        return new RotateScale(name, grants, 500, 16, 3, Duration.ofSeconds(10), "20m", true, Map.of());
    }
}
