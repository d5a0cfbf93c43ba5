package dev.concierge.bench;

/**
 * How much of the proof runs.
 *
 * @param accounts how many there are
 * @param rounds how often each question is asked
 */
record PeopleScale(String name, int accounts, int rounds) {
    private static final int SMALLEST = 3_000;
    private static final int FULL = 1_000_000;

    /**
     * Reads a scale.
     *
     * @param word {@code smallest}, {@code full}, or how many accounts
     * @throws IllegalArgumentException for anything else
     */
    static PeopleScale of(String word) {
        return switch (word) {
            case "smallest" -> new PeopleScale(word, SMALLEST, 3);
            case "full" -> new PeopleScale(word, FULL, 60);
            case String number
            when number.matches("[1-9][0-9]{3,6}") -> new PeopleScale(word, Integer.parseInt(number), 60);
            default ->
                throw new IllegalArgumentException(
                        "--scale of people is smallest, full, or a number of accounts from 1000.");
        };
    }

    /** Times count only where the table is large. */
    boolean judged() {
        return !name.equals("smallest");
    }
}
