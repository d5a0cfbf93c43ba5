package dev.concierge.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much of the proof runs.
 *
 * @param atOnce races of a kind that run together
 * @param rounds how often each kind runs
 * @param workers providers at once
 */
record RaceScale(String name, List<RaceRule> rules, List<RaceOrder> orders, int atOnce, int rounds, int workers) {
    private static final int FULL = 1000;

    /** Two for each race wait for a row then; a node has eight connections for them, and for everybody else. */
    private static final int AT_ONCE = 3;

    RaceScale {
        rules = List.copyOf(rules);
        orders = List.copyOf(orders);
    }

    /**
     * Reads a scale.
     *
     * @param word {@code smallest}, {@code full}, or how many races there are to be at least
     * @throws IllegalArgumentException for anything else
     */
    static RaceScale of(String word) {
        return switch (word) {
            case "smallest" ->
                new RaceScale(
                        word,
                        List.of(RaceRule.X, RaceRule.GOOGLE),
                        List.of(RaceOrder.REFRESH_ANSWERED_BEFORE, RaceOrder.STORES_RECONNECT_FIRST),
                        1,
                        1,
                        2);
            case "full" -> atLeast(word, FULL);
            case String number when number.matches("[1-9][0-9]{0,4}") -> atLeast(word, Integer.parseInt(number));
            default ->
                throw new IllegalArgumentException(
                        "--scale of reconnect-race is smallest, full, or a number of races.");
        };
    }

    private static RaceScale atLeast(String name, int races) {
        List<RaceRule> rules = Arrays.asList(RaceRule.values());
        List<RaceOrder> orders = Arrays.asList(RaceOrder.values());
        int once = rules.size() * orders.size() * 2 * AT_ONCE;
        return new RaceScale(name, rules, orders, AT_ONCE, (races + once - 1) / once, 2);
    }

    int races() {
        return rules.size() * orders.size() * 2 * atOnce * rounds;
    }

    List<RaceCell> cells(RaceRule rule) {
        List<RaceCell> cells = new ArrayList<>();
        for (RaceOrder order : orders) {
            cells.add(new RaceCell(rule, order, true));
            cells.add(new RaceCell(rule, order, false));
        }
        return cells;
    }
}
