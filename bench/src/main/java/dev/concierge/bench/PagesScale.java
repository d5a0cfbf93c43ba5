package dev.concierge.bench;

/**
 * How much of the proof runs.
 *
 * @param records behind the pages of one account
 * @param runs in its history
 * @param rounds how often each page is asked for
 * @param shows how often a browser shows it, with an empty cache and with a full one
 */
record PagesScale(String name, int records, int runs, int rounds, int shows) {
    private static final int SMALLEST = 2_000;
    private static final int FULL = 1_000_000;
    private static final int RECORDS_OF_A_RUN = 10;

    /**
     * Reads a scale.
     *
     * @param word {@code smallest}, {@code full}, or how many records; a tenth as many runs
     * @throws IllegalArgumentException for anything else
     */
    static PagesScale of(String word) {
        return switch (word) {
            case "smallest" -> new PagesScale(word, SMALLEST, SMALLEST / RECORDS_OF_A_RUN, 3, 1);
            case "full" -> new PagesScale(word, FULL, FULL / RECORDS_OF_A_RUN, 100, 9);
            case String number
            when number.matches("[1-9][0-9]{3,6}") ->
                new PagesScale(word, Integer.parseInt(number), Integer.parseInt(number) / RECORDS_OF_A_RUN, 60, 5);
            default ->
                throw new IllegalArgumentException(
                        "--scale of pages is smallest, full, or a number of records from 1000.");
        };
    }

    /** Times count only where there is much behind the pages. */
    boolean judged() {
        return !name.equals("smallest");
    }
}
