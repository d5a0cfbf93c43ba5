package dev.concierge.bench;

/**
 * How much of the proof runs.
 *
 * @param accounts people of the older installation, with two grants each
 */
record ImportScale(String name, int accounts) {
    private static final int SMALLEST = 150;
    private static final int FULL = 100_000;

    /**
     * Reads a scale.
     *
     * @param word {@code smallest}, {@code full}, or how many accounts
     * @throws IllegalArgumentException for anything else
     */
    static ImportScale of(String word) {
        return switch (word) {
            case "smallest" -> new ImportScale(word, SMALLEST);
            case "full" -> new ImportScale(word, FULL);
            case String number
            when number.matches("[1-9][0-9]{0,6}") -> new ImportScale(word, Integer.parseInt(number));
            default ->
                throw new IllegalArgumentException("--scale of import is smallest, full, or a number of accounts.");
        };
    }
}
