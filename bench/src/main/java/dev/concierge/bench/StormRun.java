package dev.concierge.bench;

/** One passage of the storm. */
enum StormRun {
    CALM("one node, every provider well", false, false),
    ONE_NODE("one node, one provider hangs, one is limited", true, false),
    TWO_NODES(
            "two nodes, the same; one of them killed five times, its clock five minutes ahead, the database's processes killed once",
            true,
            true);

    private final String words;
    private final boolean trouble;
    private final boolean chaos;

    StormRun(String words, boolean trouble, boolean chaos) {
        this.words = words;
        this.trouble = trouble;
        this.chaos = chaos;
    }

    String words() {
        return words;
    }

    boolean trouble() {
        return trouble;
    }

    boolean chaos() {
        return chaos;
    }
}
