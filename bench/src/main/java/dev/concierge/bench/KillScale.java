package dev.concierge.bench;

import java.util.Arrays;
import java.util.List;

/**
 * How much of the proof runs.
 *
 * @param kills for each rule and step
 * @param inFlight refreshes that each kill interrupts
 * @param workers how many kills are prepared and followed up at once, each with accounts and a server of its own
 */
record KillScale(String name, List<KillRule> rules, List<KillStep> steps, int kills, int inFlight, int workers) {
    private static final int FULL = 1000;
    private static final int IN_FLIGHT = 20;

    KillScale {
        rules = List.copyOf(rules);
        steps = List.copyOf(steps);
    }

    /**
     * Reads a scale.
     *
     * @param word {@code smallest}, {@code full}, or how many refreshes are to be interrupted at least
     * @throws IllegalArgumentException for anything else
     */
    static KillScale of(String word) {
        return switch (word) {
            case "smallest" ->
                new KillScale(word, List.of(KillRule.DIES), List.of(KillStep.REQUEST, KillStep.STORE), 1, 4, 2);
            case "full" -> atLeast(word, FULL);
            case String number when number.matches("[1-9][0-9]{0,5}") -> atLeast(word, Integer.parseInt(number));
            default ->
                throw new IllegalArgumentException("--scale of kill is smallest, full, or a number of refreshes.");
        };
    }

    private static KillScale atLeast(String name, int refreshes) {
        List<KillRule> rules = Arrays.asList(KillRule.values());
        List<KillStep> steps = Arrays.asList(KillStep.values());
        int oneEach = rules.size() * steps.size() * IN_FLIGHT;
        return new KillScale(name, rules, steps, (refreshes + oneEach - 1) / oneEach, IN_FLIGHT, 2);
    }

    int interrupted() {
        return rules.size() * steps.size() * kills * inFlight;
    }
}
