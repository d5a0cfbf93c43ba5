package dev.concierge.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * How much of the proof runs.
 *
 * @param records how many one integration takes in
 * @param found how many are searched, a fifth of them one account's
 * @param rounds how often each question is asked
 */
record IngestScale(String name, int records, int found, int rounds) {
    private static final int SMALLEST = 3_000;
    private static final int FULL = 1_000_000;
    private static final int FIRST = 1_000;
    private static final int TIMES = 5;

    /**
     * Reads a scale.
     *
     * @param word {@code smallest}, {@code full}, or how many records are taken in; five times as many are searched
     * @throws IllegalArgumentException for anything else
     */
    static IngestScale of(String word) {
        return switch (word) {
            case "smallest" -> new IngestScale(word, SMALLEST, TIMES * SMALLEST, 3);
            case "full" -> new IngestScale(word, FULL, TIMES * FULL, 60);
            case String number
            when number.matches("[1-9][0-9]{3,6}") ->
                new IngestScale(word, Integer.parseInt(number), TIMES * Integer.parseInt(number), 40);
            default ->
                throw new IllegalArgumentException(
                        "--scale of ingest is smallest, full, or a number of records from 1000.");
        };
    }

    /** Times count only where there is enough to measure. */
    boolean judged() {
        return !name.equals("smallest");
    }

    /** Before anything is measured, another integration takes in so many: code is compiled, connections are open. */
    int warmUp() {
        return judged() ? 20_000 : 1_000;
    }

    /** Up to how many records each stretch of the ingest goes: 1,000, ten times that, and so on to the end. */
    List<Integer> stretches() {
        List<Integer> ends = new ArrayList<>();
        for (int end = FIRST; end < records; end *= 10) {
            ends.add(end);
        }
        ends.add(records);
        return List.copyOf(ends);
    }
}
